# CyCognito JSON: issues of the attack surface (API `/v1/issues`). A finding is one issue of one asset.
# Severities critical, high, medium, low as CyCognito says. Snoozed and resolved issues are kept with that as a
# claim. Its id is an identity that CyCognito keeps.
# Not read: attractiveness, frameworks of controls, owners.
#: tool = "CyCognito"
#: kinds = ["infra"]
#: input = "json"
#: records = "items"
#: [[detect]]
#: has = ["[].affected_asset", "[].issue_id", "[].base_severity"]
{
  rule: .title,
  title,
  severity,
  description: .summary,
  remediation: ((.remediation_steps // []) | join("\n")),
  host: (.affected_asset | split("/") | last),
  port,
  ids: .cve_ids,
  cvss: (if (.base_severity_score // 0) > 0 then {score: .base_severity_score, source: "cycognito"} else null end),
  evidence: (.evidence.evidence? // null),
  references,
  native: .id,
  tags: ([.issue_type, .potential_threat] + (.tags // []) + (.environments // [])),
  suppressed: (if .is_snoozed then {kind: "snoozed", why: .comment}
    elif .issue_status == "resolved" then {kind: "resolved"} else null end),
  facts: {
    asset: .affected_asset,
    organizations,
    "business units": .business_units,
    status: .issue_status,
    "first detected": .first_detected,
    "last detected": .last_detected
  }
}
