# Black Duck Binary Analysis (Protecode), the CSV of vulnerabilities. A finding is one vulnerability of
# one component in one object of the binary.
# Severity: the band of the CVSS 3 score, else of the CVSS 2 score, which is all that the table has.
# `Note type` is a triage note: the vulnerability does not apply to this object.
# Not read: dates of compilation, exploit mitigations, scores of the distribution.
#: tool = "Black Duck Binary Analysis"
#: kinds = ["sca"]
#: input = "csv"
#: [[detect]]
#: columns = ["Component", "CVE", "Matching type", "Object full path", "Object SHA1"]
(.CVSS3 | tonumber? // 0) as $three
| (.CVSS | tonumber? // 0) as $two
| if .CVE == "" and .BDSA == "" then error("neither `CVE` nor `BDSA` names it") else . end
| {
    rule: ((.CVE | said) // .BDSA),
    title: "\((.CVE | said) // .BDSA) in \(.Component) \(.Version)",
    severity: (if $three > 0 then $three elif $two > 0 then $two else null end | if . then by_score else null end),
    description: .Summary,
    file: (."Object full path" | gsub(":"; "/")),
    package: {name: .Component, version: .Version},
    ids: [.CVE, .BDSA],
    cvss: [
      (if $three > 0 or ."CVSS vector (v3)" != "" then {vector: ."CVSS vector (v3)" | (if startswith("AV:") then "CVSS:3.1/" + . else . end), score: $three, source: "nvd"} else empty end),
      (if $two > 0 then {vector: ."CVSS vector (v2)", score: $two, source: "nvd"} else empty end)
    ],
    references: [."Vulnerability URL"],
    facts: {object: .Object, sha1: ."Object SHA1", matching: ."Matching type", "latest version": ."Latest version"},
    suppressed: (if ."Note type" != "" then {kind: ."Note type", why: ."Note reason"} else null end)
  }
