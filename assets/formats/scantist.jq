# Scantist SCA, the JSON of vulnerabilities. A finding is one vulnerability of one library in one file.
# Severity: the score's word, Critical, High, Medium, Low as they say.
#: tool = "Scantist"
#: kinds = ["sca"]
#: input = "json"
#: [[detect]]
#: has = ["[].Public ID", "[].Library Version", "[].Issue Source"]
if (."Public ID" // "") == "" then error("no `Public ID`") else . end
| {
    rule: ."Public ID",
    title: "\(."Public ID") in \(.Library) \(."Library Version")",
    severity: .Score,
    description: .Description,
    file: ."File Path",
    package: {name: (.Library | sub(" "; ":")), version: ."Library Version", fixed: ."Patched Version",
      ecosystem: (if ."File Path" // "" | test("gradle|pom.xml|\\.jar$") then "maven" else "" end)},
    ids: [."Public ID"],
    facts: {"issue type": ."Issue Type", "issue source": ."Issue Source", "latest version": ."Latest Component Version"}
  }
