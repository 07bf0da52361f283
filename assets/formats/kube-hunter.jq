# kube-hunter 0.6 JSON (`kube-hunter --report json`). A finding is one vulnerability of one service of the
# cluster. Severities high, medium, low as kube-hunter says.
# Not read: nodes and services without vulnerabilities.
#: tool = "kube-hunter 0.6"
#: kinds = ["infra"]
#: input = "json"
#: records = "vulnerabilities[]"
#: [[detect]]
#: has = ["nodes", "services", "vulnerabilities"]
{
  rule: ((.vid | said | select(. != "None")) // .vulnerability),
  title: .vulnerability,
  severity,
  description,
  evidence,
  resource: .location,
  references: .avd_reference,
  tags: [.category],
  facts: {hunter}
}
