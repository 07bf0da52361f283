# OWASP Security Knowledge Framework: the CSV of a sprint's requirements. A finding is one requirement that
# is still to be met: no weakness anybody saw, and so info.
#: tool = "Security Knowledge Framework"
#: kinds = ["manual"]
#: input = "csv"
#: [[detect]]
#: columns = ["title", "description", "mitigation"]
#: contains = ["Verification Requirement"]
#: [[detect]]
#: starts = ["title,description,mitigation"]
#: claim = "maybe"
{
  rule: (.title | if . == "" then error("`title` does not say what it is") else . end),
  title: .title,
  severity: {is: "info"},
  description: .description,
  remediation: .mitigation
}
