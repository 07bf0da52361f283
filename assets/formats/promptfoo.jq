# promptfoo 0.9x JSON (`promptfoo redteam eval -o`). A finding is one prompt that made one provider fail a
# test; what passed is none, a test that could not run is a skipped record.
# Severity: critical, high, medium, low as the plugin says; tests of one's own have none.
#: tool = "promptfoo 0.9x"
#: kinds = ["dast"]
#: input = "json"
#: records = "results.results[]"
#: context = { at = "results.timestamp" }
#: scan = '{at: $context.at}'
#: [[detect]]
#: has = ["evalId", "results.results", "results.prompts"]
select(.success | not)
| if .failureReason == 2 then error("the test could not run: \(.error // "")") else . end
| (.testCase.metadata // .metadata // {}) as $plugin
| (.provider | if type == "object" then .id else . end) as $provider
| {
    rule: ($plugin.pluginId // "assertion"),
    title: (if $plugin.harmCategory then "\($plugin.harmCategory) (\($plugin.pluginId))" else ($plugin.pluginId // .error) end),
    severity: $plugin.severity,
    description: ([$plugin.goal, (.gradingResult.reason // .error)] | map(select(. != null and . != "")) | join("\n\n")),
    resource: $provider,
    parameter: (.prompt.raw // "" | .[:300]),
    evidence: (.response.output? // null | if type == "string" then . else tojson end | .[:4000]),
    tags: [$plugin.strategyId],
    facts: {provider: $provider}
  }
