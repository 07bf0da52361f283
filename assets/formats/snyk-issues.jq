# Snyk REST API, the answer for issues (`/rest/orgs/…/issues`). A finding is one issue; resolved ones are none.
# Severity: `effective_severity_level`, critical, high, medium, low as they say.
# The key is Snyk's identity across scans where an issue is one of code; elsewhere it names the vulnerability.
# A page that links to a next one is an incomplete scan. Not read: risk factors, licence texts.
#: tool = "Snyk REST API"
#: kinds = ["sast", "sca", "iac", "container"]
#: input = "json"
#: records = "data[]"
#: context = { next = "links.next" }
#: scan = '{tool: "snyk", incomplete: (if $context.next then "the report is one page of several" else null end)}'
#: [[detect]]
#: has = ["data[].attributes.effective_severity_level", "data[].attributes.coordinates"]
def ecosystem: {"PYTHON": "pypi", "JS": "npm", "JAVA": "maven", "GOLANG": "golang", "RUBY": "gem", "DOTNET": "nuget", "PHP": "composer", "RUST": "cargo", "SWIFT": "swift", "COCOAPODS": "cocoapods"}[.] // null;
.relationships.scan_item.data.id as $project
| .attributes
| select(.status != "resolved")
| . as $it
| ([.coordinates[]?.representations[]?]) as $places
| ([$places[].sourceLocation? | select(. != null)] | first) as $code
| ([$places[].dependency? | select(. != null)] | first) as $dependency
| ([.problems[]? | select(.type == "vulnerability") | .id]) as $ids
| (if .type == "code" then "sast" elif .type == "config" or .type == "cloud" then "iac" else "sca" end) as $kind
| ([.key, $ids[]] | map(capture("^SNYK-(?<of>[A-Z]+)-")? | .of) | first // "") as $of
| {
    rule: (if $kind == "sast" then .title else .key end),
    title: (if $dependency then "\(.title) in \($dependency.package_name)" else .title end),
    kind: $kind,
    severity: .effective_severity_level,
    description: .description,
    file: $code.file,
    line: $code.region.start.line, column: $code.region.start.column,
    end_line: $code.region.end.line, end_column: $code.region.end.column,
    resource: ([$places[].resourcePath? | select(. != null)] | first),
    package: (if $dependency then {name: $dependency.package_name, version: $dependency.package_version, ecosystem: ($of | ecosystem)} else null end),
    ids: (if $kind == "sca" then $ids else [] end),
    cwes: [.classes[]? | select(.source == "CWE") | .id],
    cvss: [.severities[]? | {vector, score, source: (.source | ascii_downcase)}],
    references: [.problems[]?.url],
    native: (if $kind == "sast" then .key else null end),
    facts: {project: $project, status: .status, created: .created_at},
    suppressed: (.ignored == true)
  }
