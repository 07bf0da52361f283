# AIDE 0.16–0.19, the text of `aide --check`. A finding is one file that was added, removed or changed.
# The tool says no severity: unknown. Not read: details of changes, hashes of the database.
#: tool = "AIDE 0.16–0.19"
#: kinds = ["infra"]
#: input = "text"
#: records = "lines"
#: [[detect]]
#: contains = ["(AIDE "]
#: [[detect]]
#: contains = ["AIDE found differences between database and filesystem"]
capture("^(?<code>[fdlbcpsD|! ][ <>=+.a-zA-Z:-]{3,}) *: (?<path>/.*)$")?
| (if .code | test("\\+{5}") then "added" elif .code | test("-{5}") then "removed" else "changed" end) as $what
| {rule: "file-\($what)", title: "File \($what): \(.path)", file: .path, resource: .path, evidence: (.code + ": " + .path)}
