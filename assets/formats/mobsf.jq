# Mobile Security Framework (MobSF) 3.x and 4.x JSON report of static analysis, Android and iOS. What
# mobsfscan writes is read as mobsfscan.
# Severity as MobSF's own score weighs them: high → high, warning → medium, info → info, hotspot → info;
# secure and good are no findings. A finding is one rule at one file, certificate, manifest entry, network
# setting or binary. Credentials count as high, as for Gitleaks. The target is the package.
# Not read: permissions, APIs that are used, trackers, domains, and `appsec`, which repeats the rest.
#: tool = "MobSF 3.x, 4.x"
#: kinds = ["sast", "secrets"]
#: input = "json"
#: records = ["manifest_analysis", "certificate_analysis", "network_security", "code_analysis", "binary_analysis", "ats_analysis", "macho_analysis", "dylib_analysis[]", "secrets[]"]
#: context = { version = "version", package = "package_name", bundle = "bundle_id" }
#: scan = '{version: $context.version, target: ($context.package // $context.bundle)}'
#: [[detect]]
#: has = ["version", "app_type", "md5", "code_analysis"]
#: [[detect]]
#: has = ["version", "app_name", "md5", "binary_analysis"]
#: [severity]
#: high = "high"
#: warning = "medium"
#: medium = "medium"
#: info = "info"
#: hotspot = "info"
def matters: (.severity // "" | ascii_downcase) as $it | ["secure", "good"] | index($it) == null;
def entries($name): if type == "object" then (.[$name] // []) else . end;
# What a section says of one file of the package: `nx`, `pie`, `stack_canary`, …
def checks($place):
  .name as $name
  | to_entries[]
  | select((.value | type) == "object" and (.value | has("severity")))
  | .key as $check | .value
  | select((.severity | ascii_downcase) != "info")
  | {rule: "binary/\($check)", title: "\($check | gsub("_"; " ")) of \($name // "the binary")", description: .description,
      severity: .severity, file: $name, at: "\($place)\($check)"};
($at.keys[0]) as $section
| if $section == "secrets" then
    (capture("^\"(?<name>[^\"]+)\"\\s*:\\s*\"(?<value>.*)\"$") // {name: null, value: .}) as $it
    | {kind: "secrets", rule: "hardcoded-secret", title: "Possible hardcoded secret\(if $it.name then ": \($it.name)" else "" end)",
        severity: {is: "high"}, parameter: $it.name, secret: $it.value, cwes: 798}
  elif $section == "manifest_analysis" then
    (entries("manifest_findings") | to_entries[]) | .key as $nth | .value | select(matters)
    | {rule: "manifest/\(.rule // .title)", title: (.title | plain | gsub("\\s+"; " ")), description: (.description | plain), severity: .severity,
        file: "AndroidManifest.xml", parameter: (.component // [] | if type == "array" then map(tostring) | join(", ") else tostring end),
        at: "manifest_findings[\($nth)]"}
  elif $section == "certificate_analysis" then
    (entries("certificate_findings") | if type == "array" then . else [] end | to_entries[]) | .key as $nth | .value
    | (if type == "array" then {severity: .[0], description: .[1], title: .[2]} else . end) | select(matters)
    | {rule: "certificate/\(.title // .description)", title: (.title // .description), description: .description, severity: .severity,
        at: "certificate_findings[\($nth)]"}
  elif $section == "network_security" then
    (entries("network_findings") | if type == "array" then . else [] end | to_entries[]) | .key as $nth | .value | select(matters)
    | {rule: "network/\(.description)", title: .description, description: .description, severity: .severity,
        parameter: (.scope // [] | join(", ")), at: "network_findings[\($nth)]"}
  elif $section == "ats_analysis" then
    (entries("ats_findings") | if type == "array" then . else [] end | to_entries[]) | .key as $nth | .value | select(matters)
    | {rule: "ats/\(.issue // .title)", title: (.issue // .title), description: .description, severity: (.severity // .status),
        at: "ats_findings[\($nth)]"}
  elif $section == "code_analysis" then
    (if has("findings") then .findings else . end) | to_entries[]
    | select((.value | type) == "object" and (.value | has("metadata")))
    | .key as $rule | .value.metadata as $it | .value.files as $files
    | select($it | matters)
    | ($files // {"": ""} | if type == "object" then to_entries else map({key: (.file_path // .), value: (.match_lines[0]? // "")}) end)[]
    | {rule: $rule, title: $it.description, description: $it.description, severity: $it.severity, file: .key,
        line: (.value | tostring | split(",") | map(tonumber? // empty) | min), cwes: ($it.cwe // "" | cwe_ids),
        references: $it.ref, tags: [$it["owasp-mobile"], $it.masvs],
        facts: {lines: .value}, at: "findings.\($rule)"}
  elif type == "object" and has("findings") then
    .findings | to_entries[] | .key as $title | .value | select(matters)
    | {rule: "binary/\($title)", title: $title, description: .detailed_desc, severity: .severity, cwes: (.cwe // "" | cwe_ids),
        tags: [.["owasp-mobile"], .masvs], at: "findings"}
  elif type == "array" then to_entries[] | "[\(.key)]." as $place | .value | checks($place)
  else checks("") end
