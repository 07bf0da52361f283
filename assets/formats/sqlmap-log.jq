# sqlmap 1.x log (`output/<host>/log`). See sqlmap for the rest. A finding is one parameter; the log does
# not say of which page, the folder around it says of which host.
#: tool = "sqlmap 1.x"
#: kinds = ["dast"]
#: input = "text"
#: records = "all"
#: scan = '{tool: "sqlmap"}'
#: [[detect]]
#: contains = ["sqlmap identified the following injection point"]
#: [[detect]]
#: contains = ["sqlmap resumed the following injection point"]
split("\n---")[]
| split("Parameter: ")[1:][]
| capture("^(?<name>.+) \\((?<place>[^()]+)\\)\\n") as $it
| {
    rule: "sql-injection",
    title: "SQL injection in \($it.place) parameter '\($it.name)'",
    severity: {is: "high"},
    method: (if $it.place == "GET" or $it.place == "POST" then $it.place else null end),
    parameter: $it.name,
    cwes: 89,
    evidence: ([scan("Title: (.+)")[]] | join("\n")),
    request: ([scan("Payload: (.+)")[]] | .[0]),
    facts: {techniques: ([scan("Type: (.+)")[]] | join(", ")), place: $it.place}
  }
