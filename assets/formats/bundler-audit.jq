# bundler-audit 0.6–0.9, its text. A finding is one advisory of one gem.
# Severity: the criticality, Critical, High, Medium, Low, None → info; Unknown stays so.
# Insecure sources are findings too.
#: tool = "bundler-audit 0.6–0.9"
#: kinds = ["sca"]
#: input = "text"
#: records = "blocks"
#: [[detect]]
#: contains = ["Name: ", "Advisory: ", "Criticality: ", "Solution: "]
#: [[detect]]
#: contains = ["Name: ", "CVE: ", "Criticality: ", "Solution: "]
#: [[detect]]
#: starts = ["No vulnerabilities found", "Insecure Source URI found"]
#: claim = "maybe"
#: [severity]
#: critical = "critical"
#: high = "high"
#: medium = "medium"
#: low = "low"
#: none = "info"
#: unknown = "unknown"
def field($name): [scan("(?m)^\($name): *(.*)$")[0]] | first // "";
if startswith("Insecure Source URI found") then
  {rule: "insecure-source", title: (split("\n") | first), severity: {word: "", is: "unknown"}, file: "Gemfile.lock"}
elif test("(?m)^Name: ") then
  . as $text
  | ([field("Advisory"), field("CVE"), field("GHSA")] | map(select(. != "")) | first // error("no `Advisory` names it")) as $id
  | {
      rule: $id,
      title: "\(field("Title")) [\($id)] in \(field("Name"))",
      severity: field("Criticality"),
      remediation: field("Solution"),
      file: "Gemfile.lock",
      package: {name: field("Name"), version: field("Version"), ecosystem: "gem",
        fixed: (field("Solution") | ltrimstr("upgrade to ") | split(", ") | map(select(test("[0-9]"))))},
      ids: [field("Advisory"), field("CVE"), field("GHSA")],
      references: [field("URL")]
    }
else empty end
