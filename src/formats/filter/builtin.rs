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
    "black-duck-binary",
    "bundler-audit",
    "chkrootkit",
    "clamav",
    "cloudflare-insights",
    "codechecker",
    "contrast",
    "cwe-checker",
    "cyberwatch",
    "dawnscanner",
    "dockle",
    "horusec",
    "immuniweb",
    "immuniweb-discovery",
    "infer",
    "kiuwan",
    "kiuwan-sca",
    "mend",
    "polaris",
    "progpilot",
    "pwn-sast",
    "rubocop",
    "scantist",
    "semgrep-platform",
    "snyk-issues",
    "solar-appscreener",
    "sonarqube-generic",
    "sonatype",
    "vulners",
    "whitehat-sentinel",
    "xanitizer",
}

/// Where built-in filters come from.
const ORIGIN: &str = "built in";

/// All built-in filters.
pub fn builtin(runner: &Arc<dyn Runner>) -> Result<Vec<Filter>, Problem> {
    let read = |(name, text): &(&str, &str)| Filter::new(name, ORIGIN, text, Arc::clone(runner));
    FILTERS.iter().map(read).collect()
}
