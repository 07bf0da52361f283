# Horusec 2, JSON (`horusec start -o json`). A finding is one vulnerability.
# Severity: CRITICAL, HIGH, MEDIUM, LOW, INFO, UNKNOWN as they say.
# `vulnHash` is Horusec's identity across scans. The type Corrected is no finding; Risk Accepted and False
# Positive are kept as a claim. A run in which a tool failed is an incomplete scan.
# Not read: commits and their authors.
#: tool = "Horusec 2"
#: kinds = ["sast", "secrets"]
#: input = "json"
#: records = "analysisVulnerabilities[]"
#: context = { version = "version", at = "finishedAt", status = "status", errors = "errors" }
#: scan = '{version: $context.version, at: $context.at, incomplete: (if $context.status == "error" then "a tool failed: \($context.errors | .[0:200])" else null end)}'
#: [[detect]]
#: has = ["analysisVulnerabilities", "finishedAt"]
.vulnerabilities
| select(.type != "Corrected")
| ((.details // "") | sub("^\\([0-9]+/[0-9]+\\) \\* Possible vulnerability detected: "; "")) as $text
| ($text | split("\n") | first // "") as $title
| (.language == "Leaks") as $leak
| {
    rule: ((.rule_id | said) // "\(.securityTool): \($title)"),
    title: $title,
    kind: (if $leak then "secrets" else "sast" end),
    severity: .severity,
    description: $text,
    file: .file,
    line: .line,
    column: .column,
    snippet: (if $leak then null else .code end),
    secret: (if $leak then .code else null end),
    cwes: ($text | cwe_ids),
    confidence: .confidence,
    tags: [.securityTool, .language],
    native: .vulnHash,
    suppressed: (if .type == "False Positive" or .type == "Risk Accepted" then {kind: .type} else null end)
  }
