# Sonatype IQ / Lifecycle, the raw JSON report of an application (`/api/v2/applications/…/reports/…/raw`).
# A finding is one security issue of one component.
# Severity: the band of the CVSS score that the report gives as `severity`; `threatCategory` is the word.
# Not read: licences, policy, all paths but the first.
#: tool = "Sonatype IQ"
#: kinds = ["sca"]
#: input = "json"
#: records = "components[]"
#: [[detect]]
#: has = ["components[].componentIdentifier", "components[].matchState"]
#: [[detect]]
#: has = ["components", "matchSummary.totalComponentCount"]
. as $component
| (.securityData.securityIssues? // [])[]
| {
    rule: .reference,
    title: "\(.reference) in \($component.displayName // $component.packageUrl // $component.hash)",
    severity: {word: (.threatCategory // (.severity | tostring)), is: (.severity | by_score).is},
    file: ($component.pathnames[0]? // null),
    package: (
      if ($component.packageUrl // "") != "" then {purl: $component.packageUrl}
      else ($component.componentIdentifier // {} | {name: (.coordinates.artifactId // .coordinates.packageId // .coordinates.name), namespace: .coordinates.groupId, version: .coordinates.version, ecosystem: .format}) end),
    ids: [.reference],
    cvss: [{vector: (.cvssVector // ""), score: .severity, source: .source}],
    references: [.url],
    facts: {paths: ($component.pathnames | length), "match state": $component.matchState},
    suppressed: (if .status == "Not Applicable" or .status == "Acknowledged" then {kind: .status} else null end)
  }
