# AWS Threat Composer 1.x JSON. A finding is one threat; its mitigations are the advice.
# Severity by the priority that a person gave: High, Medium, Low. A threat that is resolved is no finding.
#: tool = "Threat Composer 1.x"
#: kinds = ["manual"]
#: input = "json"
#: records = "threats[]"
#: context = { links = "mitigationLinks[]", mitigations = "mitigations[]" }
#: [[detect]]
#: has = ["schema", "applicationInfo", "threats", "assumptions"]
.id as $id
| ([$context.links // [] | .[] | select(.linkedId == $id) | .mitigationId]) as $linked
| (.metadata // []) as $metadata
| def said($key): [$metadata[] | select(.key == $key) | .value] | .[0];
  select((.status // "") | test("resolved"; "i") | not)
| {
    rule: "threat-\(.numericId // error("it has no number"))",
    title: ((.threatAction | select(. != null and . != "")) // .statement),
    severity: said("Priority"),
    description: ([.statement, said("Comments")] | map(select(. != null and . != "")) | join("\n\n")),
    remediation: ([$context.mitigations // [] | .[] | select(.id as $it | $linked | index($it)) | .content] | join("\n")),
    cwes: [.tags[]? | select(test("^CWE-\\d+$"; "i"))],
    native: .id,
    tags: .tags,
    facts: {source: .threatSource, impact: .threatImpact, assets: .impactedAssets, STRIDE: said("STRIDE")}
  }
