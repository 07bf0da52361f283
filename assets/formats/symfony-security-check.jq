# Symfony's and FriendsOfPHP's security checker JSON (`symfony check:security --format json`,
# `local-php-security-checker --format json`). A finding is one advisory about one package. The tools give no
# severity.
#: tool = "Symfony security checker"
#: kinds = ["sca"]
#: input = "json"
#: records = "*"
#: [[detect]]
#: has = ["*.version", "*.advisories[].link", "*.advisories[].cve"]
.version as $version
| (.advisories | (.[]? // empty))
| {
  rule: ((.cve | said) // .link),
  title,
  package: {ecosystem: "composer", name: $at.keys[0], version: $version},
  ids: .cve,
  references: .link
}
