# WhatWeb 0.5 JSON (`whatweb --log-json`). What it reports is an observation, not a weakness: all are info.
# A finding is one page with the technologies seen there.
#: tool = "WhatWeb 0.5"
#: kinds = ["dast"]
#: input = "json"
#: [[detect]]
#: has = ["[].target", "[].http_status", "[].plugins"]
#: [[detect]]
#: has = ["target", "http_status", "plugins"]
select((.target // "") != "")
| {
    rule: "technologies",
    title: "Technologies identified: \(.target)",
    severity: {is: "info"},
    url: .target,
    evidence: (.plugins | to_entries | map("\(.key) \(.value.version // .value.string // [] | join(", "))" | rtrimstr(" ")) | join("\n")),
    facts: {status: .http_status}
  }
