# SSLyze 1 and 2 XML (`sslyze --xml_out`). See sslyze for what counts and why nothing has a severity.
#: tool = "SSLyze 1, 2"
#: kinds = ["infra"]
#: input = "xml"
#: records = "document/results/target"
#: context = { root = "document@", failed = "document/invalidTargets/invalidTarget" }
#: scan = '''{
#:   tool: "sslyze", version: $context.root."@SSLyzeVersion"?,
#:   incomplete: (if $context.failed != null then "a server could not be reached" else null end)
#: }'''
#: [[detect]]
#: root = "document"
#: contains = ["SSLyzeVersion"]
. as $it
| def at($rule; $title; $more): {rule: $rule, title: $title, host: $it."@host", port: $it."@port", protocol: "tcp", facts: {address: $it."@ip"}} + $more;
  def suites($name): [$it[$name][]?.acceptedCipherSuites[]?.cipherSuite[]? | ."@name"];
  (
    (["sslv2", "ssl_2_0", "SSL 2.0"], ["sslv3", "ssl_3_0", "SSL 3.0"], ["tlsv1", "tls_1_0", "TLS 1.0"], ["tlsv1_1", "tls_1_1", "TLS 1.1"]) as [$name, $rule, $words]
    | suites($name) | select(length > 0)
    | at("protocol/\($rule)"; "\($words) is accepted"; {cwes: 327, evidence: join("\n")})
  ),
  (
    [suites("tlsv1_2")[] | select(test("NULL|EXPORT|anon|RC4|_DES_|3DES|MD5|RC2|IDEA"))] | select(length > 0)
    | at("weak-ciphers/tls_1_2"; "Weak ciphers are accepted with TLS 1.2"; {cwes: 327, evidence: join("\n")})
  ),
  (.heartbleed[]?.openSslHeartbleed[]? | select(."@isVulnerable" == "True")
    | at("heartbleed"; "Vulnerable to Heartbleed"; {ids: "CVE-2014-0160", cwes: 125})),
  (.openssl_ccs[]?.openSslCcsInjection[]? | select(."@isVulnerable" == "True")
    | at("ccs-injection"; "Vulnerable to CCS injection"; {ids: "CVE-2014-0224", cwes: 310})),
  (.robot[]?.robotAttack[]? | select(."@resultEnum" // "" | startswith("VULNERABLE"))
    | at("robot"; "Vulnerable to ROBOT"; {cwes: 203, confidence: ."@resultEnum"})),
  (.compression[]?.compressionMethod[]? | select(."@isSupported" == "True")
    | at("compression"; "TLS compression is on (CRIME)"; {ids: "CVE-2012-4929", cwes: 310})),
  (.reneg[]?.sessionRenegotiation[]? | select(."@isSecure" == "False")
    | at("renegotiation"; "Insecure renegotiation is on"; {ids: "CVE-2009-3555", cwes: 310})),
  (.reneg[]?.sessionRenegotiation[]? | select(."@canBeClientInitiated" == "True")
    | at("client-renegotiation"; "Clients can renegotiate at will"; {cwes: 770})),
  (.fallback[]?.tlsFallbackScsv[]? | select(."@isSupported" == "False")
    | at("fallback-scsv"; "No protection against downgrades (TLS_FALLBACK_SCSV)"; {cwes: 757})),
  (.certinfo[]?.certificateValidation[]?.hostnameValidation[]? | select(."@certificateMatchesServerHostname" == "False")
    | at("certificate/name"; "The certificate is for another name"; {cwes: 297})),
  (select([.certinfo[]?.certificateValidation[]?.pathValidation[]? | ."@validationResult"] | length > 0 and all(. != "ok"))
    | at("certificate/untrusted"; "No store trusts the certificate"; {cwes: 295}))
