//! Issues closed by a decision.

use super::history::History;
use super::life::Stand;
use super::{Metric, closed};
use crate::model::figures::Number;

/// See the module's text.
pub(super) struct ClosedByDecision;

impl Metric for ClosedByDecision {
    fn id(&self) -> &'static str {
        "closed-by-decision"
    }

    fn name(&self) -> &'static str {
        "Closed by a decision"
    }

    fn definition(&self) -> &'static str {
        "Issues that a decision took out of the queue in the period and that stand so at its end, such as false positives and accepted risks. Nothing was repaired: the number is told so that it cannot pass for a fix."
    }

    fn unit(&self) -> &'static str {
        "issues"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let so = |stand| matches!(stand, Stand::Decided(at) if of.period.holds(at));
        closed::numbers(of, so)
    }
}
