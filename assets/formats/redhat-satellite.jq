# Red Hat Satellite 6 JSON: the errata that apply (`GET /katello/api/errata`, `hosts/:id/errata`). A finding
# is one erratum; the CVEs that it fixes are its ids. Severities of Red Hat: Critical, Important → high,
# Moderate → medium, Low, None → info.
# Not read: bugs, module streams. Which hosts need it is told by number only.
#: tool = "Red Hat Satellite 6"
#: kinds = ["infra"]
#: input = "json"
#: records = "results[]"
#: [[detect]]
#: has = ["results[].errata_id", "results[].cves"]
#: [[detect]]
#: has = ["selectable", "subtotal", "results"]
#: lacks = ["results[].id"]
#: claim = "maybe"
#: [severity]
#: Critical = "critical"
#: Important = "high"
#: Moderate = "medium"
#: Low = "low"
#: None = "info"
{
  rule: .errata_id,
  title: (.title // .name),
  severity,
  description: lines(.summary, .description),
  remediation: .solution,
  ids: ([.errata_id] + [.cves[]?.cve_id]),
  references: [.cves[]?.href, .bugs[]?.href],
  facts: {
    packages,
    "hosts that need it": .hosts_applicable_count,
    "restart needed": (if .reboot_suggested then "yes" else null end),
    issued,
    updated,
    sort: .type
  }
}
