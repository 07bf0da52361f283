# dawnscanner 1.6–2, JSON (`dawn --json`). A finding is one check that fired; most are known vulnerabilities of gems.
# Severity: critical, high, medium, low, info as they say.
# Not read: mitigated vulnerabilities, which dawnscanner holds for fixed; reflected XSS candidates are read as the rest.
#: tool = "dawnscanner 1.6–2"
#: kinds = ["sca", "sast"]
#: input = "json"
#: records = ["vulnerabilities[]", "reflected_xss[]"]
#: context = { version = "dawn_version", at = "scan_started" }
#: scan = '{version: $context.version}'
#: [[detect]]
#: has = ["dawn_version", "vulnerabilities"]
(if .name then .name else error("no `name`") end) as $name
| {
    rule: $name,
    title: (if $name | startswith("CVE-") then "\($name): \((.message // "") | split(". ") | first)" else ((.message // $name) | split("\n") | first) end),
    kind: (if $name | startswith("CVE-") then "sca" else "sast" end),
    severity: .severity,
    description: .message,
    remediation: .remediation,
    ids: ($name | cve_ids),
    cvss: (if (.cvss_score | numbers) then {score: .cvss_score, source: "dawnscanner"} else null end),
    references: [.cve_link]
  }
