# PWN (pwn_sast), JSON. A finding is one matched line. The tool says no severity: unknown.
# Not read: authors of lines, the raw matches, which repeat the lines.
#: tool = "PWN SAST"
#: kinds = ["sast"]
#: input = "json"
#: records = "data[]"
#: [[detect]]
#: has = ["report_name", "data[].security_references.sast_module"]
#: [[detect]]
#: has = ["report_name", "data[].line_no_and_contents"]
. as $it
| .security_references as $about
| .line_no_and_contents | to_entries[] | .key as $index | .value
| {
    rule: $about.sast_module,
    title: "\($about.sast_module | split("::") | last): \($about.section | ascii_downcase)",
    file: $it.filename.entry,
    line: .line_no,
    snippet: .contents,
    cwes: $about.cwe_id,
    references: [$about.cwe_uri, $about.nist_800_53_uri],
    facts: {section: $about.section},
    at: "line_no_and_contents[\($index)]"
  }
