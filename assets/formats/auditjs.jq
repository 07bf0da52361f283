# AuditJS 4 JSON (`auditjs ossi --json`). A finding is one vulnerability of one package that OSS Index knows.
# OSS Index gives a CVSS score and no word: the band of the score is the severity.
# Not read: packages without vulnerabilities.
#: tool = "AuditJS 4"
#: kinds = ["sca"]
#: input = "json"
#: [[detect]]
#: has = ["[].coordinates", "[].vulnerabilities", "[].reference"]
.coordinates as $purl
| (.vulnerabilities // [] | to_entries[]) | .key as $at | .value
| {
  rule: ((.cve | said) // .id),
  title,
  severity: (.cvssScore | by_score),
  description,
  package: {purl: $purl},
  ids: ([.cve] + (.title // "" | cve_ids)),
  cwes: (.cwe // (.title | cwe_ids)),
  cvss: {vector: .cvssVector, score: .cvssScore, source: "ossindex"},
  references: [.reference],
  facts: {"OSS Index": .id},
  at: "vulnerabilities[\($at)]"
}
