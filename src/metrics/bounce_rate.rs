//! Decisions that did not hold.

use super::history::History;
use super::life::Life;
use super::period::Period;
use super::{Metric, rules};
use crate::model::figures::Number;

/// See the module's text.
pub(super) struct BounceRate;

impl Metric for BounceRate {
    fn id(&self) -> &'static str {
        "bounce-rate"
    }

    fn name(&self) -> &'static str {
        "Decisions that bounced"
    }

    fn definition(&self) -> &'static str {
        "Of the findings of a tool or rule whose issue a decision took out of the queue in the period: \
         the share whose issue was put back by its end, because somebody took the decision back or it \
         ran out."
    }

    fn unit(&self) -> &'static str {
        "%"
    }

    fn absent(&self) -> &'static str {
        "no decision closed an issue in this period"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        rules::shares(of, "bounced", |_, life| bounced(life, of.period))
    }
}

/// Whether an issue came back into the queue after a decision of the period; `None` without one.
fn bounced(life: &Life, period: Period) -> Option<bool> {
    let states = life.was.iter().map(|it| it.1).chain([life.now]);
    let next: Vec<_> = states.collect();
    let (mut closed, mut back) = (false, false);
    for (at, (moment, before)) in life.was.iter().enumerate() {
        let Some(after) = next.get(at + 1).filter(|_| *moment <= period.to) else {
            break;
        };
        let closes = !before.is_decided() && after.is_decided();
        closed |= closes && period.holds(*moment);
        back |= closed && before.is_decided() && !after.is_decided();
    }
    closed.then_some(back)
}
