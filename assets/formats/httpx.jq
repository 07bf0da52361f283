# httpx 1.x of ProjectDiscovery, JSON lines (`httpx -json`). What it reports is an observation, not a
# weakness: all are info. A finding is one page that answered. Not read: bodies, hashes, certificates.
#: tool = "httpx 1.x"
#: kinds = ["dast"]
#: input = "json"
#: file_types = "JSON lines, JSON"
#: [[detect]]
#: has = ["timestamp", "url", "input", "status_code", "scheme"]
#: [[detect]]
#: has = ["[].timestamp", "[].url", "[].input", "[].status_code", "[].scheme"]
select(.failed != true)
| {
    rule: "page",
    title: "\(.url) answers with \(.status_code)",
    severity: {is: "info"},
    url: .url,
    method: .method,
    facts: {
      status: .status_code, title: .title, server: .webserver, type: .content_type,
      technologies: .tech, addresses: .a, "redirects to": .location
    }
  }
