# Rootkit Hunter 1.4 text (`/var/log/rkhunter.log`).
#
# A finding is one warning, or a check that ended as one without a text of its own. Rootkit Hunter has
# warnings only: medium. The target is the host.
#: tool = "Rootkit Hunter 1.4"
#: kinds = ["infra"]
#: input = "text"
#: records = "all"
#: [[detect]]
#: contains = ["Running Rootkit Hunter version"]
def check: sub(" *\\[ Warning \\]$"; "") | trim;
(capture("Running Rootkit Hunter version (?<version>\\S+) on (?<target>\\S+)") // {}) as $scan
| [split("\n")[] | sub("^\\[[0-9:]+\\] ?"; "")] as $lines
| {scan: $scan},
  (range($lines | length) as $at
| $lines[$at] as $line
| (if $at > 0 then $lines[$at - 1] else "" end) as $before
| (if ($line | startswith("Warning:")) then
     ($line | sub("^Warning: *"; "") | check) as $text
     # What goes on below is indented further than a check.
     | [label $end | $lines[$at + 1:][] | if startswith("         ") then trim else break $end end] as $more
     | {title: (if ($before | test("^ +.*\\[ Warning \\]$")) then ($before | check) else $text end),
        text: lines($text, $more[])}
   elif ($line | test("^ +.*\\[ Warning \\]$")) and ($lines[$at + 1] // "" | startswith("Warning:") | not) then
     {title: ($line | check), text: "The check ended with a warning without an explanatory message."}
   else empty end)
| {rule: (if .text == "" then null else .title end), title, severity: "warning", description: .text, scan: $scan,
   resource: $scan.target, at: "line \($at + 1)"})
