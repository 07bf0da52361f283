# Trustwave Fusion platform: findings as its API answers them. A finding is one check on one service.
# Severity: CRITICAL, HIGH, MEDIUM, LOW, INFO as they say. `None` is how the API spells nothing.
#: tool = "Trustwave Fusion"
#: kinds = ["infra"]
#: input = "json"
#: records = "items[]"
#: [[detect]]
#: has = ["items[].kb.id", "items[].location.applicationProtocol", "items[].classification"]
#: [[detect]]
#: has = ["items", "lastPageNumber", "pageSize", "sorting"]
def some: if . == "None" or . == "" then null else . end;
{
  rule: .kb.id,
  title: .name,
  severity: .severity,
  host: ((.location.domain | some) // .location.ip),
  port: .location.port,
  protocol: .location.transportProtocol,
  url: (.location.url | some),
  ids: ([.kb.cves[]? | select(test("^CVE-\\d"))]),
  cvss: ([.kb.cvssV3BaseScore, .kb.cvssV2BaseScore] | map(select(type == "number" and . > 0)) | .[0]),
  tags: .classification,
  facts: {address: .location.ip, application: (.location.applicationName | some), cpe: (.location.applicationCpe | some), job: .job.jobName, created: .createdOn}
}
