# drHEADer 1.x and 2.x JSON: the list of findings of one page, or of several with their addresses.
# Severity: high, medium, low as they say. A finding is one header that breaks one rule. What the server
# sent as a cookie is masked.
#: tool = "drHEADer 1.x, 2.x"
#: kinds = ["dast"]
#: input = "json"
#: records = "[]"
#: [[detect]]
#: has = ["[].rule", "[].severity", "[].message", "[].expected"]
#: [[detect]]
#: has = ["[].rule", "[].severity", "[].message", "[].avoid"]
#: [[detect]]
#: has = ["[].url", "[].report[].rule", "[].report[].message"]
#: [[detect]]
#: has = ["[].rule", "[].severity", "[].message"]
#: lacks = ["[].file", "[].path", "[].code", "[].id", "[].line", "[].location"]
#: claim = "maybe"
def one($url; $place): {
  rule: .rule,
  title: "\(.rule): \(.message)",
  severity: .severity,
  url: $url,
  parameter: .rule,
  description: ([
    (if .expected then "Expected: \(.expected | if type == "array" then join(", ") else tostring end)" else empty end),
    (if .avoid then "Avoid: \(.avoid | if type == "array" then join(", ") else tostring end)" else empty end),
    (if .anomalies // .anomaly then "Found: \(.anomalies // .anomaly | if type == "array" then join(", ") else tostring end)" else empty end)
  ] | join("\n")),
  evidence: (if .value then "\(.rule): \(.value)" else null end),
  cwes: 693,
  at: $place
};
if .report? then .url as $url | .report | to_entries[] | "report[\(.key)]" as $place | .value | one($url; $place)
else one(null; null) end
