# sslscan 1.11 to 2.x XML (`sslscan --xml=`). A finding is one weakness of one service.
# Severity: sslscan has none; weaknesses with a CVE carry it, all stay unknown. What counts: Heartbleed,
# compression (CRIME), insecure renegotiation, no fallback protection, SSL 2 and 3, TLS 1.0 and 1.1, ciphers
# that sslscan itself calls weak, null or anonymous, and a certificate that is expired or signs itself.
#: tool = "sslscan 1.11-2.x"
#: kinds = ["infra"]
#: input = "xml"
#: records = "document/ssltest"
#: context = { root = "document@" }
#: scan = '{version: $context.root."@version"?}'
#: [[detect]]
#: root = "document"
#: contains = ["SSLScan Results"]
. as $it
| def at($rule; $title; $more): {
    rule: $rule, title: $title, host: $it."@host", port: $it."@port", protocol: "tcp"
  } + $more;
  ([.heartbleed[]? | select(."@vulnerable" == "1") | ."@sslversion"] | unique | select(length > 0)
    | at("heartbleed"; "Vulnerable to Heartbleed"; {ids: "CVE-2014-0160", cwes: 125, evidence: join(", ")})),
  (.compression[]? | select(."@supported" == "1")
    | at("compression"; "TLS compression is on (CRIME)"; {ids: "CVE-2012-4929", cwes: 310})),
  (.renegotiation[]? | select(."@supported" == "1" and ."@secure" == "0")
    | at("renegotiation"; "Insecure renegotiation is on"; {ids: "CVE-2009-3555", cwes: 310})),
  (.fallback[]? | select(."@supported" == "0")
    | at("fallback-scsv"; "No protection against downgrades (TLS_FALLBACK_SCSV)"; {cwes: 757})),
  (.protocol[]? | select(."@enabled" == "1")
    | "\(."@type" | ascii_upcase)v\(."@version")"
    | select(test("^SSLv[23]|^TLSv1\\.[01]"))
    | at("protocol-\(ascii_downcase)"; "\(.) is accepted"; {cwes: 327})),
  ([.cipher[]? | select(."@strength" as $s | ["weak", "null", "anonymous", "medium"] | index($s)) | "\(."@sslversion") \(."@cipher")"]
    | unique | select(length > 0)
    | at("weak-ciphers"; "Weak ciphers are accepted"; {cwes: 327, evidence: join("\n")})),
  (.certificate[]? | .. | objects | select(text(.expired) == "true")
    | at("certificate-expired"; "The certificate has expired"; {cwes: 298, facts: {until: text(."not-valid-after")}})),
  (.certificate[]? | .. | objects | select(text(."self-signed") == "true")
    | at("certificate-self-signed"; "The certificate signs itself"; {cwes: 295}))
