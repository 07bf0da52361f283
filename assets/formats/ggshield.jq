# ggshield 1.x JSON (`ggshield secret scan … --json`).
# Severity: ggshield has none; a credential in the code counts as high here, as for Gitleaks. The match
# is already masked by the tool. A finding is one occurrence of one incident. An incident that its
# settings ignore is kept with that claim.
#: tool = "ggshield 1.x"
#: kinds = ["secrets"]
#: input = "json"
#: records = ["entities_with_incidents[]", "scans[].entities_with_incidents[]"]
#: [[detect]]
#: has = ["id", "type", "total_incidents", "total_occurrences"]
.filename as $file
| .incidents | to_entries[]
| .key as $nth | .value as $it
| ($it.occurrences // []) | to_entries[]
| {
    rule: $it.type,
    title: "\($it.type) found in \($file | split("/")[-1])",
    severity: {is: "high"},
    file: $file,
    line: .value.line_start,
    end_line: .value.line_end,
    cwes: 798,
    native: $it.ignore_sha,
    secret: .value.match,
    suppressed: (if $it.known_secret == true then "known to the GitGuardian dashboard" else $it.ignore_reason end),
    facts: {validity: $it.validity, policy: $it.policy, kind: .value.type, incident: $it.incident_url},
    at: "incidents[\($nth)].occurrences[\(.key)]"
  }
