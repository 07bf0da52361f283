# sonar-report 2–4, the HTML page that it makes from SonarQube's answers. A finding is one row of its table.
# Severity as in SonarQube's own reports: BLOCKER → critical, CRITICAL → high, MAJOR → medium, MINOR → low, INFO → info.
# The key is SonarQube's identity of the issue. The weaknesses are those that the page says of the rule.
# Not read: the summary, the texts of rules.
#: tool = "sonar-report 2–4"
#: kinds = ["sast"]
#: input = "text"
#: file_types = "HTML"
#: records = "all"
#: [[detect]]
#: contains = ["SonarQube Vulnerability Report", "Detail of the Detected Vulnerabilities"]
#: [severity]
#: BLOCKER = "critical"
#: CRITICAL = "high"
#: MAJOR = "medium"
#: MINOR = "low"
#: INFO = "info"
def cells: [scan("<td[^>]*>(.*?)</td>"; "gs")[0] | plain];
split("Detail of the Detected Vulnerabilities")[1]
| split("Known Security Rules") as $parts
| ([$parts[1:] | join("") | scan("<tr>(.*?)</tr>"; "gs")[0]
   | {key: (cells | first // ""), value: [scan("definitions/([0-9]+)")[0]]}] | from_entries) as $weaknesses
| [$parts[0] | scan("<tr>(.*?)</tr>"; "gs")[0] | select(contains("<td"))]
| to_entries[]
| .key as $index
| (.value | cells) as $cells
| {
    # A row that is cut has no rule, and is reported as that.
    rule: (if ($cells | length) < 6 then null else $cells[0] end),
    title: $cells[5],
    severity: $cells[1],
    description: $cells[4],
    file: ($cells[2] // "" | split(":") | last),
    line: $cells[3],
    cwes: ($weaknesses[$cells[0]] // []),
    native: $cells[6],
    at: "row \($index + 1)"
  }
