# masscan 1.x JSON (`masscan -oJ`). What it reports is an observation, not a weakness: all are info. A
# finding is one open port.
#: tool = "masscan 1.x"
#: kinds = ["infra"]
#: input = "json"
#: records = "[]"
#: [[detect]]
#: has = ["[].ip", "[].ports[].proto", "[].ports[].reason"]
#: [[detect]]
#: has = ["[].ip", "[].ports[].proto", "[].ports[].service"]
if .finished then empty
else
  .ip as $ip
  | .ports | to_entries[]
  | "ports[\(.key)]" as $place | .value
  | select((.status // "open") == "open")
  | {
      rule: "open-port",
      title: "Port \(.port)/\(.proto) is open",
      severity: {is: "info"},
      host: $ip,
      port: .port,
      protocol: .proto,
      evidence: .service.banner?,
      facts: {service: .service.name?},
      at: $place
    }
end
