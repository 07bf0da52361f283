# actionlint 1.x JSON (`actionlint -format '{{json .}}'`, and one object a line). What it prints
# without `-format` is read as actionlint-text.
# Severity: actionlint has none; all stay unknown. The rule is its `kind`.
#: tool = "actionlint 1.x"
#: kinds = ["cicd"]
#: input = "json"
#: file_types = "JSON, JSON lines"
#: [[detect]]
#: has = ["[].filepath", "[].kind", "[].message", "[].end_column"]
#: [[detect]]
#: has = ["filepath", "kind", "message", "end_column"]
{
  rule: .kind,
  title: .message,
  file: .filepath,
  line: .line,
  column: .column,
  end_column: .end_column,
  snippet: (.snippet // "" | split("\n")[0]),
  references: "https://github.com/rhysd/actionlint/blob/main/docs/checks.md"
}
