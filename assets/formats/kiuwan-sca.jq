# Kiuwan Insights (SCA), the JSON of vulnerabilities. A finding is one vulnerability of one component.
# Severity: `securityRisk`, CRITICAL, HIGH, MEDIUM, LOW as they say.
# A muted vulnerability is kept with that as a claim.
#: tool = "Kiuwan Insights"
#: kinds = ["sca"]
#: input = "json"
#: [[detect]]
#: has = ["[].securityRisk", "[].cve", "[].muted"]
. as $it
| (.components // [{artifact: "", version: ""}])[]
| {
    rule: $it.cve,
    title: (if .artifact == "" then $it.cve else "\($it.cve) in \(.artifact) \(.version)" end),
    severity: $it.securityRisk,
    description: $it.description,
    package: (if .artifact == "" then null else {name: .artifact, version, ecosystem: (if .artifact | test("^[^:/]+:[^:/]+$") then "maven" else "" end)} end),
    ids: [$it.cve],
    cwes: $it.cwe,
    cvss: [
      (if $it.cVSSv3BaseScore then {score: ($it.cVSSv3BaseScore | tonumber), source: "nvd"} else empty end),
      (if $it.cVSSv2BaseScore then {score: ($it.cVSSv2BaseScore | tonumber), source: "nvd"} else empty end)],
    facts: {component: .description, modified: $it.lastModified},
    suppressed: ($it.muted == true)
  }
