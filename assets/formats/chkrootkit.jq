# chkrootkit 0.5x, its text, quiet (`-q`) or full. A finding is one warning or infected program.
# The tool says no severity: INFECTED → critical, as it says that a program is; warnings unknown.
# Not read: what is not infected, not found or not tested.
#: tool = "chkrootkit 0.5x"
#: kinds = ["infra"]
#: input = "text"
#: records = "lines"
#: [[detect]]
#: contains = ["ROOTDIR is `"]
#: [[detect]]
#: contains = ["chkdirs"]
#: [[detect]]
#: contains = ["Checking `", "not infected"]
if test("\\bINFECTED\\b") then
  (capture("Checking `(?<program>[^']+)'")? // {program: .}) as $it
  | {rule: "infected", title: "INFECTED: \($it.program)", severity: {word: "INFECTED", is: "critical"}, resource: $it.program, evidence: .}
elif test("WARNING|Warning:|suspicious|Possible LKM") then
  (capture("(?<path>/[^ ]+)$")? // {path: null}) as $it
  | (sub(" */[^ ]+$"; "") | sub(":$"; "")) as $text
  | {rule: ($text | gsub("[0-9]+"; "#")), title: ., severity: {word: "WARNING", is: "unknown"}, resource: $it.path, evidence: .}
else empty end
