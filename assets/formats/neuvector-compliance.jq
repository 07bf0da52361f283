# NeuVector 5 JSON: the CIS benchmarks of a host or container (`GET /v1/host/…/compliance`). A finding is
# one test that did not pass. NeuVector gives tests a level and no severity: WARN and NOTE stay unknown
# with the level as the word; HIGH and ERROR are what they say. PASS and INFO are no findings.
#: tool = "NeuVector 5 (compliance)"
#: kinds = ["iac"]
#: input = "json"
#: records = "items[]"
#: context = { at = "run_at", kubernetes = "kubernetes_cis_version", docker = "docker_cis_version" }
#: scan = '{at: $context.at}'
#: [[detect]]
#: has = ["kubernetes_cis_version", "docker_cis_version", "items"]
#: [severity]
#: HIGH = "high"
#: ERROR = "high"
#: WARN = "unknown"
#: NOTE = "unknown"
select(.level | IN("PASS", "INFO") | not)
| {
  rule: "\(.category)_\(.test_number)",
  title: .description,
  severity: .level,
  remediation,
  evidence: ((.message // []) | join("\n")),
  tags,
  facts: {
    profile,
    benchmark: (if .category == "docker" then $context.docker else $context.kubernetes end),
    scored: (if .scored == false then "no, a person has to check" else null end)
  }
}
