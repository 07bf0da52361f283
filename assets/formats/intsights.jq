# IntSights (Rapid7 Threat Command) JSON: alerts of `/public/v1/data/alerts/complete-alert`. A finding is one alert.
# Severities High, Medium, Low as IntSights says. Closed alerts are kept with that as a claim. The id of the
# alert is an identity that IntSights keeps.
# Not read: images, related indicators.
#: tool = "IntSights (Threat Command)"
#: kinds = ["infra"]
#: input = "json"
#: records = "Alerts[]"
#: [[detect]]
#: has = ["Alerts"]
#: [severity]
#: High = "high"
#: Medium = "medium"
#: Low = "low"
{
  rule: ([.Details.Type, .Details.SubType] | map(select((. // "") != "")) | join("/")),
  title: .Details.Title,
  severity: .Details.Severity,
  description: .Details.Description,
  resource: ([.Assets[]?.Value] | first // null),
  native: ._id,
  references: [.Details.Source.URL?],
  tags: [.Details.Tags[]?.Name],
  suppressed: (if .Closed.IsClosed? then {kind: "closed", why: .Closed.CloseReason?} else null end),
  facts: {
    assets: [.Assets[]? | "\(.Type): \(.Value)"],
    network: .Details.Source.NetworkType?,
    found: .FoundDate
  }
}
