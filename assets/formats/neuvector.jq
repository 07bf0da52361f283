# NeuVector 5 JSON: the scan report of an image, host or container (`GET /v1/scan/…`). A finding is one
# vulnerability of one package. Severities: High, Medium, Low as NeuVector says.
# Not read: compliance checks inside (see neuvector-compliance), modules, secrets, set-id files, variables.
#: tool = "NeuVector 5"
#: kinds = ["container"]
#: input = "json"
#: records = "report.vulnerabilities[]"
#: [[detect]]
#: has = ["report.vulnerabilities", "report.modules"]
{
  rule: .name,
  title: "\(.name) in \(.package_name)",
  severity,
  description,
  package: {name: .package_name, version: .package_version, fixed: .fixed_version},
  file: .file_name,
  ids: ([.name] + (.cves // [])),
  cvss: ([{vector: .vectors_v3, score: .score_v3, source: "neuvector"},
      {vector: .vectors, score, source: "neuvector"}]
    | map(select((.score // 0) > 0 or (.vector // "") != ""))),
  references: .link,
  facts: {
    "in base image": (if .in_base_image then "yes" else null end),
    published: (if (.published_timestamp // 0) > 0 then .published_timestamp | todate else null end)
  }
}
