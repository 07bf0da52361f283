# Bugcrowd submissions as its API answers them (a list, or `data`). See bugcrowd for what counts.
#: tool = "Bugcrowd (API)"
#: kinds = ["manual"]
#: input = "json"
#: records = ["[]", "data[]"]
#: scan = '{tool: "bugcrowd"}'
#: [[detect]]
#: has = ["[].attributes.vrt_id", "[].attributes.bug_url"]
#: [[detect]]
#: has = ["data[].attributes.vrt_id", "data[].attributes.bug_url"]
#: [severity]
#: 1 = "critical"
#: 2 = "high"
#: 3 = "medium"
#: 4 = "low"
#: 5 = "info"
.attributes as $it
| select($it.state != "resolved")
| {
    rule: ($it.vrt_id // "submission"),
    title: $it.title,
    severity: $it.severity,
    description: $it.description,
    remediation: $it.remediation_advice,
    url: $it.bug_url,
    parameter: "submission \(.id)",
    request: $it.http_request,
    native: .id,
    suppressed: (if ($it.duplicate // false) then "duplicate"
      elif ["not_applicable", "not_reproducible", "out_of_scope", "wont_fix", "informational"] | index($it.state) then $it.state
      else null end),
    references: [$it.vulnerability_references // "" | scan("https?://[^\\s)\\]]+")],
    facts: {state: $it.state, submitted: $it.submitted_at, information: $it.extra_info}
  }
