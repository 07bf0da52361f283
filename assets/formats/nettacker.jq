# OWASP Nettacker 0.3 and 0.4 JSON. A finding is one event of one module on one target.
# Severity: Nettacker has none. What its scan modules report is an observation, not a weakness, and info;
# what the modules for vulnerabilities and passwords (`_vuln`, `_brute`) report stays unknown.
#: tool = "OWASP Nettacker 0.3, 0.4"
#: kinds = ["infra"]
#: input = "json"
#: records = "[]"
#: [[detect]]
#: has = ["[].scan_id", "[].module_name", "[].target", "[].event"]
{
  rule: .module_name,
  title: (if (.port // "") == "" then "\(.module_name): \(.target)" else "\(.module_name): \(.target):\(.port)" end),
  severity: {is: (if .module_name | test("_(vuln|brute)$") then "unknown" else "info" end)},
  host: .target,
  port: .port,
  protocol: (if .port then "tcp" else null end),
  evidence: .event,
  ids: (.module_name | gsub("_"; "-") | ascii_upcase | cve_ids),
  facts: {date: .date}
}
