# secretlint 5 to 11 JSON (`secretlint --format json`).
# Severity: error → high, warning → medium, info → low. A finding is one credential at one place; it
# is cut out of the content of the file, which the report holds.
#: tool = "secretlint 5-11"
#: kinds = ["secrets"]
#: input = "json"
#: records = "[]"
#: [[detect]]
#: has = ["[].filePath", "[].sourceContentType", "[].messages"]
#: [severity]
#: error = "high"
#: warning = "medium"
#: info = "low"
. as $file
| .messages | to_entries[]
| "messages[\(.key)]" as $place | .value
| (.ruleId | ltrimstr("@secretlint/secretlint-rule-")) as $rule
| {
    rule: (if (.messageId // "") == "" then $rule else "\($rule)/\(.messageId)" end),
    title: .message,
    severity: .severity,
    file: $file.filePath,
    line: .loc.start.line,
    column: (.loc.start.column // 0 | . + 1),
    end_line: .loc.end.line,
    cwes: 798,
    secret: (if (.range | type) == "array" and ($file.sourceContent | type) == "string"
      then $file.sourceContent[.range[0]:.range[1]] else null end),
    references: .docsUrl,
    at: $place
  }
