# Bugcrowd submissions: the CSV export. A finding is one submission; what the API answers is read as
# bugcrowd-api. Severity by the priority: 1 → critical, 2 → high, 3 → medium, 4 → low, 5 → info.
# A resolved submission is no finding; a duplicate, or one that was closed otherwise, is kept with that claim.
#: tool = "Bugcrowd (CSV)"
#: kinds = ["manual"]
#: input = "csv"
#: [[detect]]
#: columns = ["reference_number", "bounty_code", "vrt_lineage", "substate"]
#: [severity]
#: 1 = "critical"
#: 2 = "high"
#: 3 = "medium"
#: 4 = "low"
#: 5 = "info"
select(.substate != "resolved")
| {
    rule: (if .vrt_lineage == "" then "submission" else .vrt_lineage end),
    title: (if .title == "" then .caption else .title end),
    severity: .priority,
    description: .description,
    remediation: .remediation_advice,
    url: .bug_url,
    resource: .target_name,
    parameter: "submission \(.reference_number)",
    request: .http_request,
    native: .reference_number,
    suppressed: (if (.duplicate | ascii_downcase) == "true" then "duplicate"
      elif .substate as $it | ["not_applicable", "not_reproducible", "out_of_scope", "wont_fix", "informational"] | index($it) then .substate
      else null end),
    references: [.vulnerability_references | scan("https?://[^\\s)\\]]+")],
    facts: {state: .state, substate: .substate, submitted: .submitted_at, category: .target_category, information: .extra_info}
  }
