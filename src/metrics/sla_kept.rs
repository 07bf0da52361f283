//! Issues fixed by the day they were due.

use super::Metric;
use super::history::{History, within};
use super::life::Stand;
use crate::model::figures::Number;

/// See the module's text.
pub(super) struct SlaKept;

impl Metric for SlaKept {
    fn id(&self) -> &'static str {
        "sla-kept"
    }

    fn name(&self) -> &'static str {
        "SLA kept"
    }

    fn definition(&self) -> &'static str {
        "Of the issues that were due in the period: those that a fix had closed by then, a fix that \
         still holds at the end of the period. Issues that a decision took out of the queue before \
         they were due count neither for nor against."
    }

    fn unit(&self) -> &'static str {
        "%"
    }

    fn absent(&self) -> &'static str {
        "no issue was due in this period"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let mut out = Vec::new();
        for (part, app) in of.parts() {
            let (mut due, mut kept, mut late) = (0, 0, Vec::new());
            for (life, stand) in of.stands().filter(|it| within(part, it.0.app)) {
                let date = life.at(of.period.to).due;
                let Some(at) = date.filter(|it| of.period.holds(*it)) else {
                    continue;
                };
                match stand {
                    Stand::Unknown => continue,
                    Stand::Decided(since) if since <= at => continue,
                    Stand::Fixed(since) if since <= at => kept += 1,
                    Stand::Open | Stand::Fixed(_) | Stand::Decided(_) => {
                        late.push(life.fingerprint);
                    }
                }
                due += 1;
            }
            if due > 0 {
                out.push(Number::of(app, "kept", "", late).share(kept, due));
            }
        }
        out
    }
}
