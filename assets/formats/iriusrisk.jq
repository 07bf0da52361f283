# IriusRisk CSV export of threats. A finding is one threat to one component in one use case.
# Severity by the current risk: Critical, High, Medium, Low; Very low → info. A threat whose countermeasures
# are all in place is kept with that claim.
#: tool = "IriusRisk"
#: kinds = ["manual"]
#: input = "csv"
#: [[detect]]
#: columns = ["Component", "Use case", "Threat", "Current Risk", "Countermeasure progress"]
#: [severity]
#: Critical = "critical"
#: "Very high" = "critical"
#: High = "high"
#: Medium = "medium"
#: Low = "low"
#: "Very low" = "info"
{
  rule: (.Threat | if . == "" then error("`Threat` does not say what it is") else . end),
  title: .Threat,
  severity: ."Current Risk",
  resource: .Component,
  parameter: ."Use case",
  description: ."Risk Response",
  cwes: (."MITRE reference" | cwe_ids),
  tags: [."MITRE reference", (."STRIDE-LM" // null)],
  suppressed: (if ."Countermeasure progress" == "100%" then "all countermeasures are in place" else null end),
  facts: {"inherent risk": ."Inherent Risk", "projected risk": ."Projected Risk", progress: ."Countermeasure progress", owner: .Owner, source: .Source}
}
