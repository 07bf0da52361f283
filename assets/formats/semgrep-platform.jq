# Semgrep AppSec Platform, the answer of its API for findings of code (`/deployments/…/findings`).
# A finding is one finding of the platform; fixed and removed ones are none.
# Severity: critical, high, medium, low as they say.
# `match_based_id` is Semgrep's own identity across scans.
# Not read: the assistant's guesses, tickets, comments of reviews.
#: tool = "Semgrep AppSec Platform"
#: kinds = ["sast"]
#: input = "json"
#: records = "findings[]"
#: scan = '{tool: "semgrep"}'
#: [[detect]]
#: has = ["findings[].match_based_id", "findings[].rule_name"]
select(.status != "fixed" and .status != "removed" and .state != "fixed" and .state != "removed")
| {
    rule: .rule_name,
    title: (.rule_name | split(".") | last),
    severity: .severity,
    description: .rule_message,
    file: .location.file_path,
    line: .location.line, end_line: .location.end_line, column: .location.column, end_column: .location.end_column,
    cwes: (.rule.cwe_names // []),
    confidence: .confidence,
    tags: ((.categories // []) + (.rule.vulnerability_classes // []) + (.rule.owasp_names // [])),
    references: [.line_of_code_url],
    native: .match_based_id,
    facts: {repository: .repository.name, branch: .ref, "triage state": .triage_state},
    suppressed: (if .status == "ignored" or .triage_state == "ignored" then {kind: (.triage_reason // "ignored"), why: .triage_comment} else null end)
  }
