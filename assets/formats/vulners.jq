# Vulners, the answer of its API for a report of vulnerabilities of hosts. A finding is one advisory for one host.
# Severity: `severityText`, critical, high, medium, low, none as they say.
# Not read: the advisories' texts beyond the description.
#: tool = "Vulners"
#: kinds = ["infra"]
#: input = "json"
#: records = "data.report[]"
#: context = { advisories = "data.vulns" }
#: [[detect]]
#: has = ["data.report[].vulnID", "data.report[].agentip"]
. as $it
| ($context.advisories[.vulnID]? // {}) as $about
| {
    rule: (.vulnID // error("no `vulnID`")),
    title: .title,
    severity: .severityText,
    description: ($about.description // null),
    remediation: .cumulativeFix,
    host: ((.agentfqdn | said) // .agentip),
    ids: ([.vulnID] + ($about.cvelist // [])),
    cvss: (if $about.cvss3.cvssV3.vectorString? then {vector: $about.cvss3.cvssV3.vectorString, score: $about.cvss3.cvssV3.baseScore, source: "vulners"} else null end),
    references: ($about.references // []),
    facts: {family: .family, address: .agentip}
  }
