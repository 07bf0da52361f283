# Xygeni 6 JSON of SAST (`xygeni sast --format json`).
#
# A finding is one vulnerability. Severities: critical, high, low, info, as Xygeni's documentation,
# "Severity"; medium where detectors use it. Reports of dependencies are recognised, and their
# vulnerabilities read. Not read: statistics, the list of parse errors but for the first, which makes the
# scan incomplete when it is fatal.
#: tool = "Xygeni 6"
#: kinds = ["sast", "sca"]
#: input = "json"
#: records = ["vulnerabilities[]", "dependencies[]"]
#: context = { version = "metadata.reportProperties.tool.version", at = "metadata.timestamp", fatal = "errors[].fatal", props = "metadata.reportProperties" }
#: scan = '''{version: $context.props."tool.version"?, at: $context.at,
#:   incomplete: (if any($context.fatal[]; . == true) then "Xygeni could not read a file" else null end)}'''
#: [[detect]]
#: has = ["metadata.reportProperties.tool.name", "vulnerabilities", "errors"]
#: [[detect]]
#: value = { "metadata.format" = ["sast-xygeni", "deps-xygeni"] }
#: [severity]
#: critical = "critical"
#: high = "high"
#: medium = "medium"
#: low = "low"
#: info = "info"
if $at.keys[0] == "vulnerabilities" then
  {rule: .detector, title: .detector, severity, description: .explanation, kind: "sast",
   file: .location.filepath, line: .location.beginLine, end_line: .location.endLine,
   column: .location.beginColumn, end_column: .location.endColumn, snippet: .location.code,
   cwes: (.cwes // .cwe), confidence, tags, native: .uniqueHash,
   flows: [.codeFlows[]? | [(.dataPaths // .frames)[]?
     | {file: .location.filepath, line: .location.beginLine, text: .location.code}]],
   facts: {kind: .kind, container: .container}}
else
  . as $package
  | .vulnerabilities[]?
  | {rule: (.id // .cve), title: (.title // .id // .cve), kind: "sca", severity, description,
     ids: ([.id, .cve, .aliases[]?] | map(said)), cwes: .cwes,
     package: {name: $package.name, version: $package.version, purl: $package.purl}}
end
