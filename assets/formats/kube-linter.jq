# KubeLinter 0.x JSON (`kube-linter lint --format json`). A finding is one check that one object fails.
# KubeLinter knows no severities. The resource is namespace/kind/name.
# Not read: the texts of checks that nothing fails.
#: tool = "KubeLinter 0.x"
#: kinds = ["iac"]
#: input = "json"
#: records = "Reports[]"
#: context = { version = "Summary.KubeLinterVersion", at = "Summary.CheckEndTime" }
#: scan = '{version: $context.version, at: $context.at}'
#: [[detect]]
#: has = ["Checks", "Summary.ChecksStatus"]
{
  rule: .Check,
  title: "\(.Check): \(.Diagnostic.Message)",
  description: .Diagnostic.Message,
  remediation: .Remediation,
  file: .Object.Metadata.FilePath?,
  resource: (.Object.K8sObject | [.Namespace, .GroupVersionKind.Kind, .Name]
    | map(select((. // "") != "")) | join("/"))
}
