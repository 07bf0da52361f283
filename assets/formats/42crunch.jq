# 42Crunch API Security Audit, its JSON. A finding is one issue at one place of the OpenAPI document.
# Severity: criticality 5 → critical, 4 → high, 3 → medium, 2 → low, 1, 0 → info.
# `fingerprint` is 42Crunch's identity. Not read: scores, warnings of best practice, semantic errors.
#: tool = "42Crunch API Security Audit"
#: kinds = ["sast"]
#: input = "json"
#: records = ["report.security.issues.*", "report.data.issues.*", "security.issues.*", "data.issues.*"]
#: context = { index = "report.index", bare = "index", at = "end" }
#: scan = '{tool: "42crunch"}'
#: [[detect]]
#: has = ["report.assessmentVersion", "report.security.issueCounter"]
#: [[detect]]
#: has = ["assessmentVersion", "security.issueCounter", "openapiState"]
#: [severity]
#: 5 = "critical"
#: 4 = "high"
#: 3 = "medium"
#: 2 = "low"
#: 1 = "info"
#: 0 = "info"
. as $it
| ($at.keys | last) as $rule
| ($context.index // $context.bare // []) as $index
| .issues | to_entries[] | .key as $n | .value
| {
    rule: $rule,
    title: ($it.description // $rule),
    severity: (.criticality // $it.criticality),
    description: lines(.specificDescription, $it.description),
    resource: ($index[.pointer // 0]? // null),
    native: .fingerprint,
    at: "issues[\($n)]"
  }
