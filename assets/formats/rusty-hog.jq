# Rusty Hog 1.x JSON: Choctaw Hog (git), Duroc Hog (files), Essex Hog (Confluence), Gottingen Hog (Jira),
# Berkshire Hog (S3), Ankamali Hog (Google Drive), Hante Hog (Slack).
# Severity: it has none; a leaked credential counts as high here, as for Gitleaks. A finding is one text
# that one pattern found at one place.
#: tool = "Rusty Hog 1.x"
#: kinds = ["secrets"]
#: input = "json"
#: records = "[]"
#: [[detect]]
#: has = ["[].stringsFound", "[].reason"]
#: lacks = ["[].branch"]
. as $it
| .stringsFound | to_entries[]
| {
    rule: $it.reason,
    title: "\($it.reason) found in \($it.path // $it.key // $it.issue_id // $it.page_id // $it.file_id // $it.url // "a text")",
    severity: {is: "high"},
    file: ($it.path // $it.key),
    line: ([$it.new_line_num, $it.old_line_num, $it.linenum] | map(select(. != null and . > 0)) | .[0]),
    url: (if ($it.path // $it.key) == null then ($it.url // $it.web_link) else null end),
    cwes: 798,
    secret: .value,
    facts: {
      commit: $it.commitHash, date: $it.date, "page": $it.page_id, issue: $it.issue_id,
      message: ($it.commit // "" | split("\n")[0])
    },
    at: "stringsFound[\(.key)]"
  }
