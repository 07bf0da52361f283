# Nosey Parker 0.14 to 0.24 JSON lines and JSON (`noseyparker report --format jsonl`).
#
# A finding is one match. The tool says no severity: every match is high, as those of Gitleaks, for
# whoever reads the code can use it. A match that somebody rejected is kept with that as a claim.
# Not read: blob metadata, scores, redundancy.
#: tool = "Nosey Parker 0.14 to 0.24"
#: kinds = ["secrets"]
#: input = "json"
#: file_types = "JSON lines, JSON"
#: [[detect]]
#: has = ["rule_name", "num_matches", "matches[].blob_id"]
#: [[detect]]
#: has = ["[].rule_name", "[].num_matches", "[].matches[].blob_id"]
.rule_name as $name
| (.rule_text_id // .rule_name) as $rule
| .matches[]?
| ([.provenance[]? | (.path? // .first_commit.blob_path? // .commit_provenance.blob_path?) | said] | first) as $file
| ([.provenance[]? | (.first_commit? // .commit_provenance?) | said] | first) as $commit
| {rule: $rule, title: $name, severity: {word: "", is: "high"}, cwes: 798,
   file: $file, line: .location.source_span.start.line, end_line: .location.source_span.end.line,
   column: .location.source_span.start.column, end_column: .location.source_span.end.column,
   secret: (.match_content // (.groups[0] | values | @base64d) // .snippet.matching),
   suppressed: (if .status == "reject" then (.comment // true) else null end),
   facts: {commit: ($commit.commit_metadata.commit_id // $commit.commit_id?),
           author: $commit.commit_metadata.author_name, comment: .comment}}
