# testssl.sh 3 CSV (`testssl.sh --csv`).
#
# A row is a finding unless its severity is OK, INFO or DEBUG: a test that passed, or what was seen and is
# not wrong, such as the certificate's serial number. Severities as in testssl.sh(1), "--severity"; WARN and
# FATAL are problems of the scan itself, of unknown severity, and FATAL makes it incomplete.
#: tool = "testssl.sh 3"
#: kinds = ["infra"]
#: input = "csv"
#: [[detect]]
#: columns = ["id", "fqdn/ip", "port", "severity", "finding", "cve", "cwe"]
#: [severity]
#: CRITICAL = "critical"
#: HIGH = "high"
#: MEDIUM = "medium"
#: LOW = "low"
#: WARN = "unknown"
#: FATAL = "unknown"
select(.severity | IN("OK", "INFO", "DEBUG", "") | not)
| (."fqdn/ip" | split("/")) as $host
| {rule: .id, title: "\(.id): \(.finding)", severity, description: .finding,
   host: ($host | map(said) | first), port,
   ids: (.cve | cve_ids), cwes: (.cwe | cwe_ids), facts: {ip: $host[1]},
   scan: (if .severity == "FATAL" then {incomplete: .finding} else null end)}
