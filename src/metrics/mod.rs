//! Pure: numbers of any past day, each with its definition and the issues that it counts.
//!
//! All are functions of a [`History`]: what scans saw when, what people decided when, what band an
//! issue had when. The past is told of the issues as they are made up today, so that a duplicate that
//! was found since is folded in the past too. No metric gets better by closing for its own sake:
//! a decision ends no time to resolve, a fix that did not hold is none, and what somebody takes back
//! counts as a bounce.

pub mod bounce_rate;
pub mod churn_rate;
mod closed;
pub mod closed_by_decision;
pub mod closed_by_fix;
pub mod coverage_gaps;
pub mod critical_queue;
pub mod duplicates_folded;
pub mod exceptions_by_age;
pub mod false_positive_rate;
pub mod history;
pub mod life;
pub mod ownership_gaps;
pub mod period;
pub mod releases_fixed;
pub mod reopen_rate;
pub mod rules;
pub mod sightings;
pub mod sla_kept;
pub mod snippets;
pub mod survival;
pub mod time_to_resolve;

use crate::model::figures::{Advice, Number};
use history::History;

/// A number with a definition.
pub trait Metric: Sync {
    /// Stable name.
    fn id(&self) -> &'static str;
    /// What it is called.
    fn name(&self) -> &'static str;
    /// What is counted, and what is not.
    fn definition(&self) -> &'static str;
    /// What one of it is.
    fn unit(&self) -> &'static str;
    /// The numbers, in a fixed order.
    fn numbers(&self, of: &History) -> Vec<Number>;
    /// What to do about them.
    fn advice(&self, _: &History) -> Vec<Advice> {
        Vec::new()
    }
    /// Why there is nothing to count.
    fn absent(&self) -> &'static str {
        "nothing to count in this period"
    }
    /// True for one of the three that a programme is steered by.
    fn first_page(&self) -> bool {
        false
    }
}

/// Every metric, in the order in which they are shown. The only list.
pub const ALL: &[&dyn Metric] = &[
    &critical_queue::CriticalQueue,
    &time_to_resolve::TimeToResolve,
    &releases_fixed::ReleasesFixed,
    &closed_by_fix::ClosedByFix,
    &closed_by_decision::ClosedByDecision,
    &sla_kept::SlaKept,
    &duplicates_folded::DuplicatesFolded,
    &exceptions_by_age::ExceptionsByAge,
    &coverage_gaps::CoverageGaps,
    &ownership_gaps::OwnershipGaps,
    &false_positive_rate::FalsePositiveRate,
    &churn_rate::ChurnRate,
    &reopen_rate::ReopenRate,
    &bounce_rate::BounceRate,
];
