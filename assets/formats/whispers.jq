# Whispers 1 and 2 JSON (`whispers --output`).
# Severity by its README: BLOCKER → critical, CRITICAL → high, MAJOR → medium, MINOR → low, INFO → info;
# since 2.2 the words Critical, High, Medium, Low, Info, which mean what they say.
#: tool = "Whispers 1, 2"
#: kinds = ["secrets"]
#: input = "json"
#: file_types = "JSON, JSON lines"
#: [[detect]]
#: has = ["[].key", "[].value", "[].rule_id", "[].severity", "[].file"]
#: [[detect]]
#: has = ["key", "value", "rule_id", "severity", "file"]
#: [severity]
#: blocker = "critical"
#: critical = "critical"
#: high = "high"
#: major = "medium"
#: medium = "medium"
#: minor = "low"
#: low = "low"
#: info = "info"
{
  rule: .rule_id,
  title: .message,
  severity: (if .severity == "CRITICAL" then {word: .severity, is: "high"} else .severity end),
  file: .file,
  line: .line,
  cwes: 798,
  secret: .value,
  facts: {key: .key}
}
