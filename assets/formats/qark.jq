# QARK 4 JSON (`qark --report-type json`).
#
# A finding is one issue. Severities as in QARK's `Severity`: VULNERABILITY → high, ERROR and WARNING →
# medium, INFO → info. The path is that behind `/qark/` and the name of the decompiler: QARK reads what
# several of them make of one class.
#: tool = "QARK 4"
#: kinds = ["sast"]
#: input = "json"
#: [[detect]]
#: has = ["[].category", "[].file_object", "[].apk_exploit_dict"]
#: [severity]
#: VULNERABILITY = "high"
#: ERROR = "medium"
#: WARNING = "medium"
#: INFO = "info"
{rule: .name, title: .name, severity, description,
 file: (.file_object // "" | sub("^.*/qark/(fernflower|cfr|procyon)/"; "") | sub("^.*/qark/"; "")),
 line: .line_number[0]?, column: .line_number[1]?,
 references: [.description // "" | scan("https?://[^\\s\"'<>)]+")], tags: .category}
