# garak 0.9+ JSON lines (`*.hitlog.jsonl`): each line is one answer of a language model in which a detector saw
# what it looks for. A finding is one probe that one detector saw succeed, once for each prompt. garak scores hits
# from 0 to 1, which says how sure the detector is and not how bad it is: there is no severity, the score is the
# confidence. The target is the model.
# Not read: the report of all attempts (`*.report.jsonl`).
#: tool = "garak 0.9"
#: kinds = ["dast"]
#: input = "json"
#: file_types = "JSON lines"
#: [[detect]]
#: has = ["probe", "detector", "generator", "attempt_id"]
def told: if type == "object" then ((.turns? // [])[-1].content.text? // .text? // null) else . end;
{
  rule: "\(.probe)/\(.detector)",
  title: "\(.probe): \(.goal)",
  description: lines("Prompt: \(.prompt | told)", "Answer: \(.output | told)"),
  confidence: .score,
  evidence: (.output | told),
  parameter: (.prompt | told | if . then .[:120] else null end),
  tags: (.triggers // []),
  facts: {goal, run: .run_id},
  scan: {target: .generator}
}
