# firmwalker text (`firmwalker.sh FOLDER FILE`). A finding is one file that a search found, under the pattern that
# found it. firmwalker looks for things worth a look and knows no severities: info.
# Not read: the listing of `etc/ssl`, hashes, and addresses found in files.
#: tool = "firmwalker"
#: kinds = ["infra"]
#: input = "text"
#: records = "all"
#: [[detect]]
#: starts = ["***Firmware Directory***"]
reduce (split("\n")[] | sub("\\s+$"; "")) as $line ({topic: "", pattern: "", out: []};
  if $line | test("^\\*\\*\\*.*\\*\\*\\*$") then .topic = ($line | gsub("\\*"; "") | sub("^Search for "; "")) | .pattern = ""
  elif $line | test("^#{5,}") then .pattern = ($line | gsub("^#+ *"; ""))
  elif $line | test("^-{5,}.*-{5,}$") then .pattern = ($line | gsub("^-+ *| *-+$"; ""))
  elif ($line | startswith("/")) and .pattern != "" then .out += [{topic, pattern, file: $line}]
  else . end)
| .out[]
| {
  rule: "\(.topic): \(.pattern)",
  title: "\(.file) (\(.topic))",
  severity: {word: "", is: "info"},
  file,
  description: "firmwalker found \(.file) while it searched for \(.topic) (\(.pattern))."
}
