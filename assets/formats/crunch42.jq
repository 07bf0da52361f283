# 42Crunch API security audit JSON. A finding is one issue at one place of the OpenAPI file (`security` and `data`
# parts). Criticality of 42Crunch: 5 → critical, 4 → high, 3 → medium, 2 → low, 1 → info. The fingerprint is an
# identity that 42Crunch keeps. The resource is the JSON pointer into the file.
# Not read: scores; what makes a file invalid (`semanticErrors`, `warnings`).
#: tool = "42Crunch API audit"
#: kinds = ["sast"]
#: input = "json"
#: records = ["report.security.issues.*", "report.data.issues.*"]
#: context = { index = "report.index" }
#: [[detect]]
#: has = ["report.index", "report.assessmentVersion"]
#: [severity]
#: 5 = "critical"
#: 4 = "high"
#: 3 = "medium"
#: 2 = "low"
#: 1 = "info"
. as $it | $at.keys[3] as $rule
| (.issues | to_entries[]) | .key as $nth | .value
| {
  rule: $rule,
  title: ((.specificDescription | said) // $it.description),
  severity: (.criticality // $it.criticality),
  description: $it.description,
  resource: $context.index[.pointer],
  native: .fingerprint,
  tags: [$at.keys[1]],
  at: "issues[\($nth)]"
}
