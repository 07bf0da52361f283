# ReversingLabs Spectra Assure JSON (`rl-secure report --format rl-json`, `report.rl.json`). A finding is one active
# vulnerability of one component or dependency. The band of the CVSS score is the severity.
# Not read: violations of policies, malware, hardening, secrets, licences; vulnerabilities that were triaged.
#: tool = "ReversingLabs Spectra Assure"
#: kinds = ["sca"]
#: input = "json"
#: records = ["report.metadata.components.*", "report.metadata.dependencies.*"]
#: context = { vulnerabilities = "report.metadata.vulnerabilities", name = "report.info.file.name", at = "timestamp" }
#: scan = '{target: $context.name, at: $context.at}'
#: [[detect]]
#: has = ["report.metadata.assessments", "report.info.file"]
(.identity? // .) as $identity
| ($identity.vulnerabilities?.active? // [])[] as $id
| ($context.vulnerabilities[$id] // {}) as $known
| {
  rule: $id,
  title: "\($id) in \($identity.product // .name)",
  severity: ($known.cvss.baseScore? | if . then by_score else null end),
  package: ({name: ($identity.product // .name), version: $identity.version}
    + (if ($identity.purl // "") == "" then {} else {purl: $identity.purl} end)),
  file: ((.path? | said) // null),
  ids: $id,
  cvss: {score: $known.cvss.baseScore?, source: ($known.sources[0]? // "reversinglabs")},
  facts: {publisher: $identity.publisher, exploit: $known.exploit, name: $known.name}
}
