# HackerOne: reports as its API answers them (`GET /v1/reports`). A finding is one report.
# Severity by its rating: critical, high, medium, low; none → info. A resolved report is no finding; one
# that was closed as duplicate, not applicable, informative or spam is kept with that claim.
#: tool = "HackerOne"
#: kinds = ["manual"]
#: input = "json"
#: records = "data[]"
#: [[detect]]
#: has = ["data[].attributes.vulnerability_information", "data[].relationships"]
#: [[detect]]
#: has = ["data", "links"]
#: lacks = ["data[]"]
#: claim = "maybe"
#: [severity]
#: critical = "critical"
#: high = "high"
#: medium = "medium"
#: low = "low"
#: none = "info"
.attributes as $it
| (.relationships.weakness.data.attributes // {}) as $weakness
| (.relationships.structured_scope.data.attributes // {}) as $scope
| select($it.state != "resolved")
| {
    rule: ($weakness.external_id // $weakness.name // "report"),
    title: $it.title,
    severity: .relationships.severity.data.attributes.rating,
    description: $it.vulnerability_information,
    url: (if $scope.asset_type == "URL" or $scope.asset_type == "url" then $scope.asset_identifier else null end),
    resource: (if $scope.asset_type == "URL" or $scope.asset_type == "url" then null else $scope.asset_identifier end),
    parameter: "report \(.id)",
    cwes: $weakness.external_id,
    ids: $it.cve_ids,
    cvss: .relationships.severity.data.attributes.cvss_vector_string,
    native: .id,
    suppressed: (if ["duplicate", "not-applicable", "informative", "spam"] | index($it.state) then $it.state else null end),
    references: "https://hackerone.com/reports/\(.id)",
    facts: {state: $it.state, weakness: $weakness.name, "created": $it.created_at, "triaged": $it.triaged_at}
  }
