# Kiuwan Code Security, the CSV of vulnerabilities or defects. A finding is one defect at one line.
# Severity: the priority, Very High → critical, High → high, Normal → medium, Low → low, Very Low → info.
# A muted defect is kept with that as a claim. Not read: effort, frameworks.
#: tool = "Kiuwan Code Security"
#: kinds = ["sast"]
#: input = "csv"
#: [[detect]]
#: columns = ["Rule code", "Rule", "Priority", "Software characteristic", "Line text", "Muted"]
#: [severity]
#: "Very High" = "critical"
#: High = "high"
#: Normal = "medium"
#: Low = "low"
#: "Very Low" = "info"
if ."Rule code" == "" then error("`Rule code` does not name it") else . end
| {
    rule: ."Rule code",
    title: .Rule,
    severity: .Priority,
    file: .File,
    line: ."Line number",
    snippet: ."Line text",
    cwes: (.CWE // ""),
    tags: [."Software characteristic", (."Vulnerability type" // ""), .Language],
    flows: (if (."Source file" // "") != "" then [[
      {file: ."Source file", line: ."Source line number", text: ."Source line text"},
      {file: .File, line: ."Line number", text: ."Line text"}]] else [] end),
    facts: {normative: .Normative, status: .Status},
    suppressed: (.Muted == "Yes")
  }
