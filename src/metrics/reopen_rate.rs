//! Fixes that did not hold.

use super::history::History;
use super::{Metric, rules};
use crate::model::figures::Number;

/// See the module's text.
pub(super) struct ReopenRate;

impl Metric for ReopenRate {
    fn id(&self) -> &'static str {
        "reopen-rate"
    }

    fn name(&self) -> &'static str {
        "Reopened"
    }

    fn definition(&self) -> &'static str {
        "Of the findings of a tool or rule that scans stopped to see in the period: the share that a \
         scan saw again by its end."
    }

    fn unit(&self) -> &'static str {
        "%"
    }

    fn absent(&self) -> &'static str {
        "no finding went away in this period"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let period = of.period;
        rules::shares(of, "came back", |it, _| {
            let went = it
                .seen
                .iter()
                .filter_map(|span| span.until)
                .find(|until| period.holds(*until))?;
            let again = |from: i64| went <= from && from <= period.to;
            Some(it.seen.iter().any(|span| again(span.from)))
        })
    }
}
