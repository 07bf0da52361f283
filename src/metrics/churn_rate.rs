//! Findings that come and go.

use super::history::History;
use super::{Metric, rules};
use crate::model::figures::Number;

/// See the module's text.
pub(super) struct ChurnRate;

impl Metric for ChurnRate {
    fn id(&self) -> &'static str {
        "churn-rate"
    }

    fn name(&self) -> &'static str {
        "Churn"
    }

    fn definition(&self) -> &'static str {
        "Of the findings of a tool or rule that scans saw in the period: the share that first came in it \
         and was gone again by its end. Much of it with few fixes means that findings lose their \
         identity or that the tool is not stable."
    }

    fn unit(&self) -> &'static str {
        "%"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let period = of.period;
        rules::shares(of, "came and went", |it, _| {
            let first = it.seen.first()?.from;
            let seen = it.seen.iter().any(|span| {
                span.from <= period.to && span.until.is_none_or(|until| period.from <= until)
            });
            let gone = !it.seen.iter().any(|span| span.holds(period.to));
            seen.then_some(period.holds(first) && gone)
        })
    }
}
