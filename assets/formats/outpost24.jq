# Outpost24 OUTSCAN and HIAB XML report (`main/detaillist`).
# Severity by `risk`: 4 → high, 2 → medium, 1 → low, 0 and 8 (information) → info; critical where the
# CVSS v3 score is 9 or more. A finding is one vulnerability of one service of one host.
#: tool = "Outpost24 OUTSCAN, HIAB"
#: kinds = ["infra"]
#: input = "xml"
#: records = "main/detaillist/detail"
#: [[detect]]
#: root = "main"
#: contains = ["<reportinfo>", "<hostlist>"]
#: [severity]
#: 4 = "high"
#: 2 = "medium"
#: 1 = "low"
#: 0 = "info"
#: 8 = "info"
(text(.cvss_v3_score) // "0" | tonumber? // 0) as $score
| {
    rule: text(.id),
    title: text(.name),
    severity: (if $score >= 9 and text(.risk) == "4" then {word: text(.risk), is: "critical"} else text(.risk) end),
    description: (text(.description) // "" | plain),
    remediation: (text(.solution) // "" | plain),
    evidence: text(.information),
    host: (text(.hostname) // text(.ip)),
    port: text(.portinfo[].portnumber),
    protocol: text(.portinfo[].protocol),
    ids: texts(.cve[].id[]),
    cvss: ([
      {vector: text(.cvss_v3_vector), score: text(.cvss_v3_score), source: "outpost24"},
      {vector: (text(.cvss_vector) // "" | split(" ")[0] | ltrimstr("(") | rtrimstr(")")), score: text(.cvss_score), source: "outpost24"}
    ] | map(select(.score != null))),
    references: texts(.referencelist[].reference[].url[]),
    suppressed: (if text(.falsepositive) == "1" then "false positive" else null end),
    tags: text(.family),
    facts: {product: text(.product), address: text(.ip), service: text(.portinfo[].service), "first seen": text(.history[].firstseen)}
  }
