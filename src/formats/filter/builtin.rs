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
    "actionlint",
    "actionlint-text",
    "apkleaks",
    "appcheck",
    "appspider",
    "arachni",
    "bugcrowd",
    "bugcrowd-api",
    "burp-dastardly",
    "burp-graphql",
    "cfn-lint",
    "cfn-nag",
    "checkstyle",
    "chef-inspect",
    "cobalt",
    "cobalt-api",
    "crashtest-security",
    "cred-scan",
    "dirsearch",
    "dockle",
    "drheader",
    "edgescan",
    "ffuf",
    "ggshield",
    "gobuster",
    "hackerone",
    "httpx",
    "humble",
    "hydra",
    "inspec",
    "iriusrisk",
    "lynis",
    "masscan",
    "mobsf",
    "mozilla-observatory",
    "n0s1",
    "naabu",
    "nettacker",
    "outpost24",
    "phpcs",
    "picus",
    "pingcastle",
    "poutine",
    "promptfoo",
    "ptart",
    "rapplex",
    "riskrecon",
    "ruff",
    "rusty-hog",
    "secretlint",
    "shellcheck",
    "skf",
    "sqlmap",
    "sqlmap-log",
    "ssh-audit",
    "ssl-labs",
    "sslscan",
    "sslyze",
    "sslyze-xml",
    "stackhawk",
    "talisman",
    "threagile",
    "threat-composer",
    "trustwave",
    "trustwave-fusion",
    "wfuzz",
    "whatweb",
    "whispers",
}

/// Where built-in filters come from.
const ORIGIN: &str = "built in";

/// All built-in filters.
pub fn builtin(runner: &Arc<dyn Runner>) -> Result<Vec<Filter>, Problem> {
    let read = |(name, text): &(&str, &str)| Filter::new(name, ORIGIN, text, Arc::clone(runner));
    FILTERS.iter().map(read).collect()
}
