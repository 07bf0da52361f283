# Dockle 0.4 JSON (`dockle -f json`).
#
# A finding is one alert of one check of the image. Levels as in Dockle's README, "Level": FATAL is
# to be fixed, WARN most likely, INFO may be; PASS is no finding, and so is SKIP, which was not checked.
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
#: WARN = "high"
#: INFO = "info"
select(.level != "PASS" and .level != "SKIP")
| . as $check
| .alerts[]
| {rule: $check.code, title: $check.title, severity: $check.level, description: .}
