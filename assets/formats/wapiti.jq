# Wapiti 3 XML (`wapiti -f xml`).
#
# A finding is one entry: a method, a path and a parameter. Levels as in Wapiti's `wapitiCore/definitions`
# and its reports: 1 low, 2 medium, 3 high, 4 critical, 0 information. Additionals (fingerprints of
# software) are findings of level 0; anomalies (errors of the server) are read too.
#: tool = "Wapiti 3"
#: kinds = ["dast"]
#: input = "xml"
#: records = ["report/vulnerabilities/vulnerability", "report/anomalies/anomaly", "report/additionals/additional"]
#: context = { info = "report/report_infos/info[]" }
#: scan = '''
#:   [$context.info[] | {key: ."@name", value: ."#text"}] | from_entries
#:   | {version: ((.generatorVersion // "") | ltrimstr("Wapiti ")), target: .target,
#:      at: ((.dateOfScan // null) | if . then (strptime("%a, %d %b %Y %H:%M:%S %z") | mktime)? else null end)}
#: '''
#: [[detect]]
#: root = "report"
#: contains = ["generatorName\">wapiti<"]
#: [severity]
#: 4 = "critical"
#: 3 = "high"
#: 2 = "medium"
#: 1 = "low"
#: 0 = "info"
."@name" as $name
| . as $kind
| ([$context.info[] | select(."@name" == "target") | ."#text"] | first // "" | rtrimstr("#/") | rtrimstr("/")) as $base
| .entries[]?.entry[]?
| (text(.info) // "") as $info
# Which header is not set is a rule of its own.
| {rule: (if $info | test(" is not set$") then "\($name): \($info)" else $name end), title: "\($name): \($info)", severity: text(.level),
   description: lines(text(.info), text($kind.description)), remediation: text($kind.solution),
   url: ($base + (text(.path) // "")), method: text(.method), parameter: text(.parameter),
   request: text(.http_request), references: texts($kind.references[]?.reference[]?.url),
   cwes: [texts($kind.references[]?.reference[]?.title)[] | cwe_ids[]],
   tags: [texts($kind.references[]?.reference[]?.title)[] | select(startswith("WSTG"))]}
