# Fairwinds Polaris 5–9, JSON of an audit (`polaris audit --format json`). A finding is one failed check of one
# workload, pod or container.
# Severity (https://polaris.docs.fairwinds.com/customization/checks): danger → high, warning → medium.
# A check with the severity `ignore` is none. Not read: the score.
#: tool = "Polaris 5–9"
#: kinds = ["iac"]
#: input = "json"
#: records = "Results[]"
#: context = { version = "PolarisOutputVersion", at = "AuditTime", source = "SourceName", type = "SourceType" }
#: scan = '{at: $context.at}'
#: [[detect]]
#: has = ["PolarisOutputVersion", "Results"]
#: [severity]
#: danger = "high"
#: warning = "medium"
def failed($resource; $where):
  (. // {}) | to_entries[] | .value | select(.Success == false and .Severity != "ignore")
  | {
      rule: .ID,
      title: .Message,
      severity: .Severity,
      file: (if $context.type == "Path" then $context.source else null end),
      resource: $resource,
      description: lines(.Details | if type == "array" then .[] else . end),
      tags: [.Category],
      facts: {part: $where}
    };
([.Namespace, .Kind, .Name] | map(select(. != null and . != "")) | join("/")) as $resource
| (.Results | failed($resource; "workload")),
  (.PodResult // {} | (.Results | failed($resource; "pod")),
    (.ContainerResults[]? | . as $container | .Results | failed("\($resource)/\($container.Name)"; "container")))
