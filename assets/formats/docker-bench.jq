# Docker Bench for Security 1.x JSON (`docker-bench-security.log.json`). A finding is one test that failed
# (WARN). The tool knows no severities: they stay unknown with the result as the word. PASS, INFO (nothing to
# check) and NOTE (a reminder of what no script can check, the same in every report) are none.
#: tool = "Docker Bench for Security 1.x"
#: kinds = ["iac"]
#: input = "json"
#: records = "tests[].results[]"
#: context = { version = "dockerbenchsecurity", start = "start" }
#: scan = '{version: $context.version, at: $context.start}'
#: [[detect]]
#: has = ["dockerbenchsecurity", "tests"]
#: [severity]
#: WARN = "unknown"
select(.result == "WARN")
| {
  rule: .id,
  title: .desc,
  severity: .result,
  evidence: .details,
  remediation,
  facts: {
    "impact of the remedy": .["remediation-impact"],
    concerns: .items
  }
}
