# ffuf 1.x and 2.x JSON (`ffuf -of json -o`; `-json` prints the records one a line, also read).
# What it reports is an observation, not a weakness: all are info. A finding is one request that matched.
#: tool = "ffuf 1.x, 2.x"
#: kinds = ["dast"]
#: input = "json"
#: records = "results[]"
#: context = { at = "time" }
#: scan = '{at: $context.at}'
#: [[detect]]
#: has = ["commandline", "results", "config.inputproviders"]
{
  rule: "path",
  title: "\(.url) answers with \(.status)",
  severity: {is: "info"},
  url: .url,
  facts: {
    status: .status, size: .length, words: .words, type: ."content-type", "redirects to": .redirectlocation,
    input: (.input // {} | del(.FFUFHASH) | [.[]] | join(", "))
  }
}
