# AppSpider 6 and 7 XML (`VulnerabilitiesSummary.xml`).
# Severity by the attack score: 4-High → high, 3-Medium → medium, 2-Low → low, 1-Informational and 0-Safe
# → info. A finding is one vulnerability at one URL and parameter. Not read: the traffic.
#: tool = "AppSpider 6, 7"
#: kinds = ["dast"]
#: input = "xml"
#: records = "VulnSummary/VulnList/Vuln"
#: context = { version = "VulnSummary/AppVersion" }
#: scan = '{version: text($context.version)}'
#: [[detect]]
#: root = "VulnSummary"
#: [severity]
#: 4-High = "high"
#: 3-Medium = "medium"
#: 2-Low = "low"
#: 1-Informational = "info"
#: 0-Safe = "info"
def some(f): text(f) | if . == null or . == "N/A" or . == "" then null else . end;
{
  rule: text(.AttackList[].Attack[].AttackId, .ModuleId),
  title: text(.VulnType),
  severity: text(.AttackScore),
  description: (text(.Description) // "" | plain),
  remediation: (text(.Recommendation) // "" | plain),
  url: some(.NormalizedUrl, .VulnUrl),
  method: some(.Method),
  parameter: some(.ParameterName),
  cwes: (text(.CweId) | if . == "0" then null else . end),
  evidence: text(.MatchedString),
  confidence: text(.Confidence),
  facts: {attack: some(.AttackType), value: some(.AttackValue), class: text(.AttackClass)}
}
