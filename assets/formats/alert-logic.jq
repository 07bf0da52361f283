# Alert Logic MDR, the CSV of exposures. A finding is one vulnerability of one asset and port.
# Severity: Critical, High, Medium, Low, Info as they say.
# `Vulnerability Key` is Alert Logic's identity. Not read: owners, ages.
#: tool = "Alert Logic"
#: kinds = ["infra"]
#: input = "csv"
#: [[detect]]
#: columns = ["Vulnerability", "CVSS Score", "Vulnerability Span ID", "Vulnerability Key", "Asset Key"]
if .Vulnerability == "" then error("`Vulnerability` does not name it") else . end
| (."Protocol/Port" | split("/")) as $service
| {
    rule: ((.CVE | said) // (."Vulnerability ID" | said) // .Vulnerability),
    title: .Vulnerability,
    severity: .Severity,
    description: .Description,
    remediation: .Resolution,
    evidence: .Evidence,
    host: ((."Asset Name" | said) // ."IP Address"),
    port: ($service[1] // null), protocol: ($service[0] // null),
    ids: (.CVE | split(",")),
    cvss: (if ."CVSS Score" | test("^[0-9.]+$") then {score: (."CVSS Score" | tonumber), source: "alert-logic"} else null end),
    native: ."Vulnerability Key",
    tags: [.Category],
    facts: {address: ."IP Address", deployment: ."Deployment Name", service: .Service, "operating system": ."Operating System",
      "first seen": ."First Seen", "last scanned": ."Last Scanned", "known exploited": ."CISA Known Exploited"}
  }
