# Microsoft Defender for Endpoint JSON: `GET /api/vulnerabilities/machinesVulnerabilities`, also as the files
# `vulnerabilities/*.json` of an archive. A finding is one vulnerability of one product on one machine.
# Severities Critical, High, Medium, Low as Microsoft says. The resource is the machine's id: its name is told by
# another answer of the API (`machines`), which is not read.
#: tool = "Microsoft Defender for Endpoint"
#: kinds = ["infra"]
#: input = "json"
#: records = "value[]"
#: [[detect]]
#: has = ["value[].cveId", "value[].machineId"]
#: [[detect]]
#: has = ["value"]
#: contains = ["PublicAssetVulnerabilityDto"]
{
  rule: .cveId,
  title: "\(.cveId) in \([.productVendor, .productName] | map(select((. // "") != "")) | join(" "))",
  severity,
  package: {name: .productName, namespace: .productVendor, version: .productVersion},
  resource: .machineId,
  ids: .cveId,
  native: .id,
  facts: {"fixed by update": .fixingKbId}
}
