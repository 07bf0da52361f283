# WhiteHat Sentinel (now Synopsys WhiteHat Dynamic), the answer of its API for vulnerabilities of a site.
# A finding is one open attack vector of a vulnerability: one address with its parameter.
# Severity: `custom_risk`, else `risk`: 5 → critical, 4 → high, 3 → medium, 2 → low, 1 → info.
# Closed vulnerabilities are none; accepted ones are kept as a claim.
# Not read: answers, headers, which hold sessions.
#: tool = "WhiteHat Sentinel"
#: kinds = ["dast"]
#: input = "json"
#: records = "collection[]"
#: [[detect]]
#: has = ["collection[].attack_vectors", "collection[].site_name"]
#: [severity]
#: 5 = "critical"
#: 4 = "high"
#: 3 = "medium"
#: 2 = "low"
#: 1 = "info"
select(.status != "closed")
| . as $it
| (if .class then .class else error("no `class`") end) as $class
| (.attack_vectors // [] | map(select(.state != "closed"))) as $open
| (if $open == [] then [{request: {url: .url}}] else $open end)
| to_entries[] | .key as $index | .value.request
| {
    rule: $class,
    title: $class,
    severity: ($it.custom_risk // $it.risk),
    description: lines($it.description.description_prepend?, $it.description.description?) | plain,
    remediation: lines($it.solution.solution_prepend?, $it.solution.solution?) | plain,
    url: .url, method: .method, parameter: .param_name,
    references: (if $it.href then [$it.href] else [] end),
    facts: {site: $it.site_name, id: $it.id, opened: $it.opened},
    scan: {target: $it.site_name},
    suppressed: (if $it.accepted == 1 then {kind: "accepted", status: "accepted"} else null end),
    at: "attack_vectors[\($index)]"
  }
