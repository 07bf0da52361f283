# sqlmap 1.x CSV (`results-….csv` of `-m` and `--forms`); its log is read as sqlmap-log.
# Severity: sqlmap has none; an injection that it has proved counts as high here. A finding is one
# parameter.
#: tool = "sqlmap 1.x"
#: kinds = ["dast"]
#: input = "csv"
#: [[detect]]
#: columns = ["Target URL", "Place", "Parameter", "Technique(s)", "Note(s)"]
if .Parameter == "" then error("no parameter is named")
else {
  rule: "sql-injection",
  title: "SQL injection in \(.Place) parameter '\(.Parameter)'",
  severity: {is: "high"},
  url: ."Target URL",
  method: (if .Place == "GET" or .Place == "POST" then .Place else null end),
  parameter: .Parameter,
  cwes: 89,
  facts: {techniques: ."Technique(s)", place: .Place, notes: ."Note(s)"}
}
end
