# ssh-audit 2.x and 3.x JSON (`ssh-audit -j`), one host or several. A finding is one algorithm that
# ssh-audit fails or warns about, or one CVE, of one server.
# Severity: a failure → high, a warning → medium, as its recommendations call them critical and warning;
# CVEs by their CVSS v2 score, on the scale of CVSS.
#: tool = "ssh-audit 2.x, 3.x"
#: kinds = ["infra"]
#: input = "json"
#: [[detect]]
#: has = ["banner.raw", "kex", "enc", "mac"]
#: [[detect]]
#: has = ["[].banner.raw", "[].kex", "[].enc", "[].mac"]
#: [severity]
#: fail = "high"
#: warn = "medium"
. as $it
| (.target // .target_ip // "" | tostring) as $target
| ($target | if test("^[^:]+:\\d+$") or test("\\]:\\d+$") then capture("^\\[?(?<host>.+?)\\]?:(?<port>\\d+)$") else {host: ., port: (try ($it.port // "22") catch "22")} end) as $service
| {host: ($service.host | if . == "" then "ssh" else . end), port: $service.port, protocol: "tcp"} as $at
| (
    ("kex", "key", "enc", "mac") as $sort
    | ($it[$sort] // [])[]
    | . as $one
    | (.notes | if type == "object" then . else {} end) as $notes
    | (if ($notes.fail // []) != [] then "fail" elif ($notes.warn // []) != [] then "warn" else empty end) as $word
    | $at + {
        rule: "\($sort)/\($one.algorithm)",
        title: "Weak \({kex: "key exchange", key: "host key", enc: "cipher", mac: "message authentication"}[$sort]): \($one.algorithm)",
        severity: $word,
        description: ([$notes.fail // [], $notes.warn // []] | add | join("\n")),
        cwes: 327,
        facts: {size: $one.keysize, software: $it.banner.software}
      }
  ),
  (
    ($it.cves // [])[]
    | $at + {
        rule: .name,
        title: "\(.name): \(.description // "")",
        severity: (.cvssv2 | by_score),
        description: .description,
        ids: .name,
        cvss: {score: .cvssv2, source: "ssh-audit"},
        facts: {software: $it.banner.software}
      }
  )
