# PingCastle 2.x and 3.x XML (the health check of a domain). A finding is one risk rule that matched; the
# target is the domain.
# Severity by the points that PingCastle gives: from 20 critical, from 10 high, from 5 medium, above 0
# low; rules of no points are info. Not read: the objects of the domain.
#: tool = "PingCastle 2.x, 3.x"
#: kinds = ["infra"]
#: input = "xml"
#: records = "HealthcheckData/RiskRules/HealthcheckRiskRule"
#: context = { domain = "HealthcheckData/DomainFQDN", version = "HealthcheckData/EngineVersion", at = "HealthcheckData/GenerationDate" }
#: scan = '{version: text($context.version), target: text($context.domain), at: text($context.at)}'
#: [[detect]]
#: root = "HealthcheckData"
(text(.Points) // "0" | tonumber? // 0) as $points
| {
    rule: text(.RiskId),
    title: text(.Rationale),
    severity: {word: ($points | tostring),
      is: (if $points >= 20 then "critical" elif $points >= 10 then "high" elif $points >= 5 then "medium" elif $points > 0 then "low" else "info" end)},
    resource: text($context.domain),
    evidence: (texts(.Details[].string[]) | join("\n")),
    tags: [text(.Category), text(.Model)],
    references: "https://www.pingcastle.com/PingCastleFiles/ad_hc_rules_list.html#\(text(.RiskId))"
  }
