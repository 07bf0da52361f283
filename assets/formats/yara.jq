# YARA 4 text (`yara [-m] [-g] [-s] RULES PATH`).
#
# A finding is one rule that matched one file. YARA itself says no severity: that of the rule's own
# `severity` (or `threat_level`, `score`) is taken where `-m` prints it; else a match is medium. Lines of matched strings are
# not read, for they may hold what is to be kept secret. A path with a blank in front is not told apart.
#: tool = "YARA 4"
#: kinds = ["infra"]
#: input = "text"
#: records = "lines"
#: [[detect]]
#: name = ["*yara*"]
#: claim = "maybe"
#: [severity]
#: critical = "critical"
#: high = "high"
#: medium = "medium"
#: moderate = "medium"
#: low = "low"
#: info = "info"
#: informational = "info"
select(test("^0x[0-9a-f]+:\\$|^(error|warning): ") | not)
| capture("^(?<rule>[A-Za-z_][A-Za-z0-9_]*) (?:\\[(?<tags>[A-Za-z0-9_,]*)\\] )?(?:\\[(?<meta>[a-zA-Z_][A-Za-z0-9_]*=.*)\\] )?(?<file>\\S.*)$")
  // error("not a line of YARA")
| ([.meta // "" | scan("([A-Za-z_][A-Za-z0-9_]*)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\]]+))") | {key: .[0], value: (.[1] // .[2])}]
   | from_entries) as $meta
| {rule, title: "\(.rule) matched \(.file)",
   severity: (($meta.severity // $meta.threat_level) // {word: "", is: "medium"}), resource: .file,
   description: $meta.description, references: $meta.reference, tags: (.tags // "" | split(",")),
   facts: ($meta | del(.description, .severity, .reference))}
