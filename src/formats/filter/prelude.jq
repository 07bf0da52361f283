# Functions that every filter may call, beside the library of the interpreter.

# The value unless it says nothing.
def said: select(. != null and . != "" and . != [] and . != {});

# XML: the text of the first of some elements, or null; and of all of them.
def texts(f): [f | if isarray then .[] else . end | if isobject then ."#text" else . end | said];
def text(f): first(texts(f)[], null);

# What is said among some values, one a line.
def lines(f): [f | said | tostring] | join("\n");

# A CVSS v3 base score as a severity (v3.1 specification, section 5).
def by_score: (if isstring then (tonumber? // null) else . end) as $n
  | {word: (. // "" | tostring),
     is: (if $n == null then "unknown" elif $n >= 9 then "critical" elif $n >= 7 then "high"
          elif $n >= 4 then "medium" elif $n > 0 then "low" else "info" end)};

# Ids named in a text, each once, in their order.
def distinct: reduce .[] as $x ([]; if any(.[]; . == $x) then . else . + [$x] end);
def cve_ids: [tostring | scan("CVE-[0-9]{4}-[0-9]{4,}"; "i") | ascii_upcase] | distinct;
def cwe_ids: [tostring | scan("CWE-[0-9]+"; "i") | ascii_upcase] | distinct;

# "name@1.2" as name and version, split at the last separator.
def split_pkg($sep): (rindex($sep)) as $at
  | if $at == null or $at == 0 then {name: .} else {name: .[:$at], version: .[$at + ($sep | length):]} end;
