# Trustwave vulnerability scan CSV. A finding is one vulnerability of one service.
# Severity: C, H, M, L, I are critical, high, medium, low, info.
#: tool = "Trustwave (CSV)"
#: kinds = ["infra"]
#: input = "csv"
#: [[detect]]
#: columns = ["IP", "Target Name", "Domain", "Vulnerability Name", "Remediation", "Evidence"]
#: [severity]
#: C = "critical"
#: H = "high"
#: M = "medium"
#: L = "low"
#: I = "info"
{
  rule: (."Vulnerability Name" | if . == "" then error("`Vulnerability Name` is empty") else . end),
  title: ."Vulnerability Name",
  severity: .Severity,
  description: .Description,
  remediation: .Remediation,
  host: (if .Domain == "" then .IP else .Domain end),
  port: .Port,
  protocol: .Protocol,
  ids: (.CVE | split(",") | map(gsub("^\\s+|\\s+$"; ""))),
  evidence: .Evidence,
  suppressed: (if .Status | test("false positive|disputed|accepted"; "i") then .Status else null end),
  facts: {address: .IP, name: ."Target Name", service: .Service}
}
