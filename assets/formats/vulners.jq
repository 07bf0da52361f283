# Vulners JSON: the answer of `/api/v3/reports/vulnsreport/` with the bulletins that it names. A finding is one
# bulletin (an update of the distribution) that one host lacks. Severities of Vulners: 5 → critical, 4 → high,
# 3 → medium, 2 → low, 1 and 0 → info.
# Not read: the packages of the host.
#: tool = "Vulners"
#: kinds = ["infra"]
#: input = "json"
#: records = "data.report[]"
#: context = { bulletins = "data.vulns" }
#: [[detect]]
#: has = ["data.report[].vulnID"]
#: [[detect]]
#: has = ["data.report", "data.vulns"]
#: [severity]
#: critical = "critical"
#: high = "high"
#: medium = "medium"
#: low = "low"
#: none = "info"
($context.bulletins[.vulnID]? // {}) as $it
| {
  rule: .vulnID,
  title,
  severity: .severityText,
  description: $it.description,
  remediation: .cumulativeFix,
  host: ((.agentip | said) // .agentfqdn),
  ids: ([.vulnID] + ($it.cvelist // [])),
  cvss: (($it.cvss3.cvssV3? // {}) | {vector: .vectorString, score: .baseScore, source: "vulners"}),
  references: (["https://vulners.com/\(.family)/\(.vulnID)"] + ($it.references // [])),
  facts: {host: .agentfqdn, family}
}
