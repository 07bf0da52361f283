//! Time to resolve, by band and severity.

use super::history::{History, within};
use super::life::{Life, Stand, State};
use super::period::days;
use super::{Metric, survival};
use crate::model::figures::{FEW, Number};
use crate::model::{Band, Severity};

/// See the module's text.
pub(super) struct TimeToResolve;

impl Metric for TimeToResolve {
    fn id(&self) -> &'static str {
        "time-to-resolve"
    }

    fn name(&self) -> &'static str {
        "Time to resolve"
    }

    fn definition(&self) -> &'static str {
        "Days from the first sighting of an issue to the fix that still holds at the end of the period, \
         of the issues first seen in the period. Open ones count as not resolved yet (Kaplan-Meier), so \
         a median or p90 is told only when as many are fixed. One closed by a decision is watched until \
         that decision and never counts as resolved; one that came back counts from its first \
         sighting. 'still open' is the median age of all that are open, whenever first seen."
    }

    fn unit(&self) -> &'static str {
        "days"
    }

    fn first_page(&self) -> bool {
        true
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let mut out = Vec::new();
        for (part, app) in of.parts() {
            let mine: Vec<&Life> = of.lives.iter().filter(|it| within(part, it.app)).collect();
            tell(of, app, (&mine, ""), &mut out);
            for band in Band::ALL {
                tell_of(
                    of,
                    app,
                    (&mine, band.name()),
                    |it| it.band == *band,
                    &mut out,
                );
            }
            for severity in Severity::ALL {
                let is = |it: State| it.severity == *severity;
                tell_of(of, app, (&mine, severity.name()), is, &mut out);
            }
        }
        out
    }
}

fn tell_of(
    of: &History,
    app: &str,
    (lives, group): (&[&Life], &str),
    is: impl Fn(State) -> bool,
    out: &mut Vec<Number>,
) {
    let lives: Vec<&Life> = lives
        .iter()
        .copied()
        .filter(|it| is(it.at(of.period.to)))
        .collect();
    tell(of, app, (&lives, group), out);
}

fn tell(of: &History, app: &str, (lives, group): (&[&Life], &str), out: &mut Vec<Number>) {
    let to = of.period.to;
    let (mut cases, mut counted) = (Vec::new(), Vec::new());
    let (mut ages, mut open) = (Vec::new(), Vec::new());
    for life in lives {
        let Some(first) = life.first() else { continue };
        let stand = life.stand(to);
        if stand == Stand::Open {
            ages.push(to - first);
            open.push(life.fingerprint);
        }
        if of.period.holds(first) {
            counted.push(life.fingerprint);
            cases.push(match stand {
                Stand::Fixed(at) => (at - first, true),
                Stand::Decided(at) => (at - first, false),
                Stand::Open | Stand::Unknown => (to - first, false),
            });
        }
    }
    if cases.is_empty() && open.is_empty() {
        return;
    }
    let few = cases.len() < FEW;
    for (stat, share) in [("median", 0.5), ("p90", 0.9)] {
        out.push(Number {
            value: survival::quantile(&cases, share).map(days),
            small: few,
            ..Number::of(app, stat, group, counted.clone())
        });
    }
    ages.sort_unstable();
    out.push(Number {
        value: ages.get(ages.len() / 2).copied().map(days),
        small: ages.len() < FEW,
        filter: of.filter(app, &filter(group)),
        ..Number::of(app, "still open", group, open)
    });
}

fn filter(group: &str) -> String {
    if Band::parse(group).is_some() {
        format!("band:{group}")
    } else if group.is_empty() {
        String::new()
    } else {
        format!("sev:{group}")
    }
}
