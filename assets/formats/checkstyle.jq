# The XML of Checkstyle, which many linters write too (ShellCheck, phpcs, detekt, ktlint, ESLint …).
# Severity: error → high, warning → medium, info → low, ignore → info, as Checkstyle orders them.
#: tool = "Checkstyle XML of any linter"
#: kinds = ["sast"]
#: input = "xml"
#: records = "checkstyle/file"
#: [[detect]]
#: root = "checkstyle"
#: [severity]
#: error = "high"
#: warning = "medium"
#: info = "low"
#: ignore = "info"
."@name" as $file
| .error // [] | to_entries[]
| "error[\(.key)]" as $place | .value
| {
    rule: (."@source" // error("`source` does not name the rule") | ltrimstr("ShellCheck.")),
    title: (."@message" | split("\n")[0]),
    description: ."@message",
    severity: ."@severity",
    file: $file,
    line: ."@line",
    column: ."@column",
    at: $place
  }
