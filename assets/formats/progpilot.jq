# Progpilot 0.8–1.1, JSON. A finding is one vulnerability. The tool says no severity: unknown.
# The place is the sink; `vuln_id` is made of the places, lines included, and so no identity.
#: tool = "Progpilot 0.8–1.1"
#: kinds = ["sast"]
#: input = "json"
#: [[detect]]
#: has = ["[].vuln_name", "[].vuln_id", "[].vuln_cwe"]
def words: gsub("_"; " ");
(if .vuln_name then . else error("no `vuln_name`") end)
| (.sink_file // (.vuln_file // null)) as $file
| ([.source_file] | flatten) as $files
| ([.source_line] | flatten) as $lines
| ([.source_name] | flatten) as $names
| {
    rule: .vuln_name,
    title: (if .sink_name then "\(.vuln_name | words) in \(.sink_name)" else (.vuln_name | words) end),
    file: $file,
    line: (.sink_line // .vuln_line),
    cwes: (.vuln_cwe | strings | sub("_"; "-")),
    flows: (if .sink_file then [.tainted_flow[]? | [reverse[] | {file: .flow_file, line: .flow_line, text: .flow_name}] + [{file: $file, line: .sink_line?, text: ""}] ] else [] end),
    parameter: ($names | first // null),
    tags: [.vuln_type],
    description: (.vuln_description // null),
    facts: {source: [range($files | length) | "\($files[.]):\($lines[.])"]}
  }
