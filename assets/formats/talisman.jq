# Talisman 1.x JSON (`talisman --scan`: talisman_reports/data/report.json).
# Severity: high, medium, low as they say. A finding is one failure of one file; warnings, which do
# not stop a commit, are findings with that word; ignored ones are kept with that claim.
#: tool = "Talisman 1.x"
#: kinds = ["secrets"]
#: input = "json"
#: records = "results[]"
#: [[detect]]
#: has = ["summary.types.filecontent", "results"]
.filename as $file
| ({failure_list, warning_list, ignore_list} | to_entries[]) as $list
| ($list.value // []) | to_entries[]
| "\($list.key)[\(.key)]" as $place | .value
| {
    rule: .type,
    title: "Secret pattern found in \($file)",
    description: .message,
    severity: .severity,
    file: $file,
    suppressed: (if $list.key == "ignore_list" then "ignored in .talismanrc" else null end),
    secret: (.message // "" | (capture("^Expected file to not contain (?:hex|base64|credit card)[^:]*: (?<it>.+)$") // {it: null}).it),
    confidence: (if $list.key == "warning_list" then "warning" else null end),
    facts: {commits: (.commits // [] | join(", "))},
    at: $place
  }
