# huskyCI JSON (`huskyci/client-output`, `huskyci analysis`). A finding is one vulnerability of one of the tools
# that huskyCI ran. Severities high, medium, low as huskyCI sorts them. What an author marked with `nosec` is kept
# with that as a claim.
# Not read: the containers with the tools' own output.
#: tool = "huskyCI"
#: kinds = ["sast", "sca", "secrets", "iac"]
#: input = "json"
#: records = "huskyciresults.*.*.*[]"
#: context = { errors = "errorFound", at = "finishedAt" }
#: scan = '{at: $context.at, incomplete: $context.errors}'
#: [[detect]]
#: has = ["huskyciresults", "containers"]
def told: if . == null or . == "" then null else . end;
(.securitytool // $at.keys[1]) as $tool
| ($tool | ascii_downcase) as $name
| ($name | test("safety|npmaudit|yarnaudit")) as $packages
| {
  kind: (if $packages then "sca" elif $name | test("gitleaks") then "secrets"
    elif $name | test("tfsec") then "iac" else "sast" end),
  rule: ((.title | told) // (.details | told) // .type | sub(": *['\"].*$"; "") | sub(" in: .*$"; "") | .[:200]),
  title: ((.title | told) // .details),
  severity: (.severity | ascii_downcase),
  description: .details,
  confidence,
  file: (if $packages then null else .file end),
  line: (if $packages then null else .line end),
  snippet: (if $packages or ($name | test("gitleaks")) then null else .code end),
  secret: (if $name | test("gitleaks") then .code
    elif .details // "" | test("hardcoded password") then .details | capture(": *['\"](?<it>.*)['\"]$").it
    else null end),
  package: (if $packages then (.code | told) as $code | ($code // "" | capture("^(?<name>[^=<>@ ]+) *[=<>@]* *(?<version>.*)$") // {name: $code})
      | . + {ecosystem: (if $name | test("safety") then "pypi" else "npm" end)} else null end),
  ids: (lines(.title, .details) | cve_ids),
  cwes: (.details // "" | cwe_ids),
  tags: [$tool, .language],
  suppressed: (if .severity | test("nosec"; "i") then {kind: "inSource", why: "nosec"} else null end),
  facts: {"vulnerable below": .vulnerablebelow, version: .version, type: .type}
}
