# Dockle 0.4 JSON (`dockle -f json`).
#
# A finding is one check that the image fails, with all its alerts. Levels as in Dockle's README, "Level":
# FATAL, WARN and INFO; PASS is no finding, nor are SKIP, which was not checked, and IGNORE, which a person
# told Dockle to leave out.
#: tool = "Dockle 0.4"
#: kinds = ["container"]
#: input = "json"
#: records = "details[]"
#: context = { image = "image" }
#: scan = '{image: $context.image}'
#: [[detect]]
#: has = ["summary.fatal", "summary.pass", "details"]
#: [severity]
#: FATAL = "critical"
#: WARN = "medium"
#: INFO = "low"
select(.level | IN("PASS", "SKIP", "IGNORE") | not)
| {rule: .code, title, severity: .level, description: lines(.alerts[])}
