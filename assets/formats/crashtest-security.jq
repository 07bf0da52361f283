# Crashtest Security JSON (the answer of its API, or its `data`). A finding is one entry of one scanner, and
# each CVE of a fingerprinted product.
# Severity by the CVSS score that the descriptions beside the findings have, or the CVE.
#: tool = "Crashtest Security"
#: kinds = ["dast"]
#: input = "json"
#: records = ["data.findings.*[]", "findings.*[]"]
#: context = { deep = "data.descriptions[]", flat = "descriptions[]" }
#: [[detect]]
#: has = ["data.findings.xss", "data.findings.sqlinjection"]
#: [[detect]]
#: has = ["findings.xss", "findings.sqlinjection", "findings.fuzzer"]
. as $it
| (($context.deep // []) + ($context.flat // []) | map(select(.slug == $it.finding_description_slug)) | .[0] // {}) as $about
| (.information // "" | [scan("https?://[^\\s\"']+")] | .[0]) as $url
| (
    {
      rule: (.finding_description_slug // .service_type // error("it has no slug")),
      title: ($about.title // .information),
      severity: (if $about.baseScore then ($about.baseScore | by_score) else null end),
      description: ([.information, $about.description] | map(select(. != null)) | join("\n\n")),
      references: [$about.reference_resolution, $about.reference_owasp],
      url: $url,
      method: (.information // "" | (capture("method \"(?<it>\\w+)\"") // {it: null}).it),
      parameter: (.information // "" | (capture("parameter [\"'](?<it>[^\"']+)[\"']") // {it: null}).it),
      resource: (if $url == null then .information else null end),
      facts: {scanner: .service_type, found: .created_at}
    }
  ),
  (
    (.cve_findings // []) | to_entries[]
    | "cve_findings[\(.key)]" as $place | .value
    | {
        rule: .cve_id,
        title: "\(.cve_id) in \(.product) \(.version)",
        severity: (.cvss | by_score),
        description: .information,
        ids: .cve_id,
        cvss: {score: .cvss, source: "crashtest"},
        resource: "\(.product) \(.version)",
        at: $place
      }
  )
