# .NET SDK 7+ JSON (`dotnet list package --vulnerable [--include-transitive] --format json`). A finding is one
# advisory about one package of one project; a package in several frameworks is found once for each.
# Severities Critical, High, Moderate → medium, Low.
#: tool = ".NET SDK (`dotnet list package`)"
#: kinds = ["sca"]
#: input = "json"
#: records = "projects[]"
#: [[detect]]
#: has = ["parameters", "projects", "version"]
#: contains = ["--vulnerable"]
#: [severity]
#: Critical = "critical"
#: High = "high"
#: Moderate = "medium"
#: Low = "low"
.path as $file
| (.frameworks // [])[] | .framework as $framework
| ([(.topLevelPackages // [])[] | . + {direct: "yes"}] + (.transitivePackages // []))[]
| . as $package | (.vulnerabilities // [])[]
| (.advisoryurl | split("/") | last) as $id
| {
  rule: $id,
  title: "\($id) in \($package.id)",
  severity,
  package: {ecosystem: "nuget", name: $package.id, version: $package.resolvedVersion},
  file: $file,
  ids: $id,
  references: .advisoryurl,
  facts: {
    framework: $framework,
    "requested version": $package.requestedVersion,
    "direct dependency": $package.direct
  }
}
