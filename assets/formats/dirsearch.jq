# dirsearch 0.4 JSON (`dirsearch --format=json -o`). What it reports is an observation, not a weakness: all
# are info. A finding is one path that answered.
#: tool = "dirsearch 0.4"
#: kinds = ["dast"]
#: input = "json"
#: records = "results[]"
#: [[detect]]
#: has = ["info.args", "info.time", "results"]
{
  rule: "path",
  title: "\(.url) answers with \(.status)",
  severity: {is: "info"},
  url: .url,
  facts: {status: .status, size: ."content-length", type: ."content-type", "redirects to": .redirect}
}
