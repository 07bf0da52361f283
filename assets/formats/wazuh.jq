# Wazuh 4 JSON: `GET /vulnerability/{agent}` of 4.7 and before, and the documents of the index
# `wazuh-states-vulnerabilities-*` of 4.8 and later (`hits.hits`). A finding is one vulnerability of one package of one
# agent. Severities Critical, High, Medium, Low, Negligible → info, Untriaged and `-` → unknown.
#: tool = "Wazuh 4"
#: kinds = ["infra"]
#: input = "json"
#: records = ["data.affected_items[]", "hits.hits[]"]
#: [[detect]]
#: has = ["data.affected_items[].cve"]
#: [[detect]]
#: has = ["data.affected_items", "data.total_affected_items"]
#: lacks = ["data.affected_items[].id"]
#: claim = "maybe"
#: [[detect]]
#: has = ["hits.hits[]._source.vulnerability", "hits.hits[]._source.agent"]
#: [severity]
#: Critical = "critical"
#: High = "high"
#: Medium = "medium"
#: Low = "low"
#: Negligible = "info"
#: None = "info"
if has("_source") then ._source | {
  rule: .vulnerability.id,
  title: "\(.vulnerability.id) in \(.package.name)",
  severity: .vulnerability.severity,
  description: .vulnerability.description,
  package: {name: .package.name, version: .package.version},
  resource: .agent.name,
  ids: .vulnerability.id,
  cvss: {score: .vulnerability.score.base?, source: "wazuh"},
  references: (.vulnerability.reference // "" | split(", *"; null)),
  facts: {
    "operating system": .host.os.full?,
    package: .package.type?,
    published: .vulnerability.published_at?,
    detected: .vulnerability.detected_at?
  }
} else {
  rule: .cve,
  title: ((.title | said) // "\(.cve) in \(.name)"),
  severity,
  package: {name, version},
  resource: ((.agent_name | said) // .agent_ip),
  ids: .cve,
  cvss: [{score: .cvss3_score, source: "wazuh"}, {score: .cvss2_score, source: "wazuh"}]
    | map(select((.score // 0) > 0)),
  references: .external_references,
  facts: {condition, architecture, published, detected: .detection_time, status}
} end
