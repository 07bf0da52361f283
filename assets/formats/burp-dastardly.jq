# Dastardly and Burp Suite DAST JUnit XML (`dastardly-report.xml`). The XML of issues is read as burp.
# Severity: High, Medium, Low, Info as they say. A finding is one failure of one page.
#: tool = "Dastardly, Burp Suite DAST (JUnit)"
#: kinds = ["dast"]
#: input = "xml"
#: records = "testsuites/testsuite"
#: scan = '{tool: "burp"}'
#: [[detect]]
#: root = "testsuites"
#: contains = ["Dastardly scan results"]
#: [[detect]]
#: root = "testsuites"
#: contains = ["Burp Suite", "<failure message="]
def field($name): "(?m)^" + $name + ": *(?<it>.*)$";
def said($text; $name): $text | (capture(field($name)) // {it: null}).it;
def section($text; $name): $text | (capture($name + "\\n(?<it>(?:.+\\n?)+)") // {it: null}).it;
."@name" as $page
| .testcase // [] | to_entries[]
| .key as $nth | .value as $case
| ($case.failure // [])[]
| (."#text" // "") as $text
| {
    rule: $case."@name",
    title: $case."@name",
    severity: (."@type" // said($text; "Severity")),
    confidence: said($text; "Confidence"),
    url: (if said($text; "Host") != null then "\(said($text; "Host") | rtrimstr("/"))\(said($text; "Path") // "")" else $page end),
    parameter: ($text | (capture("[Tt]he (?:value of the )?(?<it>\\S+) (?:request parameter|JSON parameter|parameter|cookie)") // {it: null}).it),
    description: ([section($text; "Issue Detail"), section($text; "Issue Background")] | map(select(. != null)) | join("\n")),
    remediation: ([section($text; "Remediation Detail"), section($text; "Remediation Background"), section($text; "Issue Remediation")] | map(select(. != null)) | join("\n")),
    cwes: ($text | cwe_ids),
    references: ([$text | scan("https?://[^\\s)\\]>\"]+")] | map(select(test("portswigger|owasp|mitre"))) | unique),
    facts: {page: $page},
    at: "testcase[\($nth)]"
  }
