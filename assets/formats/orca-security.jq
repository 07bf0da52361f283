# Orca Security JSON: the export of alerts. A finding is one alert of one asset. Orca scores alerts from 0
# to 10; the bands are those of CVSS. Closed and dismissed alerts are kept with that as a claim. The target
# is the cloud account.
#: tool = "Orca Security"
#: kinds = ["infra"]
#: input = "json"
#: records = "items"
#: [[detect]]
#: has = ["[].OrcaScore", "[].Title"]
{
  rule: .Title,
  title: .Title,
  severity: (.OrcaScore | by_score),
  description: .Category,
  resource: ((.Inventory.Name? | said) // .Source),
  tags: .Labels,
  facts: {
    source: .Source,
    account: .CloudAccount.Name?,
    status: .Status,
    created: .CreatedAt,
    "last seen": .LastSeen
  },
  suppressed: (if .Status | IN("closed", "dismissed", "snoozed") then {kind: .Status} else null end),
  scan: {target: .CloudAccount.Name?}
}
