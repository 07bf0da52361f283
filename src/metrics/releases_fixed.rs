//! Blocked releases that were fixed before they shipped.

use super::Metric;
use super::history::{GateRun, History, within};
use crate::model::Digest;
use crate::model::figures::{Number, as_f64};
use std::collections::{BTreeMap, BTreeSet};

/// See the module's text.
pub(super) struct ReleasesFixed;

/// What became of a release that the gate blocked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Fixed,
    Decided,
    Blocked,
}

impl Metric for ReleasesFixed {
    fn id(&self) -> &'static str {
        "releases-fixed"
    }

    fn name(&self) -> &'static str {
        "Blocked releases fixed before shipping"
    }

    fn definition(&self) -> &'static str {
        "Of the releases that the gate blocked in the period: those that it let pass later, up to the \
         end of the period, when no scan saw any of the issues that had blocked them any more. \
         Releases that passed while such an issue was still seen, by an exception or another decision, \
         are told apart, as are those that never passed."
    }

    fn unit(&self) -> &'static str {
        "releases"
    }

    fn first_page(&self) -> bool {
        true
    }

    fn absent(&self) -> &'static str {
        "the gate blocked no release in this period"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let fates = fates(of);
        let mut out = Vec::new();
        for (part, app) in of.parts() {
            let mine = || fates.iter().filter(|it| within(part, it.0));
            let all = mine().count();
            if all == 0 {
                continue;
            }
            let told = [
                ("fixed", Fate::Fixed),
                ("passed by a decision", Fate::Decided),
                ("not passed", Fate::Blocked),
            ];
            for (stat, fate) in told {
                let with = || mine().filter(|it| it.1 == fate);
                let issues: BTreeSet<Digest> = with().flat_map(|it| it.2.iter().copied()).collect();
                out.push(Number {
                    value: Some(as_f64(with().count())),
                    cases: all,
                    small: all < crate::model::figures::FEW,
                    ..Number::of(app, stat, "", issues.into_iter().collect())
                });
            }
        }
        out
    }
}

/// Every release that was blocked in the period: application, what became of it, what blocked it.
fn fates(of: &History) -> Vec<(usize, Fate, BTreeSet<Digest>)> {
    let mut runs: BTreeMap<(usize, &str), Vec<&GateRun>> = BTreeMap::new();
    for run in of.gates.iter().filter(|it| it.at <= of.period.to) {
        runs.entry((run.app, &run.release)).or_default().push(run);
    }
    let lives: BTreeMap<Digest, usize> = of
        .lives
        .iter()
        .enumerate()
        .map(|(at, it)| (it.fingerprint, at))
        .collect();
    let mut out = Vec::new();
    for ((app, _), mut runs) in runs {
        runs.sort_by_key(|it| it.at);
        let blocked = |it: &&&GateRun| it.blocked;
        if !runs.iter().filter(blocked).any(|it| of.period.holds(it.at)) {
            continue;
        }
        let issues: BTreeSet<Digest> = runs
            .iter()
            .filter(blocked)
            .flat_map(|it| it.issues.iter().copied())
            .collect();
        let fate = match runs.last() {
            Some(last) if !last.blocked => {
                let seen = issues.iter().any(|it| {
                    let life = lives.get(it).and_then(|at| of.lives.get(*at));
                    life.is_some_and(|it| it.seen.iter().any(|span| span.holds(last.at)))
                });
                if seen { Fate::Decided } else { Fate::Fixed }
            }
            _ => Fate::Blocked,
        };
        out.push((app, fate, issues));
    }
    out
}
