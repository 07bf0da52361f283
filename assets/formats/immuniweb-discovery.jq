# ImmuniWeb Discovery, the JSON of an attack surface. A finding is one thing to remedy on one asset or incident.
# The tool says no severity: unknown.
# Not read: examples of leaked accounts, which are clear passwords; ports, certificates, software.
#: tool = "ImmuniWeb Discovery"
#: kinds = ["infra"]
#: input = "json"
#: records = ["domains[]", "webapps[]", "mobileapps[]", "cloud[]", "network[]", "repositories[]", "incidents[]"]
#: [[detect]]
#: has = ["domains", "webapps", "mobileapps", "incidents"]
. as $it
| (.section // $at.keys[0]) as $section
| .remediations // [] | to_entries[] | .key as $index
| (.value | plain) as $text
| {
    rule: "\($section): \($text | split(". ") | first | gsub("https?://[^ ]+"; "") | .[0:120])",
    title: ($text | split(". ") | first),
    remediation: $text,
    resource: $it.name,
    url: (if ($it.link // "") | startswith("http") then $it.link else null end),
    tags: [$section, $it.type],
    facts: {group: $it.group, "last scan": $it.last_scan, leak: $it.leak_name},
    at: "remediations[\($index)]"
  }
