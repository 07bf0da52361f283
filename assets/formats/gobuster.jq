# Gobuster 3.x: what `dir`, `vhost` and `dns` print (`-o`). A finding is one path or name that answered.
# What it reports is an observation, not a weakness: all are info.
#: tool = "Gobuster 3.x"
#: kinds = ["dast"]
#: input = "text"
#: [[detect]]
#: contains = ["(Status: ", "[Size: "]
#: [[detect]]
#: contains = ["Found: ", "gobuster"]
#: claim = "maybe"
if test("^(=|Gobuster v|by OJ|\\[[+!-]\\]|[0-9/]{10} |Starting gobuster|Finished|Progress:)") then empty
elif test("^Found: ") then
  (capture("^Found: (?<name>\\S+)") | {rule: "name", title: "\(.name) answers", resource: .name, severity: {is: "info"}})
else
  (capture("^(?<path>\\S+)\\s+\\(Status: (?<status>\\d+)\\)(?: \\[Size: (?<size>\\d+)\\])?(?: \\[--> (?<to>[^\\]]+)\\])?") // error("not a result of gobuster"))
  | {
      rule: "path",
      title: "\(.path) answers with \(.status)",
      severity: {is: "info"},
      url: .path,
      facts: {status: .status, size: .size, "redirects to": .to}
    }
end
