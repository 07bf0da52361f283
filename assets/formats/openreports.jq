# OpenReports and PolicyReport JSON (`openreports.io`, `wgpolicyk8s.io`; Kyverno, image-scanner and others write them):
# one report, or the `items` of `kubectl get -o json`. A finding is one result fail, warn or error for one
# resource. Severities critical, high, medium, low, info as the result says; without one it is unknown. pass and skip
# are none.
#: tool = "OpenReports, PolicyReport"
#: kinds = ["iac", "container"]
#: input = "json"
#: records = "items"
#: [[detect]]
#: contains = ["openreports.io/", "\"results\""]
#: [[detect]]
#: contains = ["wgpolicyk8s.io/", "\"results\""]
def address: [.namespace, .kind, .name] | map(select((. // "") != "")) | join("/");
((.items? // [.]) | to_entries[]) | .key as $item | .value as $report
| ($report.results // [] | to_entries[]) | .key as $nth | .value
| select(.result | IN("pass", "skip") | not)
| (.properties // {}) as $more
| ([.resources[]? | address] + [($report.scope // {}) | {namespace: (.namespace // $report.metadata.namespace), kind, name} | address]
    | map(select(. != "")) | .[0]) as $resource
| {
  kind: (if $more.pkgName then "container" else "iac" end),
  rule: ((.rule | said | "\($report.results[$nth].policy)/\(.)") // .policy),
  title: (if $more.pkgName then "\(.policy) in \($more.pkgName)" else ((.message | said) // .policy) end),
  severity,
  description: lines(.message, .description),
  resource: $resource,
  package: (if $more.pkgName then {name: $more.pkgName, version: $more.installedVersion, fixed: $more.fixedVersion} else null end),
  ids: (.policy | cve_ids),
  references: $more.primaryURL,
  tags: [.source, .category],
  facts: ({result} + ($more | with_entries(select(.key | IN("pkgName", "installedVersion", "fixedVersion", "primaryURL") | not)))),
  at: (if $report.items then "items[\($item)].results[\($nth)]" else "results[\($nth)]" end)
}
