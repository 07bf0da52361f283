# phpcs-security-audit 2 and other standards of PHP_CodeSniffer 3, JSON (`phpcs --report=json`). A finding is one message
# of a `Security.` sniff, or of another standard where the report has none of them.
# Severity: the type, ERROR → high, WARNING → medium; the sniff's own weight is a fact.
#: tool = "phpcs-security-audit 2"
#: kinds = ["sast"]
#: input = "json"
#: records = "files.*"
#: [[detect]]
#: has = ["totals.errors", "totals.warnings", "totals.fixable", "files"]
#: [severity]
#: ERROR = "high"
#: WARNING = "medium"
$at.keys[1] as $path
| .messages | to_entries[] | .key as $index | .value
| {
    rule: .source,
    title: .message,
    severity: .type,
    file: $path,
    line, column,
    facts: {weight: .severity},
    at: "messages[\($index)]"
  }
