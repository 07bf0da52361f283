# Cloudflare Security Center, the CSV of insights. A finding is one insight about one domain.
# Severity: Critical, Moderate → medium, Low as they say.
# Dismissed insights are kept as a claim, resolved ones are none.
#: tool = "Cloudflare Security Insights"
#: kinds = ["infra"]
#: input = "csv"
#: [[detect]]
#: columns = ["severity", "issue_class", "subject", "issue_type", "scan_performed_on", "recommended_action"]
select(.status != "Resolved")
| if .issue_class == "" then error("`issue_class` does not name it") else . end
| {
    rule: .issue_class,
    title: "\(.issue_class): \(.subject)",
    severity: .severity,
    description: lines(.insight, .risk),
    remediation: .recommended_action,
    evidence: .detection_method,
    resource: .subject,
    tags: [.issue_type],
    facts: {status: .status, seen: .scan_performed_on},
    suppressed: (if .status == "Dismissed" or .status == "Archived" then {kind: .status} else null end)
  }
