# ClamAV 0.10x–1.x, the text of `clamscan` and `clamdscan`. A finding is one file with malware.
# The tool says no severity; malware that is there → high.
# Not read: files that are clean or could not be read, the summary.
#: tool = "ClamAV 0.10x–1.x"
#: kinds = ["infra"]
#: input = "text"
#: records = "lines"
#: [[detect]]
#: contains = ["SCAN SUMMARY", "Infected files:"]
capture("^(?<path>.+): (?<name>[^ ]+)( \\([^)]*\\))? FOUND$")?
| {
    rule: .name,
    title: "Malware \(.name) in \(.path)",
    severity: {word: "FOUND", is: "high"},
    file: .path,
    resource: .path
  }
