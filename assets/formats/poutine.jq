# poutine 0.x and 1.x JSON (`poutine --format json`); its SARIF is read as SARIF.
# Severity by the level of the rule: error → high, warning → medium, note → low, none → info, as for
# SARIF. A finding is one rule at one place of one repository.
#: tool = "poutine 0.x, 1.x"
#: kinds = ["cicd"]
#: input = "json"
#: records = "findings[]"
#: context = { rules = "rules" }
#: [[detect]]
#: has = ["findings[].rule_id", "findings[].purl", "rules"]
#: [[detect]]
#: has = ["findings", "rules.injection"]
#: [severity]
#: error = "high"
#: warning = "medium"
#: note = "low"
#: none = "info"
. as $it
| ($context.rules[.rule_id]? // {}) as $rule
| {
    rule: .rule_id,
    title: ($rule.title // .rule_id),
    description: $rule.description,
    severity: $rule.level,
    file: .meta.path,
    line: .meta.line,
    resource: ([.meta.job, .meta.step] | map(select(. != null and . != "") | tostring) | join(" / ")),
    ids: .meta.osv_id,
    evidence: .meta.details,
    references: ($rule.refs // [] | map(.ref)),
    facts: {repository: .purl, "injection sources": .meta.injection_sources, event: .meta.event_triggers}
  }
