//! The filters that come with the program: the list of those in `assets/formats/`.

use super::{Filter, Runner};
use crate::error::Problem;
use std::sync::Arc;

macro_rules! filters {
    ($( $name:literal, )*) => {
        /// Name and text of each.
        const FILTERS: &[(&str, &str)] = &[
            $( ($name, include_str!(concat!("../../../assets/formats/", $name, ".jq"))), )*
        ];
    };
}

filters! {
    "42crunch",
    "aide",
    "alert-logic",
    "auditjs",
    "azure-security-center",
    "black-duck-binary",
    "bundler-audit",
    "chkrootkit",
    "clamav",
    "cloudflare-insights",
    "cloudsploit",
    "codechecker",
    "composer-audit",
    "conftest",
    "contrast",
    "cwe-checker",
    "cyberwatch",
    "cycognito",
    "dawnscanner",
    "devaudit",
    "docker-bench",
    "dockle",
    "dotnet-vulnerable",
    "firmwalker",
    "garak",
    "gcloud-artifact-scan",
    "harbor",
    "horusec",
    "huskyci",
    "immuniweb",
    "immuniweb-discovery",
    "infer",
    "intsights",
    "intsights-csv",
    "kiuwan",
    "kiuwan-sca",
    "krakend-audit",
    "kube-hunter",
    "kube-linter",
    "kubeaudit",
    "legitify",
    "mend",
    "meterian",
    "mix-audit",
    "ms-defender",
    "nancy",
    "neuvector",
    "neuvector-compliance",
    "nsp",
    "openreports",
    "orca-security",
    "orca-security-csv",
    "ort",
    "polaris",
    "popeye",
    "progpilot",
    "pwn-sast",
    "redhat-satellite",
    "rubocop",
    "scantist",
    "scout-suite",
    "semgrep-platform",
    "snyk-issues",
    "solar-appscreener",
    "sonarqube-generic",
    "sonatype",
    "spectra-assure",
    "symfony-security-check",
    "vulners",
    "wazuh",
    "whitehat-sentinel",
    "xanitizer",
    "xeol",
}

/// Where built-in filters come from.
const ORIGIN: &str = "built in";

/// All built-in filters.
pub fn builtin(runner: &Arc<dyn Runner>) -> Result<Vec<Filter>, Problem> {
    let read = |(name, text): &(&str, &str)| Filter::new(name, ORIGIN, text, Arc::clone(runner));
    FILTERS.iter().map(read).collect()
}
