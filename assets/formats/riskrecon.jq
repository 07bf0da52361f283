# RiskRecon JSON: findings as its API answers them. A finding is one finding on one host.
# Severity: critical, high, medium, low, informational as they say. One that is marked as a false positive is
# kept with that claim.
#: tool = "RiskRecon"
#: kinds = ["infra"]
#: input = "json"
#: records = ["findings[]", "[]"]
#: [[detect]]
#: has = ["findings[].security_criteria", "findings[].toe_id"]
#: [[detect]]
#: has = ["[].security_criteria", "[].toe_id"]
{
  rule: (.finding_type // .finding // error("`finding` does not say what it is")),
  title: .finding,
  severity: .severity,
  description: ([.finding_detail, .finding_context] | map(select(. != null and . != "")) | join("\n")),
  host: (if (.host_name // "") == "" then .ip_address else .host_name end),
  parameter: .finding_data_value,
  native: .finding_id,
  suppressed: (if .false_positive == "true" then "false positive" else null end),
  tags: [.security_domain, .security_criteria],
  facts: {address: .ip_address, provider: .hosting_provider, "first seen": .first_seen, "last seen": .last_seen, priority: .priority, vendor: .vendor}
}
