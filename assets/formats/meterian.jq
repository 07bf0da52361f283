# Meterian JSON (`meterian --report-json`). A finding is one security advice about one dependency. Severities
# HIGH, MEDIUM, LOW, SUGGEST → info as Meterian says.
# Not read: stability, licences.
#: tool = "Meterian"
#: kinds = ["sca"]
#: input = "json"
#: records = "reports.security.reports[]"
#: context = { at = "timestamp" }
#: scan = '{at: $context.at}'
#: [[detect]]
#: has = ["reports.security", "scores.security"]
#: [severity]
#: CRITICAL = "critical"
#: HIGH = "high"
#: MEDIUM = "medium"
#: LOW = "low"
#: SUGGEST = "info"
.language as $language
| .reports[] | . as $it | (.advices // [])[]
| select(.type == "SECURITY")
| {
  rule: ((.cve | said | select(. != "N/A")) // .id),
  title: "\((.cve | said | select(. != "N/A")) // "Vulnerability") in \($it.dependency.name)",
  severity,
  description,
  package: {
    ecosystem: ({nodejs: "npm", java: "maven", python: "pypi", ruby: "gem", dotnet: "nuget",
      golang: "golang", php: "composer", rust: "cargo"}[$language] // $language),
    name: $it.dependency.name,
    version: $it.dependency.version,
    fixed: [$it.safeVersions | .latestPatch?, .latestMinor?, .latestMajor? | select(. != null)]
  },
  file: ($it.locations[0]? // null),
  ids: .cve,
  cwes: .cwe,
  cvss: {score: .cvss, source: "meterian"},
  references: [.links[]? | .url | select(startswith("http"))],
  facts: {"vulnerable versions": .versionRange, path: (($it.hierarchy // []) | join(" > "))}
}
