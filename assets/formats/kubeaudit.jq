# kubeaudit 0.2x JSON lines (`kubeaudit all -p json`). A finding is one result for one resource or container.
# Levels: https://github.com/Shopify/kubeaudit#exit-code-and-severity (error, warning, info).
#: tool = "kubeaudit 0.x"
#: kinds = ["iac"]
#: input = "json"
#: file_types = "JSON lines"
#: [[detect]]
#: has = ["AuditResultName", "ResourceKind"]
#: [severity]
#: error = "high"
#: warning = "medium"
#: info = "info"
{
  rule: .AuditResultName,
  title: .msg,
  severity: .level,
  resource: ([.ResourceNamespace, .ResourceKind, .ResourceName, .Container]
    | map(select((. // "") != "")) | join("/")),
  facts: (with_entries(select(.key | IN("AuditResultName", "msg", "level", "time", "ResourceNamespace",
    "ResourceKind", "ResourceName", "ResourceApiVersion", "Container") | not)))
}
