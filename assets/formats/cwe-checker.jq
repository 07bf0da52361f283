# cwe_checker 0.5–0.9, JSON (`cwe_checker --json`). A finding is one warning about a binary.
# The tool says no severity: unknown. The resource is the function or symbol, which outlives addresses.
# Not read: tids, which name instructions of one build.
#: tool = "cwe_checker 0.5–0.9"
#: kinds = ["sast"]
#: input = "json"
#: [[detect]]
#: has = ["[].addresses", "[].tids", "[].symbols", "[].description"]
if .name == null then error("no `name`") else . end
| (.description | capture("^\\((?<title>[^)]+)\\) *(?<text>.*)$"; "s")? // {title: .name, text: .description}) as $said
| {
    rule: .name,
    title: ($said.title // .name),
    description: $said.text,
    resource: (.symbols | first // null),
    cwes: .name,
    facts: {addresses: .addresses, symbols: .symbols, "check version": .version},
    evidence: lines(.other[]?[]?)
  }
