# Cobalt: the CSV export of a pentest. A finding is one of its findings; what the API answers is read as
# cobalt-api. Severity: the export has only prose about it; all stay unknown. Cells begin with `'`.
#: tool = "Cobalt (CSV)"
#: kinds = ["manual"]
#: input = "csv"
#: [[detect]]
#: columns = ["Token", "Tag", "CriticalityJustification", "StepsToReproduce", "EvaluatedResult"]
def cell: ltrimstr("'");
(.Token | cell) as $token
| if $token == "" then error("`Token` does not name it") else . end
| {
    rule: (.Type | cell | if . == "" then "finding" else . end),
    title: (.Title | cell),
    description: ([.Description, .StepsToReproduce] | map(cell | select(. != "")) | join("\n\n")),
    remediation: (.SuggestedFix | cell),
    url: (.BrowserUrl | cell),
    parameter: "finding \(.Tag)",
    request: (.HttpRequest | cell),
    native: $token,
    suppressed: (if .EvaluatedResult | test("invalid|duplicate|out of scope|wont fix"; "i") then .EvaluatedResult else null end),
    references: .ReportUrl,
    facts: {criticality: (.CriticalityJustification | cell), state: .EvaluatedResult, created: .CreatedAt, tools: (.ToolsUsed | cell)}
  }
