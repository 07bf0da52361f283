# cfn-lint 0.x and 1.x JSON (`cfn-lint --format json`). A finding is one match at one place.
# Levels as cfn-lint's documentation orders them: Error (the template cannot work) → high, Warning
# (best practice) → medium, Informational → info.
#: tool = "cfn-lint 0.x, 1.x"
#: kinds = ["iac"]
#: input = "json"
#: records = "[]"
#: [[detect]]
#: has = ["[].Filename", "[].Rule.Id", "[].Location.Path"]
#: [severity]
#: Error = "high"
#: Warning = "medium"
#: Informational = "info"
{
  rule: .Rule.Id,
  title: .Message,
  description: .Rule.Description,
  severity: .Level,
  file: .Filename,
  line: .Location.Start.LineNumber,
  column: .Location.Start.ColumnNumber,
  end_line: .Location.End.LineNumber,
  end_column: .Location.End.ColumnNumber,
  resource: (.Location.Path // [] | if .[0] == "Resources" then .[1] else null end),
  references: (.Rule.Source | select(. != "https://github.com/aws-cloudformation/cfn-lint")),
  facts: {path: (.Location.Path // [] | map(tostring) | join("."))}
}
