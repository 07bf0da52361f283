# CloudSploit JSON (`--json`, the open-source scanner of Aqua). A finding is one check that one resource
# fails (FAIL) or nearly fails (WARN). CloudSploit has statuses and no severities: they stay unknown with
# the status as the word. OK and UNKNOWN (the check could not run) are none.
#: tool = "CloudSploit"
#: kinds = ["infra"]
#: input = "json"
#: records = "items"
#: [[detect]]
#: has = ["[].plugin", "[].resource", "[].region", "[].status"]
#: [severity]
#: FAIL = "unknown"
#: WARN = "unknown"
select(.status | IN("FAIL", "WARN"))
| {
  rule: .plugin,
  title,
  severity: .status,
  description,
  evidence: .message,
  resource: (if (.resource // "N/A") == "N/A" then .region
    elif (.resource | startswith("arn:")) or .region == "global" then .resource
    else "\(.region)/\(.resource)" end),
  tags: [.category],
  facts: {region}
}
