# Mend (WhiteSource): the vulnerability report of the SCA API 1.3 and 1.4, the findings of the platform API
# 2.0 and 3.0, and the JSON of the scanner's libraries. A finding is one vulnerability of one library.
# Severity: the tool's word for CVSS 3 where there is one, else for CVSS 2: critical, high, medium, low.
# Not read: licences, locations beyond the first path, all fixes but the top one.
#: tool = "Mend"
#: kinds = ["sca"]
#: input = "json"
#: records = ["vulnerabilities[]", "response[]", "libraries[]"]
#: [[detect]]
#: has = ["vulnerabilities[].library.keyUuid"]
#: [[detect]]
#: has = ["response[].component", "response[].vulnerability", "supportToken"]
#: [[detect]]
#: has = ["libraries[].vulnerabilities", "libraries[].keyUuid"]
def type_of: ascii_downcase
  | if test("maven|gradle|java") then "maven" elif test("npm|node|javascript") then "npm"
    elif test("python") then "pypi" elif test("go_|golang") then "golang" elif test("nuget|dotnet") then "nuget"
    elif test("ruby|gem") then "gem" elif test("php|composer") then "composer" elif test("rust|cargo|crate") then "cargo"
    elif test("alpine") then "apk" elif test("debian") then "deb" elif test("rpm") then "rpm" else "" end;
def package_of: . as $it
  | ((.libraryType // .type // "") | type_of) as $ecosystem
  | {
      name: (if $ecosystem == "maven" and (.groupId // "") != "" and (.artifactId // "") != "" and .groupId != .artifactId
             then "\(.groupId):\(.artifactId)"
             else ((.groupId | said) // (.artifactId | said) // .name) end),
      version: (.version // ""),
      ecosystem: $ecosystem
    };
def fix: (.topFix // {}) | {text: (.fixResolution // ""), url: (.url // "")};
def finding($library; $path): . as $it
  | {
      rule: .name,
      title: "\(.name) in \($library.name // $library.filename // "") \($library.version // "")",
      severity: ((.cvss3_severity | said) // .severity),
      description: (.description // ""),
      remediation: fix.text,
      file: $path,
      package: ($library | package_of),
      ids: [.name],
      cvss: [{vector: (.scoreMetadataVector // ""), score: ((.cvss3_score // .score) | tonumber? // null), source: "mend"}],
      references: [(.url // ""), fix.url],
      facts: {published: (.publishDate // ""), project: (.project | strings // null), "file name": ($library.filename // "")}
    };
if .component then
  .component as $library
  | select((.findingInfo.status // "ACTIVE") != "LIBRARY_REMOVED")
  | (.vulnerability + {topFix, name: (.vulnerability.name // .name), scoreMetadataVector}
     | finding($library; $library.path))
    + {suppressed: (if (.findingInfo.status // "ACTIVE") == "IGNORED" then {kind: "IGNORED", why: (.findingInfo.comment.comment? // null)} else null end),
       facts: {published: .vulnerability.publishDate, project: .project.name, dependency: .component.dependencyType, exploitable: .exploitable}}
elif .library then
  .library as $library | finding($library; null)
else
  . as $library | .vulnerabilities[] | finding($library; ($library.locations[0].path? // null))
end
