# ShellCheck 0.x JSON (`shellcheck -f json` and `-f json1`). Its Checkstyle form is read as checkstyle.
# Levels as ShellCheck orders them: error → high, warning → medium, info → low, style → info.
#: tool = "ShellCheck 0.x"
#: kinds = ["sast"]
#: input = "json"
#: records = ["[]", "comments[]"]
#: [[detect]]
#: has = ["[].file", "[].endLine", "[].level", "[].code", "[].fix"]
#: [[detect]]
#: has = ["comments[].file", "comments[].code", "comments[].level"]
#: [severity]
#: error = "high"
#: warning = "medium"
#: info = "low"
#: style = "info"
{
  rule: "SC\(.code // error("it has no code"))",
  title: .message,
  severity: .level,
  file: .file,
  line: .line,
  end_line: .endLine,
  column: .column,
  end_column: .endColumn,
  references: "https://www.shellcheck.net/wiki/SC\(.code)"
}
