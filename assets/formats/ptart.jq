# PTART JSON report of a pentest. A finding is one hit of one assessment.
# Severity: 1 → critical, 2 → high, 3 → medium, 4 → low, 5 → info. What a retest found fixed is none.
# Not read: screenshots and attachments.
#: tool = "PTART"
#: kinds = ["manual"]
#: input = "json"
#: records = "assessments[]"
#: context = { retests = "retests[].hits[]" }
#: [[detect]]
#: has = ["executive_summary", "engagement_overview", "assessments"]
#: [severity]
#: 1 = "critical"
#: 2 = "high"
#: 3 = "medium"
#: 4 = "low"
#: 5 = "info"
.title as $assessment
| .hits | to_entries[]
| "hits[\(.key)]" as $place | .value
| .id as $id
| select([$context.retests // [] | .[] | select(.id == $id and .status == "F")] == [])
| {
    rule: .id,
    title: "\(.id): \(.title)",
    severity: .severity,
    description: .body,
    remediation: .remediation,
    url: (if .asset // "" | test("^https?://") then .asset else null end),
    resource: (if .asset // "" | test("^https?://") then null else .asset end),
    cwes: [.cwes[]?.cwe_id],
    cvss: {vector: .cvss_vector, score: .cvss_score, source: "ptart"},
    native: .id,
    tags: .labels,
    references: [.references[]?.url?],
    facts: {assessment: $assessment, "fix complexity": .fix_complexity, added: .added},
    at: $place
  }
