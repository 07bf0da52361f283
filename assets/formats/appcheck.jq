# AppCheck NG JSON (the export of a scan's vulnerabilities).
# Severity by the word of `impact`: `4.0-high` → high and so on. A finding is one vulnerability of one
# host or web application. What AppCheck says is fixed is none; a false positive, an accepted or a
# disabled one is kept with that claim.
#: tool = "AppCheck NG"
#: kinds = ["dast", "infra"]
#: input = "json"
#: records = "items[]"
#: [[detect]]
#: has = ["items[].probability", "items[].impact", "items[].ipv4_address"]
#: [[detect]]
#: has = ["items", "hosts"]
#: lacks = ["items[]"]
#: claim = "maybe"
def markup: (. // "") | tostring | ltrimstr("[[markup]]") | gsub("\\[\\[[^\\]]*\\]\\]"; "");
def level: (. // "") | tostring | sub("^[0-9.]+-"; "");
select(.status != "fixed")
| (.type == "INFRA") as $host
| {
    kind: (if $host then "infra" else "dast" end),
    rule: (.appcheck.cls? // .plugin? // .title),
    title: .title,
    severity: (.impact | level),
    description: ([.description, .details.Impact?, .details.Detection?] | map(markup | select(. != "")) | join("\n\n")),
    remediation: (.solution | markup),
    evidence: (.details["Technical Details"]? // .details.Messages? | markup | .[:8000]),
    url: (if $host then null else (.url // .web_app) end),
    parameter: .parameter?,
    host: .host,
    port: .port,
    ids: .cves,
    cvss: ([.cvss_vector, .cvss_v3_vector, .cvss_v4_vector] | map(select(. != null and . != ""))),
    confidence: (.probability | level),
    references: (.links? // null | if type == "array" then map(strings) else null end),
    tags: .tags,
    suppressed: (if .status == "false_positive" or .status == "acceptable_risk" then .status
      elif .disabled == true then "disabled" else null end),
    facts: {status: .status, category: .category, "first detected": .first_detected_at, notes: .notes}
  }
