# Edgescan: vulnerabilities as its API answers them. A finding is one vulnerability of one location.
# Severity by its number: 5 → critical, 4 → high, 3 → medium, 2 → low, 1 → info. A closed one is none.
#: tool = "Edgescan"
#: kinds = ["dast", "infra"]
#: input = "json"
#: records = ["[]", "vulnerabilities[]"]
#: [[detect]]
#: has = ["[].asset_id", "[].location_specifier_id", "[].pci_compliance_status"]
#: [[detect]]
#: has = ["vulnerabilities[].asset_id", "vulnerabilities[].location_specifier_id"]
#: [severity]
#: 5 = "critical"
#: 4 = "high"
#: 3 = "medium"
#: 2 = "low"
#: 1 = "info"
select(.status != "closed")
| {
    kind: (if .layer == "application" then "dast" else "infra" end),
    rule: .name,
    title: .name,
    severity: .severity,
    description: .description,
    remediation: .remediation,
    url: (if .location | test("^https?://") then .location else null end),
    resource: (if .location | test("^https?://") then null else .location end),
    ids: .cves,
    cwes: .cwes,
    cvss: {vector: .cvss_vector, score: .cvss_score, source: "edgescan"},
    native: (.id | tostring),
    suppressed: (if (.risk_accepted? // false) then "risk accepted" else null end),
    tags: (.asset_tags | if type == "string" then split(",") else . end),
    facts: {asset: .asset_name, opened: .date_opened, risk: .risk, threat: .threat, label: .label}
  }
