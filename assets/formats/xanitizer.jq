# Xanitizer 3–5, XML list of findings. A finding is one problem.
# Severity: the band of the rating, 0 to 10, which follows CVSS.
# Classified False Positive, Intended, Duplicate or Ignore is kept as a claim.
# Not read: the nodes between the two ends of a path.
#: tool = "Xanitizer 3–5"
#: kinds = ["sast"]
#: input = "xml"
#: records = "XanitizerFindingsList/finding"
#: context = { root = "XanitizerFindingsList@" }
#: scan = '{version: $context.root."@xanitizerVersionShort"}'
#: [[detect]]
#: root = "XanitizerFindingsList"
def place($node): {
    file: ($node."@relativePath" // ($node."@classFQN" | strings | gsub("\\."; "/") + ".java")),
    line: $node."@lineNo"
  };
(text(.rating) // "" | tonumber? // null) as $rating
| (.startNode[0]? // null) as $start
| ((.endNode[0]? // .node[0]?) // null) as $end
| (text(.package) // "" | gsub("\\."; "/")) as $folder
| (if $folder == "" then text(.file) else "\($folder)/\(text(.file))" end) as $file
| (if $end and $end."@relativePath" then place($end).file else $file end) as $file
| (text(.problemTypeId) // error("`problemTypeId` does not name it")) as $rule
| text(.classification) as $class
| {
    rule: $rule,
    title: text(.problemType),
    severity: (if $rating then {word: text(.rating), is: ($rating | by_score).is} else null end),
    description: text(.description),
    file: ($file | sub("^.*/SourceCode/"; "")),
    line: text(.line),
    cwes: text(.cweNumber),
    tags: [text(.category)],
    flows: (if $start and $end then [[place($start), place($end)]] else [] end),
    facts: {class: text(.class), classification: $class, reviewed: text(.reviewed)},
    suppressed: (if ["False Positive", "Intended", "Duplicate", "Ignore"] | any(.[]; . == $class) then {kind: $class} else null end)
  }
