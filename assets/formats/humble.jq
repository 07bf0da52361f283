# humble 1.x JSON (`humble -o json`), in English. A finding is one header of one page.
# Severity: humble has none; all stay unknown.
#: tool = "humble 1.x"
#: kinds = ["dast"]
#: input = "json"
#: records = "all"
#: [[detect]]
#: contains = ["[0. Info]", "HTTP Security Headers]"]
(to_entries | map(select(.key | test("\\. Info\\]$|^\\[?0\\."))) | .[0].value.URL?) as $url
| to_entries[]
| select(.value | type == "array")
| .key as $section
| (if ($section | test("Missing")) then ["missing-header", "Missing header: "]
   elif ($section | test("Fingerprint")) then ["fingerprint-header", "Header that tells too much: "]
   elif ($section | test("Deprecated|Insecure")) then ["deprecated-header", "Deprecated header: "]
   elif ($section | test("Empty")) then ["empty-header", "Header without value: "]
   else empty end) as [$rule, $words]
| .value | to_entries[]
| select((.value | type) == "string" and (.value | test("^Nothing to report") | not))
| {
    rule: $rule,
    title: "\($words)\(.value)",
    url: $url,
    parameter: (.value | split(" (")[0]),
    cwes: (if $rule == "fingerprint-header" then 200 else 693 end),
    at: "\($section)[\(.key)]"
  }
