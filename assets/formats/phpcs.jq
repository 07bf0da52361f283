# PHP_CodeSniffer 2 to 4 JSON (`phpcs --report=json`), with whatever standards are in it.
# Types: ERROR → high, WARNING → medium, as its manual orders them.
#: tool = "PHP_CodeSniffer 2-4"
#: kinds = ["sast"]
#: input = "json"
#: records = "files.*"
#: [[detect]]
#: has = ["totals.errors", "totals.warnings", "totals.fixable", "files"]
#: [severity]
#: ERROR = "high"
#: WARNING = "medium"
$at.keys[-1] as $file
| .messages | to_entries[]
| "messages[\(.key)]" as $place | .value
| {
    rule: .source,
    title: .message,
    severity: .type,
    file: $file,
    line: .line,
    column: .column,
    at: $place
  }
