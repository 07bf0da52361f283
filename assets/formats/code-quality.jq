# Code Quality JSON of GitLab and Code Climate, which many linters write (Ruff, PMD, ESLint, RuboCop …): a
# list, or documents one after the other. Hadolint's is read as hadolint.
# Severity by the words of the Code Climate specification: blocker → critical, critical → high, major →
# medium, minor → low, info. The fingerprint is not kept: many tools have the line in it.
#: tool = "GitLab Code Quality, Code Climate of any linter"
#: kinds = ["sast"]
#: input = "json"
#: [[detect]]
#: has = ["[].check_name", "[].fingerprint", "[].location.path"]
#: claim = "generic"
#: [[detect]]
#: has = ["type", "check_name", "location.path"]
#: claim = "generic"
#: [severity]
#: blocker = "critical"
#: critical = "high"
#: major = "medium"
#: minor = "low"
#: info = "info"
.location as $at
| {
    rule: .check_name,
    title: .description,
    description: .content.body?,
    severity: .severity,
    file: $at.path,
    line: ($at.lines.begin? // $at.positions.begin.line?),
    end_line: ($at.lines.end? // $at.positions.end.line?),
    column: $at.positions.begin.column?,
    tags: .categories
  }
