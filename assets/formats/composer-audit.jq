# Composer 2 JSON (`composer audit --format json`). A finding is one advisory about one package. Severities
# critical, high, medium, low as the advisory says. The installed version is not told.
# Not read: abandoned packages.
#: tool = "Composer 2 (`composer audit`)"
#: kinds = ["sca"]
#: input = "json"
#: records = "advisories.*[]"
#: [[detect]]
#: has = ["advisories", "abandoned"]
#: lacks = ["metadata"]
{
  rule: .advisoryId,
  title,
  severity,
  package: {ecosystem: "composer", name: .packageName},
  ids: ([.cve] + [.sources[]?.remoteId | select(test("^GHSA-"))]),
  references: .link,
  suppressed: (if has("ignoreReason") then (.ignoreReason | said) // true else null end),
  facts: {
    "vulnerable versions": .affectedVersions,
    reported: .reportedAt,
    sources: [.sources[]? | "\(.name): \(.remoteId)"]
  }
}
