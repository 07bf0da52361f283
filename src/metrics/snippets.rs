//! How tools are told to leave a rule alone.

use super::history::RuleName;

/// A tool, the file of its configuration, and what to write; `{rule}` is the rule.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "bandit",
        "pyproject.toml",
        "[tool.bandit]\nskips = [\"{rule}\"]",
    ),
    (
        "brakeman",
        "config/brakeman.yml",
        "---\n:skip_checks:\n- {rule}",
    ),
    ("checkov", ".checkov.yaml", "skip-check:\n  - {rule}"),
    (
        "eslint",
        "eslint.config.js",
        "rules: { \"{rule}\": \"off\" }",
    ),
    (
        "gitleaks",
        ".gitleaks.toml",
        "[[allowlists]]\ntargetRules = [\"{rule}\"]\npaths = ['''test/.*''']",
    ),
    ("gosec", "command line", "gosec -exclude={rule} ./..."),
    ("grype", ".grype.yaml", "ignore:\n  - vulnerability: {rule}"),
    ("hadolint", ".hadolint.yaml", "ignored:\n  - {rule}"),
    ("kics", "kics.yaml", "exclude-queries:\n  - {rule}"),
    (
        "kube-linter",
        ".kube-linter.yaml",
        "checks:\n  exclude:\n    - {rule}",
    ),
    ("nuclei", "config.yaml", "exclude-id:\n  - {rule}"),
    (
        "opengrep",
        "command line",
        "opengrep scan --exclude-rule {rule}",
    ),
    (
        "osv-scanner",
        "osv-scanner.toml",
        "[[IgnoredVulns]]\nid = \"{rule}\"\nreason = \"\"",
    ),
    (
        "semgrep",
        "command line",
        "semgrep scan --exclude-rule {rule}",
    ),
    ("shellcheck", ".shellcheckrc", "disable={rule}"),
    ("tfsec", ".tfsec/config.yml", "exclude:\n  - {rule}"),
    ("trivy", ".trivyignore", "{rule}"),
    ("zap", "zap.conf", "{rule}\tIGNORE\t(told off)"),
];

/// The file and the lines that switch a rule off in its tool; both empty for a tool that is not known
/// here, or a rule whose name could mean something else in a file.
pub fn ignore(rule: &RuleName) -> (&'static str, String) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/:@".contains(c);
    if rule.rule.is_empty() || !rule.rule.chars().all(plain) {
        return ("", String::new());
    }
    let tool = rule.tool.to_ascii_lowercase();
    let known = KNOWN.iter().find(|it| tool == it.0);
    known.map_or(("", String::new()), |(_, file, text)| {
        (*file, text.replace("{rule}", &rule.rule))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_could_mean_more_gets_no_snippet() {
        let rule = |tool: &str, rule: &str| RuleName {
            tool: tool.to_owned(),
            rule: rule.to_owned(),
        };
        let (file, text) = ignore(&rule("bandit", "B101"));
        assert_eq!(
            (file, text.as_str()),
            ("pyproject.toml", "[tool.bandit]\nskips = [\"B101\"]")
        );
        assert_eq!(ignore(&rule("bandit", "B1\"]\nx")), ("", String::new()));
        assert_eq!(ignore(&rule("nosuch", "B101")), ("", String::new()));
    }
}
