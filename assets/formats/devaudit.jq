# DevAudit 3 JSON (`devaudit … --json`), which asks OSS Index. A finding is one vulnerability of one package. The
# band of its CVSS score is the severity; without a score it is unknown.
#: tool = "DevAudit 3"
#: kinds = ["sca"]
#: input = "json"
#: records = "Packages[]"
#: [[detect]]
#: has = ["Packages Audited", "Packages"]
def told: if . == null or . == "None" or . == "" then null else . end;
.Package as $package
| (.Vulnerabilities // [])[]
| {
  rule: ((.cve | told) // .id),
  title,
  severity: (.cvssScore | told | if . then tostring | sub("^\\."; "0.") | by_score else null end),
  description,
  package: {ecosystem: $package.pm, namespace: ($package.group | told), name: $package.name, version: $package.version},
  ids: [.cve | told],
  cwes: ((.cwe | told) // (.title | cwe_ids)),
  cvss: {vector: (.cvssVector | told), score: (.cvssScore | told), source: "ossindex"},
  references: (.reference // "" | split(", *"; null)),
  facts: {"OSS Index": .id}
}
