//! Issues closed by a decision.

use super::Metric;
use super::history::{History, within};
use super::life::Stand;
use crate::model::Band;
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
        let closed = |stand| matches!(stand, Stand::Decided(at) if of.period.holds(at));
        let closed: Vec<_> = of
            .stands()
            .filter(|it| closed(it.1))
            .map(|it| it.0)
            .collect();
        let mut out = Vec::new();
        for (part, app) in of.parts() {
            let mine: Vec<_> = closed.iter().filter(|it| within(part, it.app)).collect();
            let all = mine.iter().map(|it| it.fingerprint).collect();
            out.push(Number::count(app, "closed", "", all));
            for band in Band::ALL {
                let of_band = mine.iter().filter(|it| it.at(of.period.to).band == *band);
                let of_band = of_band.map(|it| it.fingerprint).collect();
                out.push(Number::count(app, "closed", band.name(), of_band));
            }
        }
        out
    }
}
