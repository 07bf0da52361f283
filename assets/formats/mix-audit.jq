# mix_audit 2 JSON (`mix deps.audit --format json`). A finding is one advisory about one dependency.
# Severities critical, high, moderate → medium, low as the GitHub advisory says.
#: tool = "mix_audit 2"
#: kinds = ["sca"]
#: input = "json"
#: records = "vulnerabilities[]"
#: [[detect]]
#: has = ["pass", "vulnerabilities"]
.dependency as $it | .advisory
| {
  rule: .id,
  title,
  severity,
  description,
  package: {ecosystem: "hex", name: $it.package, version: $it.version, fixed: .first_patched_versions},
  file: $it.lockfile,
  ids: [.id, (.cve // "" | sub("^(?<it>[0-9]{4}-)"; "CVE-\(.it)"))],
  references: .url,
  facts: {"vulnerable versions": .vulnerable_version_ranges, disclosed: .disclosure_date}
}
