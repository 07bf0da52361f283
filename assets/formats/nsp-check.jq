# Node Security Platform 2 and 3 JSON (`nsp check --reporter json`; no longer made). A finding is one advisory
# about one module. The band of its CVSS score is the severity.
#: tool = "nsp 2, 3"
#: kinds = ["sca"]
#: input = "json"
#: [[detect]]
#: has = ["[].advisory", "[].module", "[].patched_versions"]
{
  rule: "nsp-\(.id)",
  title,
  severity: (.cvss_score | by_score),
  description: .overview,
  remediation: .recommendation,
  package: {ecosystem: "npm", name: .module, version, fixed: .patched_versions},
  ids: .cves,
  cvss: {vector: .cvss_vector, score: .cvss_score, source: "nsp"},
  references: .advisory,
  facts: {path: (.path | join(" > ")), "vulnerable versions": .vulnerable_versions}
}
