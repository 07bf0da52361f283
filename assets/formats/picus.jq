# Picus Security Validation CSV of simulations. A finding is one action of one threat that was not blocked.
# Severity by the threat: Critical, High, Medium, Low as they say.
#: tool = "Picus"
#: kinds = ["infra"]
#: input = "csv"
#: [[detect]]
#: columns = ["simulationRunId", "threatId", "threatName", "actionId", "threatPreventionResult"]
(if .actionPreventionResult == "" then .threatPreventionResult else .actionPreventionResult end) as $result
| select(($result | ascii_downcase) != "blocked")
| {
    rule: (.actionId | if . == "" then error("`actionId` does not name it") else . end),
    title: "\(.threatName) - \(.actionName)",
    severity: .threatSeverity,
    description: .actionDescription,
    resource: .affectedProducts,
    parameter: "threat \(.threatId)",
    ids: (.cve | cve_ids),
    cwes: (.cwe | split(",") | map(gsub("\\D"; "") | select(. != ""))),
    tags: [.actionMitreTactic, .actionMitreTechnique, .actionMitreSubtechnique],
    facts: {
      prevention: $result, log: .threatDetectionLogResult, alert: .threatDetectionAlertResult,
      system: .affectedOs, platform: .affectedPlatforms, started: .attackStartedTimeUTC
    }
  }
