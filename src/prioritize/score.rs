//! The sum of all factors, held between floors and ceilings, cut at the cap, with its band.

use super::{FACTORS, Facts, Policy, bounds};
use crate::model::{Priority, Term};

/// Name of the term that stands for the cap.
pub const CAP: &str = "cap";

/// Scores an issue. The points of the terms add up to the score, to the hundredth: a floor or a ceiling
/// that fires is a term of its own, and when the rest is above the cap, a last term named `cap` takes
/// it away.
pub fn score(facts: &Facts, policy: &Policy) -> Priority {
    let mut terms: Vec<Term> = Vec::with_capacity(FACTORS.len());
    for factor in FACTORS {
        let judged = factor.judge(facts, policy);
        terms.push(Term {
            factor: factor.name().to_owned(),
            value: judged.value,
            points: hundredths(judged.points),
            of: hundredths(factor.most(policy)),
            source: judged.source,
            assumed: judged.assumed,
        });
    }
    let sum = hundredths(terms.iter().map(|it| it.points).sum());
    let (mut score, bounds) = bounds::apply(sum, facts, policy);
    terms.extend(bounds);
    if score > policy.cap {
        terms.push(Term {
            factor: CAP.to_owned(),
            value: format!("the sum of {score} is cut to {}", policy.cap),
            points: hundredths(policy.cap - score),
            of: 0.0,
            source: format!("policy {}", policy.label()),
            assumed: false,
        });
        score = policy.cap;
    }
    Priority {
        score,
        band: policy.band(score),
        terms,
    }
}

pub(super) fn hundredths(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}
