# THC Hydra 8.x and 9.x JSON (`hydra -b jsonv1 -o`). A finding is one login that worked.
# Severity: Hydra has none; a password that was guessed counts as high here, as a leaked one does. An
# entry without host is a skipped record. A run that reports errors is incomplete.
#: tool = "Hydra 8.x, 9.x"
#: kinds = ["infra"]
#: input = "json"
#: records = "results[]"
#: context = { version = "generator.version", at = "generator.built", errors = "errormessages[]" }
#: scan = '''{
#:   version: $context.version, at: ($context.at // "" | sub(" "; "T")),
#:   incomplete: (if ($context.errors // [] | length) > 0 then "Hydra reports an error: \($context.errors[0])" else null end)
#: }'''
#: [[detect]]
#: has = ["generator.software", "generator.jsonoutputversion", "quantityfound", "results"]
if (.host // "") == "" then error("it has no host")
else {
  rule: "weak-password/\(.service // "service")",
  title: "Guessed password of \(.login // "a user") for \(.service // "a service")",
  severity: {is: "high"},
  host: .host,
  port: .port,
  protocol: "tcp",
  parameter: .login,
  cwes: 521,
  secret: .password,
  facts: {service: .service}
}
end
