# Cobalt: findings as its API answers them. Severity: critical, high, medium, low, informational as they
# say. A finding whose fix was found good is none; invalid, duplicate, out of scope and accepted ones are
# kept with that claim.
#: tool = "Cobalt (API)"
#: kinds = ["manual"]
#: input = "json"
#: records = "data[]"
#: scan = '{tool: "cobalt"}'
#: [[detect]]
#: has = ["data[].resource.tag", "data[].resource.pentest_id"]
.links as $links
| .resource as $it
| select($it.state != "valid_fix")
| {
    rule: ($it.type_category // "finding"),
    title: $it.title,
    severity: $it.severity,
    description: ([$it.description, $it.proof_of_concept] | map(select(. != null and . != "")) | join("\n\n")),
    remediation: $it.suggested_fix,
    url: $it.affected_targets[0]?,
    parameter: "finding \($it.tag)",
    native: $it.id,
    suppressed: (if ["invalid", "duplicate", "out_of_scope", "wont_fix"] | index($it.state) then $it.state else null end),
    references: $links.ui.url?,
    tags: ([$it.labels[]? | if type == "object" then .name else . end]),
    facts: {state: $it.state, impact: $it.impact, likelihood: $it.likelihood, targets: $it.affected_targets}
  }
