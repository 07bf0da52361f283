# naabu 2.x JSON lines (`naabu -json`). What it reports is an observation, not a weakness: all are info.
# A finding is one open port.
#: tool = "naabu 2.x"
#: kinds = ["infra"]
#: input = "json"
#: file_types = "JSON lines"
#: [[detect]]
#: has = ["ip", "timestamp", "port", "protocol", "tls"]
(.port | if type == "object" then .Port else . end) as $port
| {
    rule: "open-port",
    title: "Port \($port)/\(.protocol // "tcp") is open",
    severity: {is: "info"},
    host: (.host // .ip),
    port: $port,
    protocol: (.protocol // "tcp"),
    facts: {address: .ip, tls: .tls}
  }
