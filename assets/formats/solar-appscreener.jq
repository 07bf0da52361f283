# Solar appScreener, the CSV of vulnerabilities. A finding is one vulnerability at one place.
# Severity: Critical, Medium, Low, Info as they say; the tool has no High.
# Rejected is kept as a claim. The CWE is the first that the links name.
# Not read: tickets, the trace's text.
#: tool = "Solar appScreener"
#: kinds = ["sast"]
#: input = "csv"
#: [[detect]]
#: columns = ["Vulnerability", "Language", "Recommendations", "Severity Level", "Trace", "Vulnerability Comment"]
if .Vulnerability == "" then error("`Vulnerability` does not name it") else . end
| (.Line | split("-")) as $lines
| {
    rule: "\(.Language): \(.Vulnerability)",
    title: .Vulnerability,
    severity: ."Severity Level",
    description: (.Description | plain),
    remediation: (.Recommendations | plain),
    file: .File,
    line: ($lines[0] // null),
    end_line: ($lines[1] // null),
    cwes: ([.Links | scan("cwe\\.mitre\\.org/data/definitions/([0-9]+)")[0]] | .[0:1]),
    references: (.Links | split(",")),
    tags: [.Language],
    facts: {status: .Status},
    suppressed: (if .Status == "Rejected" then {kind: "Rejected", why: ."Vulnerability Comment"} else null end)
  }
