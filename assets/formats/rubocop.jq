# RuboCop 1.x, JSON (`rubocop --format json`). A finding is one offense of a `Security/` cop; the others are about style.
# Severity (https://docs.rubocop.org/rubocop/configuration.html#severity): fatal, error → high, warning → medium,
# convention → low, refactor, info → info.
# Offenses that RuboCop corrected in this run are none.
#: tool = "RuboCop 1.x"
#: kinds = ["sast"]
#: input = "json"
#: records = "files[]"
#: context = { version = "metadata.rubocop_version" }
#: scan = '{version: $context.version}'
#: [[detect]]
#: has = ["metadata.rubocop_version", "files"]
#: [severity]
#: fatal = "high"
#: error = "high"
#: warning = "medium"
#: convention = "low"
#: refactor = "info"
#: info = "info"
.path as $path
| .offenses | to_entries[] | .key as $index | .value
| select((.cop_name | startswith("Security/")) and .corrected != true)
| {
    rule: .cop_name,
    title: .message,
    severity: .severity,
    file: $path,
    line: (.location.start_line // .location.line), end_line: .location.last_line,
    column: (.location.start_column // .location.column),
    at: "offenses[\($index)]"
  }
