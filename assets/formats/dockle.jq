# Dockle 0.4 JSON (`dockle -f json`). A finding is one checkpoint that the image fails, with all that was found
# as evidence. Levels: https://github.com/goodwithtech/dockle#level (FATAL, WARN, INFO, SKIP); PASS and IGNORE
# are none.
#: tool = "Dockle 0.4"
#: kinds = ["iac"]
#: input = "json"
#: records = "details[]"
#: context = { image = "image" }
#: scan = '{image: $context.image}'
#: [[detect]]
#: has = ["summary.fatal", "summary.warn", "details"]
#: [severity]
#: FATAL = "high"
#: WARN = "medium"
#: INFO = "low"
#: SKIP = "info"
select(.level | IN("PASS", "IGNORE") | not)
| {rule: .code, title, severity: .level, evidence: ((.alerts // []) | join("\n"))}
