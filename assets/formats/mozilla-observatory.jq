# Mozilla HTTP Observatory JSON (its command line tool and version 1 of its API): the tests, with or
# without the scan around them. A finding is one test that failed.
# Severity by the points that the Observatory takes off: up to 10 → low, up to 25 → medium, more → high.
#: tool = "Mozilla HTTP Observatory"
#: kinds = ["dast"]
#: input = "json"
#: records = ["tests.*", "*"]
#: context = { at = "scan.end_time", state = "scan.state" }
#: scan = '{incomplete: (if ($context.state // "FINISHED") != "FINISHED" then "the scan has the state \($context.state)" else null end)}'
#: [[detect]]
#: has = ["scan.algorithm_version", "scan.grade", "tests"]
#: [[detect]]
#: any_key_has = ["expectation", "score_modifier", "score_description"]
if (type == "object" and has("score_modifier")) | not then empty
elif .pass then empty
else {
  rule: .name,
  title: .score_description,
  severity: {word: (.score_modifier | tostring),
    is: (if .score_modifier >= -10 then "low" elif .score_modifier >= -25 then "medium" else "high" end)},
  description: .result,
  parameter: .name,
  cwes: 693,
  facts: {expectation: .expectation}
}
end
