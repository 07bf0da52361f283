# WPScan 3 JSON (`wpscan --format json`).
#
# A finding is one vulnerability of WordPress, of a plugin or a theme, or one interesting finding, which is
# info. WPScan says no severity of a vulnerability: the score where the API gives one, else medium.
# Not read: users, passwords, timthumbs, database exports.
#: tool = "WPScan 3"
#: kinds = ["dast"]
#: input = "json"
#: records = ["interesting_findings[]", "version", "main_theme", "plugins.*", "themes.*"]
#: context = { target = "effective_url", version = "banner.version", at = "start_time" }
#: scan = '{version: $context.version, target: $context.target, at: $context.at}'
#: [[detect]]
#: has = ["banner.description", "target_url", "interesting_findings"]
#: [[detect]]
#: has = ["banner.description", "scan_aborted"]
if $at.keys[0] == "interesting_findings" then
  {rule: .type, title: "Interesting finding: \(.to_s)", severity: {word: "", is: "info"}, url,
   description: lines(.to_s, .found_by, .interesting_entries[]?), references: .references.url,
   ids: [.references.cve[]? | "CVE-\(.)"], confidence, facts: {"found by": .found_by}}
else
  . as $part
  | (if $at.keys[0] == "version" then "wordpress" else .slug // $at.keys[1] end) as $name
  | .vulnerabilities[]?
  | {rule: ((.references.wpvulndb[0]? // .references.cve[0]?) // .title), title,
     severity: (if .cvss.score? then (.cvss.score | by_score) else {word: "", is: "medium"} end),
     cvss: .cvss?, url: ($part.location // $context.target),
     remediation: (if .fixed_in then "Update to \(.fixed_in)" else null end),
     ids: [.references.cve[]? | "CVE-\(.)"], references: .references.url,
     package: {name: $name, ecosystem: "wordpress",
               version: ($part | .number? // (.version | objects | .number) // null), fixed: .fixed_in},
     confidence: $part.confidence,
     facts: {"found by": $part.found_by, wpvulndb: .references.wpvulndb}}
end
