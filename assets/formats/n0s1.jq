# n0s1 1.x JSON: credentials in tickets, pages and chats (Jira, Confluence, Slack, Asana, …).
# Severity: n0s1 has none; a leaked credential counts as high here, as for Gitleaks. Its report holds the
# text around the credential with the credential struck out; `id` is the tool's own identity for it.
#: tool = "n0s1 1.x"
#: kinds = ["secrets"]
#: input = "json"
#: records = "findings.*"
#: context = { version = "tool.version", at = "scan_date.date_utc", target = "tool.scan_arguments.scan_target" }
#: scan = '{version: $context.version, at: $context.at, target: $context.target}'
#: [[detect]]
#: value = { "tool.name" = "n0s1" }
.details as $details
| {
    rule: ($details.matched_regex_config.id // error("no rule matched")),
    title: "\($details.matched_regex_config.description // $details.matched_regex_config.id) in \($details.platform // "a page")",
    severity: {is: "high"},
    url: .url,
    cwes: 798,
    native: .id,
    evidence: .secret,
    tags: $details.matched_regex_config.tags,
    facts: {platform: $details.platform, field: $details.ticket_field}
  }
