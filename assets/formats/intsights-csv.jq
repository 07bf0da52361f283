# IntSights (Rapid7 Threat Command) CSV: the export of alerts, as intsights reads its JSON.
#: tool = "IntSights (Threat Command, CSV)"
#: kinds = ["infra"]
#: input = "csv"
#: records = "rows"
#: scan = '{tool: "intsights"}'
#: [[detect]]
#: columns = ["Alert ID", "Network Type", "Source URL", "Closed Reason"]
#: [severity]
#: High = "high"
#: Medium = "medium"
#: Low = "low"
{
  rule: .Type,
  title: .Title,
  severity: .Severity,
  description: .Description,
  remediation: (if .Remediation == "Not Sent" then null else .Remediation end),
  resource: (.Assets | split(", *"; null) | first // null),
  native: .["Alert ID"],
  references: [.["Source URL"], .["Alert Link"]],
  tags: (.Tags | split(", *"; null)),
  suppressed: (if .Status == "Closed" then {kind: "closed", why: .["Closed Reason"]} else null end),
  facts: {
    assets: .Assets,
    network: .["Network Type"],
    found: .["Report Date (UTC)"],
    assigned: .Assignees
  }
}
