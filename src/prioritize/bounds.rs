//! Floors and ceilings: what the sum may not fall below or rise above, each with its reason.
//!
//! A ceiling takes a stated no, never a missing answer. Ceilings go before floors: what nobody can
//! reach is not lifted for being exploited elsewhere.

use super::{Facts, Policy};
use crate::model::{Term, Ternary};

/// A floor or a ceiling.
pub struct Bound {
    /// Stable name, as in terms and JSON.
    pub name: &'static str,
    /// When it fires, and on whose authority.
    pub about: &'static str,
    /// True for a ceiling.
    pub ceiling: bool,
    /// The score it holds to.
    pub at: fn(&Policy) -> f64,
    /// Why it fires for these facts, and whether that is assumed; `None` when it does not.
    pub fires: fn(&Facts) -> Option<(&'static str, bool)>,
}

/// Every floor and ceiling, in the order in which they are applied. The only list.
pub const BOUNDS: &[Bound] = &[
    Bound {
        name: "floor-exploited-and-exposed",
        about: "listed as exploited, in an application that is exposed and in production (CISA BOD 26-04)",
        ceiling: false,
        at: |policy| policy.floors.exploited_and_exposed,
        fires: |facts| {
            facts.kev.as_ref()?;
            let answers = [facts.internet_facing.value, facts.in_production.value];
            let open = !answers.contains(&Ternary::No) && facts.reachable.value != Ternary::No;
            let why = "exploited, exposed and in production";
            open.then(|| (why, answers.contains(&Ternary::Unknown)))
        },
    },
    Bound {
        name: "ceiling-not-in-production",
        about: "known not to be in production (CERT/CC SSVC, system exposure)",
        ceiling: true,
        at: |policy| policy.ceilings.not_in_production,
        fires: |facts| {
            let out = facts.in_production.value == Ternary::No;
            out.then_some(("the application is not in production", false))
        },
    },
    Bound {
        name: "ceiling-unreachable",
        about: "a person said that the flawed code is not reached (CERT/CC SSVC, system exposure)",
        ceiling: true,
        at: |policy| policy.ceilings.unreachable,
        fires: |facts| {
            let out = facts.reachable.value == Ternary::No;
            out.then_some(("the flawed code is not reached", false))
        },
    },
];

/// Applies every bound to a sum. Returns the score and a term for each that changed it.
pub(super) fn apply(sum: f64, facts: &Facts, policy: &Policy) -> (f64, Vec<Term>) {
    let (mut score, mut terms) = (sum, Vec::new());
    for bound in BOUNDS {
        let at = (bound.at)(policy);
        let Some((why, assumed)) = (bound.fires)(facts) else {
            continue;
        };
        if (bound.ceiling && score > at) || (!bound.ceiling && score < at) {
            let word = if bound.ceiling { "at most" } else { "at least" };
            terms.push(Term {
                factor: bound.name.to_owned(),
                value: format!("{why}: {word} {at}"),
                points: super::score::hundredths(at - score),
                of: 0.0,
                source: format!("policy {}", policy.label()),
                assumed,
            });
            score = at;
        }
    }
    (score, terms)
}
