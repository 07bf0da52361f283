//! Names of tools: as their SARIF spells them, as they are called here, and what sort they are.

use crate::model::FindingKind;
use FindingKind::{Cicd, Container, Dast, Iac, Sast, Sca, Secrets};

/// How `driver.name` begins in kebab case; our name; what sort of tool it is. The first line that
/// fits wins; a name that fits none is kept in kebab case. Such a tool is taken for static analysis,
/// or for one of dependencies where its result names a component.
const TOOLS: &[(&str, &str, FindingKind)] = &[
    ("actionlint", "actionlint", Cicd),
    ("bandit", "bandit", Sast),
    ("bearer", "bearer", Sast),
    ("brakeman", "brakeman", Sast),
    ("burp", "burp", Dast),
    ("cargo-audit", "cargo-audit", Sca),
    ("cargo-deny", "cargo-deny", Sca),
    ("cfn-lint", "cfn-lint", Iac),
    ("cfn-nag", "cfn-nag", Iac),
    ("checkov", "checkov", Iac),
    ("checkmarx-kics", "kics", Iac),
    ("clair", "clair", Container),
    ("codeql", "codeql", Sast),
    ("cppcheck", "cppcheck", Sast),
    ("dependency-check", "dependency-check", Sca),
    ("detect-secrets", "detect-secrets", Secrets),
    ("docker-scout", "docker-scout", Container),
    ("eslint", "eslint", Sast),
    ("ggshield", "ggshield", Secrets),
    ("gitleaks", "gitleaks", Secrets),
    ("gosec", "gosec", Sast),
    ("govulncheck", "govulncheck", Sca),
    ("grype", "grype", Sca),
    ("hadolint", "hadolint", Iac),
    ("keeping-infrastructure-as-code-secure", "kics", Iac),
    ("kics", "kics", Iac),
    ("kube-linter", "kube-linter", Iac),
    ("kubescape", "kubescape", Iac),
    ("kubesec", "kubesec", Iac),
    ("microsoft-devskim", "devskim", Sast),
    ("mobsfscan", "mobsfscan", Sast),
    ("nodejsscan", "njsscan", Sast),
    ("nuclei", "nuclei", Dast),
    ("octoscan", "octoscan", Cicd),
    ("opengrep", "opengrep", Sast),
    ("osv", "osv-scanner", Sca),
    ("owasp-dependency-check", "dependency-check", Sca),
    ("owasp-zap", "zap", Dast),
    ("pip-audit", "pip-audit", Sca),
    ("poutine", "poutine", Cicd),
    ("retire", "retire", Sca),
    ("secretlint", "secretlint", Secrets),
    ("semgrep", "semgrep", Sast),
    ("snyk-code", "snyk-code", Sast),
    ("snykcode", "snyk-code", Sast),
    ("snyk-container", "snyk-container", Container),
    ("snyk-iac", "snyk-iac", Iac),
    ("snyk", "snyk", Sca),
    ("terrascan", "terrascan", Iac),
    ("tfsec", "tfsec", Iac),
    ("trivy", "trivy", Sca),
    ("trufflehog", "trufflehog", Secrets),
    ("wapiti", "wapiti", Dast),
    ("zap", "zap", Dast),
    ("zizmor", "zizmor", Cicd),
];

/// Our name for a tool, and its sort.
pub(super) fn known(driver: &str) -> (String, Option<FindingKind>) {
    let kebab = kebab(driver);
    let fits = |prefix: &str| {
        kebab
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    match TOOLS.iter().find(|(prefix, ..)| fits(prefix)) {
        Some((_, name, kind)) => ((*name).to_owned(), Some(*kind)),
        None if kebab.is_empty() => ("unnamed-tool".to_owned(), None),
        None => (kebab, None),
    }
}

/// Lower-case letters and digits, everything else as single `-`; at most 64 characters.
fn kebab(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars().take(64) {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_of_a_tool_have_one_name() {
        for (driver, name, kind) in [
            ("Semgrep OSS", "semgrep", Some(Sast)),
            ("Semgrep PRO", "semgrep", Some(Sast)),
            ("CodeQL", "codeql", Some(Sast)),
            ("Snyk Open Source", "snyk", Some(Sca)),
            ("SnykCode", "snyk-code", Some(Sast)),
            ("Trivy", "trivy", Some(Sca)),
            ("OWASP ZAP", "zap", Some(Dast)),
            ("osv-scanner", "osv-scanner", Some(Sca)),
            ("Harbourlane Lint (beta)", "harbourlane-lint-beta", None),
            ("retired", "retired", None),
        ] {
            assert_eq!(known(driver), (name.to_owned(), kind), "{driver}");
        }
    }
}
