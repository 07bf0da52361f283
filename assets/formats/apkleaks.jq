# APKLeaks 2.x JSON (`apkleaks --json -o`). A finding is one match of one pattern in one package.
# Severity: APKLeaks has none, and half of its patterns find addresses; all stay unknown. What looks for
# credentials is of kind secrets; LinkFinder and the like is of kind sast.
#: tool = "APKLeaks 2.x"
#: kinds = ["secrets", "sast"]
#: input = "json"
#: records = "results[]"
#: context = { package = "package" }
#: scan = '{target: $context.package}'
#: [[detect]]
#: has = ["package", "results[].name", "results[].matches"]
#: [[detect]]
#: has = ["package", "results"]
#: lacks = ["results[]", "version"]
#: claim = "maybe"
.name as $name
| ($name | test("LinkFinder|IP_Address|Mac_Address|Firebase|Mailto|S3|_URL|Json_Web_Token_None"; "i")) as $address
| .matches | to_entries[]
| {
    rule: $name,
    kind: (if $address then "sast" else "secrets" end),
    title: "\($name | gsub("_"; " ")) found in \($context.package)",
    evidence: (if $address then .value else null end),
    secret: (if $address then null else .value end),
    resource: (if $address then .value else null end),
    at: "matches[\(.key)]"
  }
