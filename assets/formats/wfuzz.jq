# Wfuzz 2.x and 3.x JSON (`wfuzz -o json`). What it reports is an observation, not a weakness: all are
# info. A finding is one request that was shown.
#: tool = "Wfuzz 2.x, 3.x"
#: kinds = ["dast"]
#: input = "json"
#: records = "[]"
#: [[detect]]
#: has = ["[].chars", "[].payload", "[].words", "[].url"]
{
  rule: "path",
  title: (if .code == null then "\(.url) answers" else "\(.url) answers with \(.code)" end),
  severity: {is: "info"},
  url: .url,
  method: .method,
  request: (.payload // "" | sub("^[^|\\n]*\\| "; "")),
  facts: {status: .code, size: .chars, words: .words, server: .server, "redirects to": .location}
}
