# Chef InSpec results as JSON lines, one control each (`json-automate` behind a log shipper). What InSpec
# itself writes is read as inspec. A finding is one control that failed.
# Severity by `impact`, as InSpec's documentation has it: from 0.9 critical, from 0.7 high, from 0.4
# medium, above 0 low, 0 info. A control that passed or was skipped is no finding.
#: tool = "Chef InSpec (control lines)"
#: kinds = ["infra"]
#: input = "json"
#: file_types = "JSON lines"
#: scan = '{tool: "inspec"}'
#: [[detect]]
#: has = ["status", "id", "impact", "control_tags", "profile.name", "results"]
select(.status == "failed")
| {
    rule: .id,
    title: .title,
    severity: {word: (.impact | tostring),
      is: (.impact // 0 | if . >= 0.9 then "critical" elif . >= 0.7 then "high" elif . >= 0.4 then "medium" elif . > 0 then "low" else "info" end)},
    description: .description,
    resource: .platform.target_id?,
    evidence: ([.results[]? | select(.status == "failed") | .message // .code_desc] | join("\n")),
    tags: (.control_tags // {} | to_entries | map("\(.key): \(.value | if type == "array" then join(", ") else tostring end)")),
    scan: {target: .platform.target_id?},
    facts: {profile: .profile.title, group: .group.title?, platform: "\(.platform.name? // "") \(.platform.release? // "")"}
  }
