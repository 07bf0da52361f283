# Chef InSpec and CINC Auditor 4 to 6 JSON (`inspec exec --reporter json`). A finding is one control that
# failed. Severity by `impact`: see chef-inspect. A waived control is kept with that claim.
#: tool = "InSpec, CINC Auditor 4-6"
#: kinds = ["infra"]
#: input = "json"
#: records = "profiles[].controls[]"
#: context = { version = "version", platform = "platform" }
#: scan = '{version: $context.version, target: $context.platform.target_id?}'
#: [[detect]]
#: has = ["platform.name", "profiles[].controls", "statistics", "version"]
select([.results[]?.status] | index("failed"))
| {
    rule: .id,
    title: (.title // .id),
    severity: {word: (.impact | tostring),
      is: (.impact // 0 | if . >= 0.9 then "critical" elif . >= 0.7 then "high" elif . >= 0.4 then "medium" elif . > 0 then "low" else "info" end)},
    description: .desc,
    resource: $context.platform.target_id?,
    evidence: ([.results[]? | select(.status == "failed") | .message // .code_desc] | join("\n")),
    remediation: ([.descriptions[]? | select(.label == "fix") | .data] | .[0]),
    tags: (.tags // {} | if type == "object" then to_entries | map("\(.key): \(.value | if type == "array" then map(tostring) | join(", ") else tostring end)") else . end),
    suppressed: (if .waiver_data.skipped_due_to_waiver? then (.waiver_data.justification // true) else null end),
    facts: {file: .source_location.ref?}
  }
