# CodeChecker 6, JSON of `CodeChecker parse -e json`. A finding is one report.
# Severity (https://codechecker.readthedocs.io/en/latest/web/user_guide/#severity-levels): CRITICAL, HIGH,
# MEDIUM, LOW as they say, STYLE → info, UNSPECIFIED → unknown.
# `report_hash` is CodeChecker's identity. False positives and intentional reports are kept as a claim.
#: tool = "CodeChecker 6"
#: kinds = ["sast"]
#: input = "json"
#: records = "reports[]"
#: [[detect]]
#: has = ["version", "reports[].checker_name", "reports[].report_hash"]
#: [[detect]]
#: has = ["version", "reports"]
#: lacks = ["reports[]"]
#: claim = "maybe"
#: [severity]
#: CRITICAL = "critical"
#: HIGH = "high"
#: MEDIUM = "medium"
#: LOW = "low"
#: STYLE = "info"
#: UNSPECIFIED = "unknown"
def path: .file | (.original_path // .path // .id);
{
  rule: .checker_name,
  title: .message,
  severity: .severity,
  file: path,
  line, column,
  flows: (if (.bug_path_events | length) > 1 then [[.bug_path_events[] | {file: path, line, text: .message}]] else [] end),
  tags: [.analyzer_name, .category],
  native: .report_hash,
  facts: {"review status": .review_status},
  suppressed: (if .review_status == "false_positive" or .review_status == "intentional"
    then {kind: .review_status, why: ([.source_code_comments[]?.message?] | join("\n"))} else null end)
}
