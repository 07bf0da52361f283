# Orca Security CSV: the export of alerts, as orca-security reads its JSON.
#: tool = "Orca Security (CSV)"
#: kinds = ["infra"]
#: input = "csv"
#: records = "rows"
#: scan = '{tool: "orca-security"}'
#: [[detect]]
#: columns = ["OrcaScore", "Title", "Category", "CloudAccount.Name"]
{
  rule: .Title,
  title: .Title,
  severity: (.OrcaScore | by_score),
  description: .Category,
  resource: ((.["Inventory.Name"] | said) // .Source),
  tags: (.Labels as $labels | try ($labels | fromjson) catch $labels),
  facts: {
    source: .Source,
    account: .["CloudAccount.Name"],
    status: .Status,
    created: .CreatedAt,
    "last seen": .LastSeen
  },
  suppressed: (if .Status | IN("closed", "dismissed", "snoozed") then {kind: .Status} else null end),
  scan: {tool: "orca-security", target: .["CloudAccount.Name"]}
}
