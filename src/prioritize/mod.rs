//! The published priority: points that add up, each with its reason.
//!
//! Three promises, each a test: evidence raises; missing evidence never lowers (a stand-in is taken
//! and flagged as assumed); the points of the terms add up to the score. Weights and bands are data
//! with a version, `assets/policy/default.toml`. A vulnerability that no feed was asked about is
//! shown as "not fed", never as "not exploited".
//!
//! To add a factor: one file in `factors/`, one line in [`FACTORS`], its weights in [`policy`]. Floors
//! and ceilings are in [`BOUNDS`]; the published decision trees stand beside the score, in [`trees`].

pub mod cvss;
pub mod facts;
pub mod policy;
pub mod score;
pub mod trees;
pub mod what_if;

mod bounds;
mod factors;

pub use bounds::BOUNDS;
pub use facts::{CvssFact, EpssFact, Facts, KevFact, Sourced, SsvcFact};
pub use policy::Policy;
pub use score::score;

/// One summand of the score.
pub trait Factor: Sync {
    /// Stable name, as in terms and JSON.
    fn name(&self) -> &'static str;
    /// What it adds for, and on whose authority.
    fn about(&self) -> &'static str;
    /// Most points it can add.
    fn most(&self, policy: &Policy) -> f64;
    /// What it adds for these facts.
    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged;
}

/// What a factor found.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The value, in words.
    pub value: String,
    /// Points; never negative.
    pub points: f64,
    /// Where the value comes from.
    pub source: String,
    /// True when the value is not known and a stand-in was taken.
    pub assumed: bool,
}

/// Every factor, in the order in which terms are shown. The only list.
pub const FACTORS: &[&dyn Factor] = &[
    &factors::severity::OfSeverity,
    &factors::cvss::OfCvss,
    &factors::kev::OfKev,
    &factors::ransomware::OfRansomware,
    &factors::epss::OfEpss,
    &factors::internet_facing::OfInternetFacing,
    &factors::in_production::OfInProduction,
    &factors::personal_data::OfPersonalData,
    &factors::criticality::OfCriticality,
    &factors::corroboration::OfCorroboration,
];
