# Microsoft Defender for Cloud (Azure Security Center) CSV: the export of recommendations. A finding is
# one recommendation that one resource does not follow (state Unhealthy). Severities High, Medium, Low as
# the table says. The target is the subscription; the id of the assessment is an identity that Azure keeps.
# Not read: healthy and not applicable resources, controls.
#: tool = "Microsoft Defender for Cloud (Azure Security Center)"
#: kinds = ["infra"]
#: input = "csv"
#: records = "rows"
#: [[detect]]
#: columns = ["recommendationId", "recommendationDisplayName", "azurePortalRecommendationLink"]
#: [severity]
#: High = "high"
#: Medium = "medium"
#: Low = "low"
select(.state | ascii_downcase | IN("healthy", "notapplicable") | not)
| {
  rule: .recommendationName,
  title: .recommendationDisplayName,
  severity,
  description,
  remediation: .remediationSteps,
  resource: .resourceId,
  native: .recommendationId,
  references: .azurePortalRecommendationLink,
  tags: [.resourceType],
  facts: {
    resource: .resourceName,
    "resource group": .resourceGroup,
    subscription: .subscriptionName,
    "first seen": .firstEvaluationDate,
    changed: .statusChangeDate
  },
  scan: {target: .subscriptionId, at: .exportedTimestamp}
}
