# Google Artifact Registry JSON (`gcloud artifacts docker images describe --show-package-vulnerability
# --format json`). A finding is one occurrence: one vulnerability of one package of the image.
# Severities: https://cloud.google.com/artifact-analysis/docs/severity-levels (effective severity).
# Not read: the discovery, provenance, and further places of one occurrence.
#: tool = "Google Artifact Analysis"
#: kinds = ["container"]
#: input = "json"
#: records = "package_vulnerability_summary.vulnerabilities.*[]"
#: context = { image = "image_summary.fully_qualified_digest" }
#: scan = '{image: $context.image}'
#: [[detect]]
#: has = ["image_summary", "package_vulnerability_summary"]
#: [[detect]]
#: has = ["image_summary", "discovery_summary"]
#: [severity]
#: CRITICAL = "critical"
#: HIGH = "high"
#: MEDIUM = "medium"
#: LOW = "low"
#: MINIMAL = "info"
#: SEVERITY_UNSPECIFIED = "unknown"
(.noteName | split("/") | last) as $id
| .vulnerability
| (.packageIssue[0] // {}) as $issue
| {
  rule: $id,
  title: "\($id) in \($issue.affectedPackage // "the image")",
  severity: (.effectiveSeverity // .severity),
  description: .longDescription,
  package: {
    name: (if $issue.packageType == "GO_STDLIB" then "stdlib" else $issue.affectedPackage end),
    version: ($issue.affectedVersion.fullName? // null),
    ecosystem: ($issue.packageType // "" | {GO_STDLIB: "golang", GO: "golang", MAVEN: "maven", NPM: "npm",
      PYPI: "pypi", RUBYGEMS: "gem", RUST: "cargo", NUGET: "nuget", COMPOSER: "composer"}[.]),
    fixed: (if $issue.fixAvailable then $issue.fixedVersion.fullName? else null end)
  },
  file: ($issue.fileLocation[0].filePath? // null),
  ids: $id,
  cvss: {score: .cvssScore, source: "google"},
  references: [.relatedUrls[]?.url],
  facts: {"also in": [.packageIssue[1:][]? | .affectedPackage]}
}
