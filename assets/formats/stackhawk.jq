# StackHawk JSON (the webhook `scan.completed`).
# Severity: High, Medium, Low as they say. A finding is one plugin at one path and method. A path that was
# triaged as false positive or as accepted risk is kept with that claim.
#: tool = "StackHawk (HawkScan 2-4)"
#: kinds = ["dast"]
#: input = "json"
#: records = "scanCompleted.findings[]"
#: context = { scan = "scanCompleted.scan" }
#: scan = '''{
#:   version: $context.scan.hawkscanVersion, target: $context.scan.env, at: $context.scan.startedTimestamp,
#:   incomplete: (if ($context.scan.status // "COMPLETED") != "COMPLETED" then "the scan has the status \($context.scan.status)" else null end)
#: }'''
#: [[detect]]
#: has = ["service", "scanCompleted.scan.hawkscanVersion", "scanCompleted.findings"]
. as $it
| .paths | to_entries[]
| .key as $nth | .value as $path
| {
    rule: $it.pluginId,
    title: $it.pluginName,
    severity: $it.severity,
    url: "\($it.host | rtrimstr("/"))\($path.path)",
    method: $path.method,
    suppressed: (if $path.status == "FALSE_POSITIVE" or $path.status == "RISK_ACCEPTED" then $path.status else null end),
    references: [$it.findingURL, $path.pathURL],
    tags: $it.category,
    facts: {status: $path.status},
    at: "paths[\($nth)]"
  }
