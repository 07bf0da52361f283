# Conftest 0.x JSON (`conftest test -o json`). A finding is one message of a rule about one file. Conftest knows
# denials, which fail the test (high), and warnings (medium). Exceptions are kept with that as a claim.
#: tool = "Conftest 0.x"
#: kinds = ["iac"]
#: input = "json"
#: [[detect]]
#: has = ["[].filename", "[].namespace", "[].successes"]
#: [[detect]]
#: has = ["[].filename", "[].namespace", "[].failures"]
#: [severity]
#: failure = "high"
#: warning = "medium"
#: exception = "info"
. as $file
| ([(.failures // [])[] | {word: "failure"} + .]
  + [(.warnings // [])[] | {word: "warning"} + .]
  + [(.exceptions // [])[] | {word: "exception"} + .])[]
| {
  rule: ((.metadata.query? | said) // "data.\($file.namespace)"),
  title: .msg,
  severity: .word,
  file: $file.filename,
  suppressed: (if .word == "exception" then {kind: "exception"} else null end),
  facts: ((.metadata? // {}) | with_entries(select(.value | type | IN("string", "number", "boolean")))
    | del(.query) + {namespace: $file.namespace})
}
