# Legitify 1.x JSON (`legitify analyze --output-format json`, also `--output-scheme flattened`). A finding is one
# policy that one organization, repository, member or runner group fails. Severities CRITICAL, HIGH, MEDIUM, LOW
# as the policy says. PASSED and SKIPPED are none.
#: tool = "Legitify 1.x"
#: kinds = ["cicd"]
#: input = "json"
#: records = "content.*"
#: [[detect]]
#: value = { type = "flattened" }
#: has = ["content"]
.policyInfo as $policy
| (.violations // [] | to_entries[]) | .key as $at | .value
| select(.status == "FAILED")
| {
  rule: $policy.policyName,
  title: $policy.title,
  severity: $policy.severity,
  description: lines($policy.description, $policy.threat[]?),
  remediation: (($policy.remediationSteps // []) | join("\n")),
  resource: (.canonicalLink // .aux.entityName?),
  references: .canonicalLink,
  tags: [$policy.namespace],
  facts: {entity: .aux.entityName?, sort: .violationEntityType},
  at: "violations[\($at)]"
}
