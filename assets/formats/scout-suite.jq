# Scout Suite 5 (`scoutsuite-results/scoutsuite_results_*.js`): JSON behind `scoutsuite_results =`. A finding
# is one rule at one item that it flags. Levels of Scout Suite: danger → high, warning → medium, good →
# info. The target is the account.
# Not read: the inventory of resources; an item's path inside it is the resource.
#: tool = "Scout Suite 5"
#: kinds = ["infra"]
#: input = "text"
#: records = "all"
#: file_types = "JavaScript"
#: [[detect]]
#: starts = ["scoutsuite_results"]
#: [severity]
#: danger = "high"
#: warning = "medium"
#: good = "info"
sub("^[^{]*"; "") | fromjson
| {target: .account_id, version: .last_run.version?} as $scan
| .provider_code as $provider
| .services[] | (.findings? // {}) | to_entries[] | .key as $rule | .value
| select((.flagged_items // 0) > 0)
| . as $it | .items[]
| {
  rule: "\($provider):\($rule)",
  title: $it.description,
  severity: $it.level,
  description: ($it.rationale // "" | plain),
  remediation: ($it.remediation // "" | plain),
  resource: .,
  references: $it.references,
  tags: [$it.service],
  facts: {compliance: [$it.compliance[]? | "\(.name) \(.version) \(.reference)"]},
  scan: $scan
}
