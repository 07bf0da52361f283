# Lynis 2.x and 3.x report (`/var/log/lynis-report.dat`). A finding is one warning or suggestion.
# Severity: Lynis has these two only: a warning → medium, a suggestion → low. The target is the host.
#: tool = "Lynis 2.x, 3.x"
#: kinds = ["infra"]
#: input = "text"
#: records = "all"
#: [[detect]]
#: starts = ["# Lynis Report"]
#: [[detect]]
#: contains = ["report_version_major=", "lynis_version="]
#: [severity]
#: warning = "medium"
#: suggestion = "low"
split("\n") as $lines
| def value($name): [$lines[] | select(startswith("\($name)=")) | ltrimstr("\($name)=")] | .[0];
  {version: value("lynis_version"), target: value("hostname"), at: (value("report_datetime_end") // value("report_datetime_start"))} as $scan
| $lines | to_entries[]
| .key as $nth
| (.value | capture("^(?<word>warning|suggestion)\\[\\]=(?<rest>.*)$")) as $it
| ($it.rest | rtrimstr("\r") | split("|")) as $part
| {
    rule: $part[0],
    title: $part[1],
    severity: $it.word,
    resource: $scan.target,
    description: (if ($part[2] // "-") == "-" then null else $part[2] end),
    remediation: (if ($part[3] // "-") == "-" then null else $part[3] end),
    parameter: (if ($part[2] // "-") == "-" then null else $part[2] end),
    references: (if $part[0] | test("^[A-Z]+-\\d+$") then "https://cisofy.com/lynis/controls/\($part[0])/" else null end),
    scan: $scan,
    at: "line \($nth + 1)"
  }
