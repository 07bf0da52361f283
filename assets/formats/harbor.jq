# Harbor 2 JSON: the vulnerability report of an artifact (`GET …/additions/vulnerabilities`), whichever
# scanner wrote it. A finding is one vulnerability of one package. Severities are those of Harbor's
# scanner API (None, Unknown, Negligible, Low, Medium, High, Critical).
# Not read: the overall severity. The report does not name its image.
#: tool = "Harbor 2"
#: kinds = ["container"]
#: input = "json"
#: records = "*.vulnerabilities[]"
#: context = { at = "*.generated_at" }
#: scan = '{at: $context.at[0]}'
#: [[detect]]
#: any_key_has = ["generated_at", "scanner", "vulnerabilities"]
#: [severity]
#: Critical = "critical"
#: High = "high"
#: Medium = "medium"
#: Low = "low"
#: Negligible = "info"
#: None = "info"
#: Unknown = "unknown"
{
  rule: .id,
  title: "\(.id) in \(.package)",
  severity,
  description,
  package: {name: .package, version, fixed: .fix_version},
  ids: .id,
  cwes: .cwe_ids,
  cvss: ([.preferred_cvss // {}
      | {vector: .vector_v3, score: .score_v3, source: "harbor"},
        {vector: .vector_v2, score: .score_v2, source: "harbor"}]
    + [.vendor_attributes.CVSS? // {} | to_entries[] | .key as $source | .value
      | {vector: .V3Vector, score: .V3Score, source: $source},
        {vector: .V2Vector, score: .V2Score, source: $source}]
    | map(select(.score != null or (.vector // "") != ""))),
  references: .links
}
