# KrakenD 2 JSON (`krakend audit -f "{{ marshal . }}"`). A finding is one recommendation for the gateway's
# configuration. Severities CRITICAL, HIGH, MEDIUM, LOW: https://www.krakend.io/docs/configuration/audit/
#: tool = "KrakenD 2 (`krakend audit`)"
#: kinds = ["iac"]
#: input = "json"
#: records = "recommendations[]"
#: [[detect]]
#: has = ["recommendations", "stats"]
#: [severity]
#: CRITICAL = "critical"
#: HIGH = "high"
#: MEDIUM = "medium"
#: LOW = "low"
{rule, title: .message, severity}
