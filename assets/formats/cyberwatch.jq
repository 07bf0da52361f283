# Cyberwatch (galeax), the JSON of CVEs and security issues of hosts. A finding is one CVE or issue on one host.
# Severity: level_critical, level_high, level_medium, level_low, level_info, level_unknown as they say.
# What is fixed on a host is no finding; what is ignored there is kept as a claim.
#: tool = "Cyberwatch"
#: kinds = ["infra"]
#: input = "json"
#: records = ["cves[]", "security_issues[]"]
#: [[detect]]
#: has = ["cves[].cve_code", "cves[].servers"]
#: [[detect]]
#: has = ["security_issues[].security_issue_id", "security_issues[].level"]
#: [[detect]]
#: has = ["cves", "security_issues"]
#: claim = "maybe"
#: [severity]
#: level_critical = "critical"
#: level_high = "high"
#: level_medium = "medium"
#: level_low = "low"
#: level_info = "info"
#: level_unknown = "unknown"
. as $it
| (.cve_code // .security_issue_id // error("neither `cve_code` nor `security_issue_id` names it")) as $rule
| .servers[]
| select(.fixed_at == null)
| {
    rule: $rule,
    title: (if $it.cve_code then "\($rule) on \(.computer_name)" else ($it.security_issue_title // $rule) end),
    severity: ($it.cve_level // $it.level),
    description: ($it.security_issue_description // $it.content // null),
    host: .computer_name,
    ids: ([$it.cve_code // empty] + [$it.cve_announcements[]? | strings, (objects | .cve_code // empty)]),
    cwes: [$it.cwes.cwe_id[]?],
    cvss: (if $it.cvss_v3 or $it.cve_score then {vector: $it.cvss_v3, score: $it.cve_score, source: "cyberwatch"} else null end),
    package: ([.updates[]? | {name: .current.product, version: .current.version, fixed: .target.version} | select(.name != null)] | first // null),
    facts: {"operating system": .computer_os_name, "exploit code": $it.exploit_code_maturity, detected: .detected_at},
    suppressed: (if .ignored == true then {kind: "ignored"} else null end)
  }
