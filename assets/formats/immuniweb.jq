# ImmuniWeb, XML of vulnerabilities. A finding is one vulnerability.
# Severity: CRITICAL, HIGH, MEDIUM, LOW, WARNING → info.
# The request that proves it is kept with its credentials masked.
#: tool = "ImmuniWeb"
#: kinds = ["dast"]
#: input = "xml"
#: records = "Vulnerabilities/Vulnerability"
#: [[detect]]
#: root = "Vulnerabilities"
#: contains = ["<PoC", "<CWE-ID", "<Risk"]
#: [severity]
#: CRITICAL = "critical"
#: HIGH = "high"
#: MEDIUM = "medium"
#: LOW = "low"
#: WARNING = "info"
(text(.Type) // text(.Name) // error("neither `Type` nor `Name` says what it is")) as $rule
| (text(.CVSSv3) // "" | capture("^(?<score>[0-9.]+)( *\\[(?<vector>[^\\]]+)\\])?")? // {}) as $cvss
| {
    rule: $rule,
    title: text(.Name),
    severity: text(.Risk),
    description: text(.Description),
    remediation: text(.Remediation),
    url: text(.URL),
    ids: [text(."CVE-ID")],
    cwes: text(."CWE-ID"),
    cvss: (if $cvss.score then {score: ($cvss.score | tonumber), vector: $cvss.vector, source: "immuniweb"} else null end),
    request: text(.PoC),
    native: text(.ID),
    facts: {status: text(.Status), date: text(.Date)}
  }
