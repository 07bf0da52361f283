# Burp Suite Enterprise: issues as its GraphQL API answers them (`{"Issues": […]}`).
# Severity: high, medium, low, info as they say; a false positive is info with that claim. A finding is one
# issue at one address. The first request is kept, credentials masked. Not read: responses.
#: tool = "Burp Suite Enterprise (GraphQL)"
#: kinds = ["dast"]
#: input = "json"
#: records = ["Issues[]", "data.scan.issues[]"]
#: scan = '{tool: "burp"}'
#: [[detect]]
#: has = ["Issues[].issue_type.name", "Issues[].origin"]
#: [[detect]]
#: has = ["data.scan.issues[].issue_type"]
#: [[detect]]
#: has = ["Issues"]
#: lacks = ["Issues[]", "GosecVersion", "Golang errors", "Stats"]
#: claim = "maybe"
#: [severity]
#: high = "high"
#: medium = "medium"
#: low = "low"
#: info = "info"
#: information = "info"
#: false_positive = "info"
def paragraphs(f): [f] | map(select(. != null and . != "") | plain) | join("\n\n");
{
  rule: (.issue_type.type_index // .issue_type.name),
  title: .issue_type.name,
  severity: .severity,
  confidence: .confidence,
  url: "\(.origin // "" | rtrimstr("/"))\(.path // "")",
  description: paragraphs(.description_html, .issue_type.description_html),
  remediation: paragraphs(.remediation_html, .issue_type.remediation_html),
  cwes: (.issue_type.vulnerability_classifications_html // "" | cwe_ids),
  references: [.issue_type.references_html // "" | scan("href=\"(https?://[^\"]+)\"")[]],
  request: ([.evidence // [] | .[] | select(.request_segments? != null)][0].request_segments? // []
    | map(.data_html // .highlight_html // "") | join("") | plain),
  suppressed: (if .severity == "false_positive" then "false positive" else null end),
  facts: {serial: .serial_number}
}
