//! Issues closed by a fix.

use super::history::History;
use super::life::Stand;
use super::{Metric, closed};
use crate::model::figures::Number;

/// See the module's text.
pub(super) struct ClosedByFix;

impl Metric for ClosedByFix {
    fn id(&self) -> &'static str {
        "closed-by-fix"
    }

    fn name(&self) -> &'static str {
        "Closed by a fix"
    }

    fn definition(&self) -> &'static str {
        "Issues that no scan sees any more at the end of the period and that went away in it. One that came back by then does not count. Closing by a decision is counted apart."
    }

    fn unit(&self) -> &'static str {
        "issues"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let so = |stand| matches!(stand, Stand::Fixed(at) if of.period.holds(at));
        closed::numbers(of, so)
    }
}
