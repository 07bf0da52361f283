# Threagile 0.9 and 1.x `risks.json`. A finding is one risk of a threat model. `synthetic_id` is Threagile's
# own identity for it.
# Severity: critical, high and elevated → high, medium, low, as Threagile orders them. A mitigated risk is no
# finding; an accepted one and a false positive are kept with that claim.
#: tool = "Threagile 0.9, 1.x"
#: kinds = ["manual"]
#: input = "json"
#: records = "[]"
#: [[detect]]
#: has = ["[].synthetic_id", "[].category", "[].exploitation_likelihood"]
#: [severity]
#: critical = "critical"
#: high = "high"
#: elevated = "high"
#: medium = "medium"
#: low = "low"
select(.risk_status != "mitigated")
| {
    rule: .category,
    title: (.title | plain),
    severity: .severity,
    resource: ([.most_relevant_technical_asset, .most_relevant_communication_link, .most_relevant_shared_runtime,
      .most_relevant_trust_boundary, .most_relevant_data_asset] | map(select(. != null and . != "")) | .[0]),
    parameter: .synthetic_id,
    native: .synthetic_id,
    suppressed: (if .risk_status == "accepted" then {kind: "external", status: "accepted"}
      elif .risk_status == "false-positive" then "false positive" else null end),
    facts: {
      status: .risk_status, likelihood: .exploitation_likelihood, impact: .exploitation_impact,
      "data breach": .data_breach_probability, link: .most_relevant_communication_link
    }
  }
