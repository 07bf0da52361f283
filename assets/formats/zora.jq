# Zora 0.10 CSV (`zora-cli`, the export of image vulnerabilities of a cluster scan).
#
# A finding is one vulnerability of one image; the table names no package. Severities are those of the
# scanner inside, Trivy. The image is the target.
#: tool = "Zora 0.10"
#: kinds = ["container"]
#: input = "csv"
#: [[detect]]
#: columns = ["source", "image", "id", "title", "severity", "status", "description", "fixVersion"]
#: [severity]
#: CRITICAL = "critical"
#: HIGH = "high"
#: MEDIUM = "medium"
#: LOW = "low"
#: UNKNOWN = "unknown"
if .id == "" then error("no id") end
| {rule: .id, title, severity, description, ids: .id, scan: {image},
   remediation: (if .fixVersion == "" then null else "Update to \(.fixVersion)" end),
   facts: {source, image, status, "fixed in": .fixVersion}}
