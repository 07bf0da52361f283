# SonarQube's generic issue data (`sonar.externalIssuesReportPaths`), before and since version 10.3. A finding is one issue.
# Severity: the worst of a rule's `impacts`, BLOCKER → critical, HIGH → high, MEDIUM → medium, LOW → low, INFO → info;
# else `severity`, BLOCKER → critical, CRITICAL → high, MAJOR → medium, MINOR → low, INFO → info.
# The tool is the engine that the issue names. Not read: effort, columns.
#: tool = "SonarQube generic issues"
#: kinds = ["sast"]
#: input = "json"
#: records = "issues[]"
#: context = { rules = "rules" }
#: [[detect]]
#: has = ["issues[].primaryLocation", "issues[].ruleId"]
#: [severity]
#: BLOCKER = "critical"
#: CRITICAL = "high"
#: HIGH = "high"
#: MAJOR = "medium"
#: MEDIUM = "medium"
#: MINOR = "low"
#: LOW = "low"
#: INFO = "info"
def rank: {"BLOCKER": 0, "HIGH": 1, "MEDIUM": 2, "LOW": 3, "INFO": 4}[.] // 5;
. as $it
| ([$context.rules // [] | .[] | select(.id == $it.ruleId)] | first // {}) as $rule
| ([$rule.impacts[]?.severity] | sort_by(rank) | first // null) as $worst
| {
    rule: .ruleId,
    title: ((.primaryLocation.message | said) // $rule.name // .ruleId),
    severity: ($worst // .severity // $rule.severity),
    description: ($rule.description // null),
    file: .primaryLocation.filePath,
    line: .primaryLocation.textRange.startLine,
    end_line: .primaryLocation.textRange.endLine,
    flows: (if (.secondaryLocations // []) == [] then [] else [[.secondaryLocations[] | {file: .filePath, line: .textRange.startLine, text: .message}]] end),
    tags: [(.type // $rule.type)],
    scan: {tool: (((.engineId // $rule.engineId // "") | ascii_downcase | gsub("[^a-z0-9]+"; "-") | said) // "sonarqube-generic")}
  }
