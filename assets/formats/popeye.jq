# Popeye 0.1x and 0.2x JSON (`popeye -o json`). A finding is one message about one resource. Levels:
# https://popeyecli.io (0 ok, 1 info, 2 warning, 3 error); Popeye looks for untidiness, so a warning is
# low. Level 0 is none. The hash that a rollout gives a pod is part of its name and so of the resource.
#: tool = "Popeye 0.1x, 0.2x"
#: kinds = ["iac"]
#: input = "json"
#: records = ["popeye.sanitizers[]", "popeye.sections[]"]
#: context = { at = "popeye.report_time" }
#: scan = '{at: $context.at}'
#: [[detect]]
#: has = ["popeye.score", "popeye.grade"]
#: [severity]
#: 3 = "high"
#: 2 = "low"
#: 1 = "info"
(.sanitizer // .linter) as $part
| (.issues // {}) | to_entries[] | .key as $resource | .value[]
| select(.level > 0)
| (.message | capture("^\\[(?<code>[A-Z]+-[0-9]+)\\] *(?<text>.*)"; "s") // {code: $part, text: .message}) as $said
| {
  rule: $said.code,
  title: "\($part): \($said.text)",
  severity: .level,
  description: .message,
  resource: "\($part)/\($resource)",
  facts: {group: (if .group == "__root__" then null else .group end), gvr}
}
