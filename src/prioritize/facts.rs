//! What is known about an issue when it is scored. A caller fills this from the store; nothing here
//! looks anything up.

use super::cvss::{Best, Version};
use crate::model::{Criticality, Severity, Ternary};

/// All that a score is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Worst severity of the open findings.
    pub severity: Severity,
    /// The CVSS claim to use, see [`super::cvss::best`].
    pub cvss: Option<CvssFact>,
    /// True when the issue has a CVE, so that the feeds could know it.
    pub has_cve: bool,
    /// True when a KEV feed was ever imported.
    pub kev_fed: bool,
    /// The entry in the KEV catalogue.
    pub kev: Option<KevFact>,
    /// True when an EPSS feed was ever imported.
    pub epss_fed: bool,
    /// The EPSS score.
    pub epss: Option<EpssFact>,
    /// What CISA's Vulnrichment says of the vulnerability.
    pub ssvc: Option<SsvcFact>,
    /// Whether the flawed code can be reached, as a person said.
    pub reachable: Sourced<Ternary>,
    /// How many different tools see it.
    pub tools: usize,
    /// Whether the application runs in production.
    pub in_production: Sourced<Ternary>,
    /// Whether the internet can reach it.
    pub internet_facing: Sourced<Ternary>,
    /// Whether it holds personal data.
    pub personal_data: Sourced<Ternary>,
    /// How much harm its failure does.
    pub criticality: Sourced<Option<Criticality>>,
}

/// A fact with who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The fact.
    pub value: T,
    /// Who says so, and when; empty when nobody does.
    pub source: String,
}

impl<T> From<T> for Sourced<T> {
    fn from(value: T) -> Self {
        Self {
            value,
            source: String::new(),
        }
    }
}

/// A CVSS score with its vector and version, which belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct CvssFact {
    /// 0.0–10.0.
    pub score: f64,
    /// Canonical vector; empty when only a number was given.
    pub vector: String,
    /// Formula.
    pub version: Version,
    /// Who says so.
    pub source: String,
}

impl From<Best> for CvssFact {
    fn from(best: Best) -> Self {
        Self {
            score: best.scored.score,
            vector: best.scored.vector,
            version: best.scored.version,
            source: best.source,
        }
    }
}

/// An entry of the KEV catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KevFact {
    /// Day it was added, `YYYY-MM-DD`.
    pub date_added: String,
    /// Known use in ransomware campaigns. False means unconfirmed.
    pub ransomware: bool,
    /// Whose list says so; empty for CISA's.
    pub catalogue: String,
}

/// An EPSS score. Probability and percentile are of one CVE and one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EpssFact {
    /// 0–1.
    pub probability: f64,
    /// 0–1, when the file had it.
    pub percentile: Option<f64>,
    /// Day of the scores, `YYYY-MM-DD`.
    pub date: String,
}

/// The SSVC decision points that CISA's Vulnrichment publishes with a CVE. A part that was not given
/// is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SsvcFact {
    /// `none`, `public-poc` or `active`.
    pub exploitation: String,
    /// `no` or `yes`.
    pub automatable: String,
    /// `partial` or `total`.
    pub impact: String,
    /// Day, `YYYY-MM-DD`.
    pub dated: String,
}

impl SsvcFact {
    /// Who says so, and when.
    pub fn source(&self) -> String {
        format!("CISA Vulnrichment, {}", self.dated)
    }
}
