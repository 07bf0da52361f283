# Ruff 0.x JSON (`ruff check --output-format json` and `json-lines`).
# Severity: Ruff calls every violation an error, which ranks none; all stay unknown. A file that it
# could not parse is a skipped record.
#: tool = "Ruff 0.x"
#: kinds = ["sast"]
#: input = "json"
#: file_types = "JSON, JSON lines"
#: [[detect]]
#: has = ["[].code", "[].noqa_row", "[].location.row", "[].filename"]
#: [[detect]]
#: has = ["code", "noqa_row", "location.row", "filename"]
if .code == null or .code == "invalid-syntax"
then error("Ruff could not parse \(.filename): \(.message)")
else {
  rule: .code,
  title: .message,
  severity: {word: .severity, is: "unknown"},
  file: .filename,
  line: .location.row,
  column: .location.column,
  end_line: .end_location.row,
  end_column: .end_location.column,
  references: .url,
  facts: {name: .name, cell: .cell}
}
end
