# Contrast Assess, the CSV of vulnerabilities. A finding is one vulnerability; remediated and fixed ones are none.
# Severity: Critical, High, Medium, Low as they say, Note → info.
# The vulnerability id is Contrast's identity. NotAProblem is kept as a claim.
# The requests that proved it are not read: they hold the data of users.
#: tool = "Contrast Assess"
#: kinds = ["dast"]
#: input = "csv"
#: [[detect]]
#: columns = ["Vulnerability Name", "Vulnerability ID", "Rule Name", "Number of Events", "Application ID"]
#: [severity]
#: Critical = "critical"
#: High = "high"
#: Medium = "medium"
#: Low = "low"
#: Note = "info"
select(.Status | . as $it | ["Remediated", "Fixed", "AutoRemediated", "Remediated - Auto-Verified"] | any(.[]; . == $it) | not)
| if ."Rule Name" == "" then error("`Rule Name` does not name it") else . end
| {
    rule: ."Rule Name",
    title: ."Vulnerability Name",
    severity: .Severity,
    cwes: (."CWE ID" | [scan("definitions/([0-9]+)")[0]]),
    url: ."Request URI",
    method: ."Request Method",
    parameter: ((."Vulnerability Name" | capture("from \"(?<name>[^\"]+)\" Parameter")?.name) // null),
    tags: [.Category],
    references: [."CWE ID"],
    native: ."Vulnerability ID",
    scan: {target: ."Application Name"},
    facts: {status: .Status, events: ."Number of Events", "first seen": ."First Seen Datetime", "last seen": ."Last Seen Datetime"},
    suppressed: (if .Status == "NotAProblem" then {kind: "NotAProblem"} else null end)
  }
