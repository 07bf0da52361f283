# SSLyze 3 to 6 JSON (`sslyze --json_out`); the XML of versions 1 and 2 is read as sslyze-xml.
# Severity: SSLyze has none; all stay unknown, weaknesses with a CVE carry it. A finding is one weakness of
# one server: protocols up to TLS 1.1, ciphers without strength (NULL, EXPORT, anonymous, RC4, DES, MD5),
# Heartbleed, CCS injection, ROBOT, compression, renegotiation, and certificates that no store trusts, that
# are for another name or signed with SHA-1. A server or test that could not be scanned makes it incomplete.
#: tool = "SSLyze 3-6"
#: kinds = ["infra"]
#: input = "json"
#: records = "server_scan_results[]"
#: context = { version = "sslyze_version", at = "date_scans_completed", failed = "server_connectivity_errors[]", state = "server_scan_results[].connectivity_status" }
#: scan = '''{
#:   version: $context.version, at: $context.at,
#:   incomplete: (if ($context.failed // [] | length) > 0 or ($context.state // [] | index("ERROR")) then "a server could not be reached" else null end)
#: }'''
#: [[detect]]
#: has = ["sslyze_version", "server_scan_results"]
. as $it
| (.server_location // .server_info.server_location) as $server
| {host: $server.hostname, port: $server.port, protocol: "tcp", facts: {address: $server.ip_address}} as $base
| (if .scan_result? != null then (.scan_result | map_values(.result?)) else (.scan_commands_results // {}) end) as $got
| def at($rule; $title; $more): $base + {rule: $rule, title: $title} + $more;
  (
    ("ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1") as $version
    | ($got["\($version)_cipher_suites"].accepted_cipher_suites? // []) as $suites
    | select(($suites | length) > 0)
    | ($version | sub("_"; " ") | sub("_"; ".") | ascii_upcase) as $name
    | at("protocol/\($version)"; "\($name) is accepted"; {cwes: 327, evidence: ($suites | map(.cipher_suite.name) | join("\n"))})
  ),
  (
    ("tls_1_2", "tls_1_3") as $version
    | [$got["\($version)_cipher_suites"].accepted_cipher_suites? // [] | .[].cipher_suite.name
        | select(test("NULL|EXPORT|anon|RC4|_DES_|3DES|MD5|RC2|IDEA"))]
    | select(length > 0)
    | at("weak-ciphers/\($version)"; "Weak ciphers are accepted with \($version | sub("_"; " ") | sub("_"; ".") | ascii_upcase)"; {cwes: 327, evidence: join("\n")})
  ),
  (select($got.heartbleed.is_vulnerable_to_heartbleed? == true)
    | at("heartbleed"; "Vulnerable to Heartbleed"; {ids: "CVE-2014-0160", cwes: 125})),
  (select($got.openssl_ccs_injection.is_vulnerable_to_ccs_injection? == true)
    | at("ccs-injection"; "Vulnerable to CCS injection"; {ids: "CVE-2014-0224", cwes: 310})),
  (select($got.robot.robot_result? // "" | startswith("VULNERABLE"))
    | at("robot"; "Vulnerable to ROBOT"; {cwes: 203, confidence: $got.robot.robot_result})),
  (select($got.tls_compression.supports_compression? == true)
    | at("compression"; "TLS compression is on (CRIME)"; {ids: "CVE-2012-4929", cwes: 310})),
  (select($got.session_renegotiation.supports_secure_renegotiation? == false)
    | at("renegotiation"; "Insecure renegotiation is on"; {ids: "CVE-2009-3555", cwes: 310})),
  (select($got.session_renegotiation | (.is_vulnerable_to_client_renegotiation_dos? // .accepts_client_renegotiation?) == true)
    | at("client-renegotiation"; "Clients can renegotiate at will"; {cwes: 770})),
  (select($got.tls_fallback_scsv.supports_fallback_scsv? == false)
    | at("fallback-scsv"; "No protection against downgrades (TLS_FALLBACK_SCSV)"; {cwes: 757})),
  (
    ($got.certificate_info.certificate_deployments? // []) | to_entries[]
    | .key as $nth | .value
    | (
        (select([.path_validation_results[]?
            | if has("was_validation_successful") then .was_validation_successful else .verified_certificate_chain != null end]
            | length > 0 and all(. == false))
          | at("certificate/untrusted"; "No store trusts the certificate"; {cwes: 295,
              evidence: ([.path_validation_results[] | .validation_error // .openssl_error_string | select(. != null) | tostring] | unique | join("\n"))})),
        (select(.leaf_certificate_subject_matches_hostname? == false)
          | at("certificate/name"; "The certificate is for another name"; {cwes: 297})),
        (select(.verified_chain_has_sha1_signature? == true)
          | at("certificate/sha1"; "The chain of the certificate has a SHA-1 signature"; {cwes: 328})),
        (select(.received_chain_has_valid_order? == false)
          | at("certificate/order"; "The certificates come in the wrong order"; {cwes: 295}))
      )
    | . + {at: "certificate_deployments[\($nth)]"}
  )
