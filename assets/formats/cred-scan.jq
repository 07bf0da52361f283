# Microsoft CredScan CSV (`CredentialScanner … -f csv`).
# Severity: CredScan has none; a credential in the code counts as high here, as for Gitleaks. The clear
# text is not in the report; its hash is the tool's own identity for it.
#: tool = "CredScan"
#: kinds = ["secrets"]
#: input = "csv"
#: [[detect]]
#: columns = ["TimeofDiscovery", "Searcher", "IsSuppressed", "MatchingScore"]
{
  rule: .Searcher,
  title: "\(.Searcher | sub("^[A-Z0-9-]+ "; "")) in \(.Source | split("[/\\\\]"; null) | .[-1])",
  severity: {is: "high"},
  description: .Description,
  file: .Source,
  line: .Line,
  cwes: 798,
  native: .HashKey,
  suppressed: (if (.IsSuppressed | ascii_downcase) as $it | $it == "yes" or $it == "true"
    then (.SuppressJustification | if . == "" then true else . end) else null end),
  confidence: .MatchingScore,
  facts: {discovered: .TimeofDiscovery}
}
