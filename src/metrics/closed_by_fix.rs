//! Issues closed by a fix.

use super::Metric;
use super::history::{History, within};
use super::life::Stand;
use crate::model::Band;
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
        let closed = |stand| matches!(stand, Stand::Fixed(at) if of.period.holds(at));
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
