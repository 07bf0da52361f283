# Rapplex JSON report. A finding is one issue of one group at one URL and parameter.
# Severity: Critical, High, Medium, Low, Information as they say. The request is kept, credentials masked.
#: tool = "Rapplex 2.x, 3.x"
#: kinds = ["dast"]
#: input = "json"
#: records = "Severities.*.IssueGroups[]"
#: context = { target = "Target" }
#: scan = '{target: ($context.target // "" | sub("^[a-z]+://"; "") | split("/")[0])}'
#: [[detect]]
#: has = ["ScanId", "Target", "ScanPolicy", "Severities"]
. as $group
| .Issues | to_entries[]
| "Issues[\(.key)]" as $place | .value
| {
    rule: ($group.Definition.Title // $group.Group),
    title: .Title,
    severity: .Severity,
    url: .Url,
    method: (.HttpRequest // "" | split(" ")[0]),
    parameter: .InjectionPoint.Name?,
    description: ($group.Definition.Sections.Summary // "" | plain),
    remediation: ($group.Definition.Sections.Remediation // "" | plain),
    references: [$group.Definition.Sections.References // "" | scan("href=\"(https?://[^\"]+)\"")[]],
    cwes: [$group.Definition.Classifications[]? | select(.Foundation == "CWE") | .Value],
    request: .HttpRequest,
    evidence: .Payload,
    tags: [$group.Definition.Classifications[]? | select(.Foundation != "CWE") | .Formatted],
    at: $place
  }
