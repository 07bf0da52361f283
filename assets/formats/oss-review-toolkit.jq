# OSS Review Toolkit JSON: the evaluated model (`ort report -f EvaluatedModel`). A finding is one violation of a
# rule by one package. Severities of ORT: ERROR → high, WARNING → medium, HINT → low. Resolved ones are kept with
# that as a claim.
# Not read: issues of the tools, licence texts, vulnerabilities of the advisor, scopes.
#: tool = "OSS Review Toolkit"
#: kinds = ["sca"]
#: input = "json"
#: records = "rule_violations[]"
#: context = { packages = "packages[].id", licenses = "licenses[].id", resolutions = "rule_violation_resolutions" }
#: [[detect]]
#: has = ["rule_violations", "packages", "dependency_trees"]
#: [severity]
#: ERROR = "high"
#: WARNING = "medium"
#: HINT = "low"
($context.packages[.pkg // -1] // "") as $id
| ($id | split(":")) as $parts
| {
  rule,
  title: .message,
  severity,
  remediation: .how_to_fix,
  package: (if ($parts | length) == 4 then {
      ecosystem: ({gradle: "maven", pypi: "pypi", npm: "npm", yarn: "npm", pnpm: "npm", maven: "maven",
        gomod: "golang", go: "golang", crate: "cargo", gem: "gem", nuget: "nuget",
        composer: "composer"}[$parts[0] | ascii_downcase] // ($parts[0] | ascii_downcase)),
      namespace: $parts[1], name: $parts[2], version: $parts[3]}
    else null end),
  tags: ["license"],
  facts: {
    license: $context.licenses[.license // -1],
    "license is": (.license_source // "" | ascii_downcase),
    package: $id
  },
  suppressed: (if (.resolutions // []) == [] then null
    else ($context.resolutions[.resolutions[0]] // {}) | {kind: "resolution", status: "accepted", why: lines(.reason, .comment)} end)
}
