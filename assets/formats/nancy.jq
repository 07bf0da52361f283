# Nancy 1 JSON (`nancy sleuth -o json`). A finding is one vulnerability of one Go module that OSS Index knows.
# The band of its CVSS score is the severity. Excluded ones are kept with that as a claim.
# Not read: modules without vulnerabilities, modules whose version is none.
#: tool = "Nancy 1"
#: kinds = ["sca"]
#: input = "json"
#: records = "vulnerable[]"
#: context = { version = "version" }
#: scan = '{version: $context.version}'
#: [[detect]]
#: has = ["audited", "num_audited", "num_vulnerable"]
.Coordinates as $purl
| (.Vulnerabilities // [] | to_entries[]) | .key as $at | .value
| {
  rule: ((.Cve | said) // .Id // .ID),
  title: .Title,
  severity: (.CvssScore | by_score),
  description: .Description,
  package: {purl: $purl},
  ids: ([.Cve] + (.Title // "" | cve_ids)),
  cwes: (.Cwe // (.Title // "" | cwe_ids)),
  cvss: {vector: .CvssVector, score: .CvssScore, source: "ossindex"},
  references: .Reference,
  suppressed: (if .Excluded then {kind: "excluded"} else null end),
  facts: {"OSS Index": .Id},
  at: "Vulnerabilities[\($at)]"
}
