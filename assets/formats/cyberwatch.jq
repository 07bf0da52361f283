# Cyberwatch 12 JSON: CVEs and security issues with their servers, as collected from the API. A finding is one
# CVE or one security issue of one server. Levels of Cyberwatch: level_critical, level_high, level_medium,
# level_low, level_info. Ignored and fixed ones are kept with that as a claim.
# Not read: CAPEC and ATT&CK numbers, announcements.
#: tool = "Cyberwatch 12"
#: kinds = ["infra"]
#: input = "json"
#: records = ["cves[]", "security_issues[]"]
#: [[detect]]
#: has = ["cves", "security_issues"]
#: [severity]
#: level_critical = "critical"
#: level_high = "high"
#: level_medium = "medium"
#: level_low = "low"
#: level_info = "info"
#: level_none = "info"
#: level_unknown = "unknown"
. as $it
| ((.cve_code // .security_issue_id) // error("neither `cve_code` nor `security_issue_id` names it")) as $id
| (.servers // [{}]) | to_entries[] | .key as $at | .value
| {
  rule: $id,
  title: ($it.security_issue_title // $id),
  severity: ($it.cve_level // $it.level),
  description: ($it.content // $it.security_issue_description),
  resource: (.computer_name // (.computer_id | if . then tostring else null end)),
  ids: $it.cve_code,
  cwes: ($it.cwes.cwe_id? // null),
  cvss: ([$it.cvss_v3, $it.cvss, $it.cvss_v2] | map(if type == "string" then . else .vector? end)
    | map(select(. != null and . != ""))),
  package: (.updates[0]? | if .current then {name: .current.product, version: .current.version,
    ecosystem: .current.type, fixed: .target.version?} else null end),
  suppressed: (if .ignored == true then {kind: "ignored", why: .comment}
    elif .fixed_at then {kind: "fixed", why: .fixed_at} else null end),
  facts: {
    server: .computer_id,
    "operating system": .computer_os_name,
    "exploit code": $it.exploit_code_maturity,
    EPSS: $it.cve_epss,
    published: $it.cve_published_at,
    detected: .detected_at
  },
  at: "servers[\($at)]"
}
