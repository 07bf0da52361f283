# Infer 0.17–1.x, `report.json`. A finding is one bug.
# Severity (https://fbinfer.com/docs/all-issue-types): ERROR → high, WARNING → medium, ADVICE, LIKE, INFO → info.
# `hash` is Infer's identity, which leaves out lines.
#: tool = "Infer 0.17–1.x"
#: kinds = ["sast"]
#: input = "json"
#: [[detect]]
#: has = ["[].bug_type", "[].qualifier", "[].procedure"]
#: [severity]
#: ERROR = "high"
#: WARNING = "medium"
#: ADVICE = "info"
#: LIKE = "info"
#: INFO = "info"
{
  rule: .bug_type,
  title: (.bug_type_hum // .bug_type),
  severity: .severity,
  description: .qualifier,
  file: .file,
  line, column,
  flows: (if (.bug_trace | length) > 1 then [[.bug_trace[] | {file: .filename, line: .line_number, text: .description}]] else [] end),
  tags: [.category],
  native: .hash,
  facts: {procedure: .procedure},
  suppressed: (if .censored_reason? then .censored_reason else null end)
}
