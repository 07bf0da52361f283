# actionlint 1.x, as it prints to a terminal or with `-oneline`: `file:line:column: message [kind]`.
# The lines of code that it shows behind are passed over. See actionlint for the rest.
#: tool = "actionlint 1.x"
#: kinds = ["cicd"]
#: input = "text"
#: scan = '{tool: "actionlint"}'
#: [[detect]]
#: starts = [".github/workflows/", "verbose: Linting .github/workflows/"]
#: contains = [": "]
#: [[detect]]
#: name = "*actionlint*"
#: contains = [".yml:"]
#: claim = "maybe"
if test("^verbose: |^\\s*\\d*\\s*\\|") then empty
else
  (capture("^(?<file>.+?):(?<line>\\d+):(?<column>\\d+): (?<message>.+) \\[(?<kind>[a-z][a-z-]*)\\]\\s*$")
    // error("not `file:line:column: message [kind]`"))
  | {
      rule: .kind,
      title: .message,
      file: .file,
      line: .line,
      column: .column,
      references: "https://github.com/rhysd/actionlint/blob/main/docs/checks.md"
    }
end
