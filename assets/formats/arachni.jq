# Arachni 1.x JSON (`arachni_reporter --reporter=json`).
# Severity: high, medium, low, informational as they say. A finding is one issue at one place. `digest`
# is Arachni's own identity for it. The request is kept, credentials masked. Not read: bodies, the sitemap.
#: tool = "Arachni 1.x"
#: kinds = ["dast"]
#: input = "json"
#: records = "issues[]"
#: context = { version = "version", url = "options.url", end = "finish_datetime" }
#: scan = '''{
#:   version: $context.version,
#:   target: ($context.url // "" | sub("^[a-z]+://"; "") | split("/")[0]),
#:   at: ($context.end // "" | sub("^(?<d>\\S+) (?<t>\\S+) (?<h>[+-]\\d\\d)(?<m>\\d\\d)$"; "\(.d)T\(.t)\(.h):\(.m)"))
#: }'''
#: [[detect]]
#: has = ["version", "options.authorized_by", "sitemap", "issues"]
#: [[detect]]
#: has = ["issues[].check.shortname", "issues[].vector", "issues[].digest"]
{
  rule: (.check.shortname // .name),
  title: .name,
  severity: .severity,
  description: .description,
  remediation: .remedy_guidance,
  url: (.vector.action // .vector.url // .page.dom.url),
  method: (.vector.method // .request.method),
  parameter: .vector.affected_input_name,
  cwes: .cwe,
  native: (.digest | if . == null then null else tostring end),
  evidence: .proof,
  request: .request.headers_string,
  references: (.references // {} | [.[]]),
  confidence: (if .trusted == false then "untrusted" else null end),
  tags: .tags,
  facts: {"where": .vector.type, "platform": .platform_name, "attack": .vector.affected_input_value}
}
