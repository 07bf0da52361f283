# SSL Labs JSON (`ssllabs-scan`, and `analyze` of its API 2 to 4). A finding is the grade of one endpoint,
# and each vulnerability that its details name.
# Severity by the grade, which is all that SSL Labs gives: A → info, B → medium, C → high, D, E, F, M (the
# certificate is for another name) and T (not trusted) → critical. Vulnerabilities stay unknown.
#: tool = "SSL Labs (API 2-4)"
#: kinds = ["infra"]
#: input = "json"
#: [[detect]]
#: has = ["[].engineVersion", "[].criteriaVersion", "[].endpoints"]
#: [[detect]]
#: has = ["engineVersion", "criteriaVersion", "endpoints"]
def weaknesses: [
  ["heartbleed", "Vulnerable to Heartbleed", "CVE-2014-0160", .heartbleed == true],
  ["poodle", "Vulnerable to POODLE (SSL 3)", "CVE-2014-3566", .poodle == true],
  ["poodle-tls", "Vulnerable to POODLE (TLS)", "CVE-2014-8730", .poodleTls == 2],
  ["freak", "Vulnerable to FREAK", "CVE-2015-0204", .freak == true],
  ["logjam", "Vulnerable to Logjam", "CVE-2015-4000", .logjam == true],
  ["drown", "Vulnerable to DROWN", "CVE-2016-0800", .drownVulnerable == true],
  ["ccs-injection", "Vulnerable to CCS injection", "CVE-2014-0224", .openSslCcs == 3],
  ["padding-oracle", "Vulnerable to CVE-2016-2107", "CVE-2016-2107", .openSSLLuckyMinus20 == 2],
  ["ticketbleed", "Vulnerable to Ticketbleed", "CVE-2016-9244", .ticketbleed == 2],
  ["robot", "Vulnerable to ROBOT", null, .bleichenbacher == 2 or .bleichenbacher == 3],
  ["rc4", "RC4 is accepted", "CVE-2013-2566", .supportsRc4 == true]
];
. as $it
| .endpoints // [] | to_entries[]
| .key as $nth | .value as $end
| {host: $it.host, port: $it.port, protocol: "tcp", at: "endpoints[\($nth)]",
    facts: {address: $end.ipAddress, server: $end.details.serverSignature?, engine: $it.engineVersion}} as $base
| (
    select($end.grade != null)
    | $base + {
        rule: "tls-grade",
        title: "TLS grade \($end.grade) for \($it.host)",
        severity: {word: $end.grade, is: ({A: "info", B: "medium", C: "high"}[$end.grade[:1]] // "critical")},
        parameter: $end.ipAddress,
        cwes: 310
      }
  ),
  (
    ($end.details // {}) | weaknesses[] | select(.[3])
    | $base + {rule: .[0], title: .[1], ids: .[2], parameter: $end.ipAddress, cwes: 310}
  )
