//! What would change a score: each single fact put otherwise, and what would come of it.

use super::{EpssFact, Facts, KevFact, Policy, score};
use crate::model::{Band, Criticality, Ternary};

/// One fact put otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Name of the factor.
    pub factor: &'static str,
    /// How it would have to be.
    pub change: &'static str,
    /// The score then.
    pub score: f64,
    /// Its band.
    pub band: Band,
}

/// A fact and how it is put otherwise.
type Change = (&'static str, &'static str, fn(&mut Facts));

/// What is tried. The only list.
const CHANGES: &[Change] = &[
    ("kev", "listed as exploited", |it| {
        it.kev.get_or_insert_with(KevFact::default);
    }),
    ("ransomware", "known use in ransomware campaigns", |it| {
        it.kev.get_or_insert_with(KevFact::default).ransomware = true;
    }),
    ("epss", "probability 50 %", |it| {
        it.epss = Some(EpssFact {
            probability: 0.5,
            ..EpssFact::default()
        });
    }),
    ("internet-facing", "yes", |it| {
        it.internet_facing = Ternary::Yes.into();
    }),
    ("internet-facing", "no", |it| {
        it.internet_facing = Ternary::No.into();
    }),
    ("in-production", "yes", |it| {
        it.in_production = Ternary::Yes.into();
    }),
    ("in-production", "no", |it| {
        it.in_production = Ternary::No.into();
    }),
    ("personal-data", "yes", |it| {
        it.personal_data = Ternary::Yes.into();
    }),
    ("personal-data", "no", |it| {
        it.personal_data = Ternary::No.into();
    }),
    ("criticality", "critical", |it| {
        it.criticality = Some(Criticality::Critical).into();
    }),
    ("criticality", "low", |it| {
        it.criticality = Some(Criticality::Low).into();
    }),
    ("corroboration", "a second tool sees it", |it| {
        it.tools = it.tools.max(2);
    }),
    ("reachable", "no: the flawed code is not reached", |it| {
        it.reachable = Ternary::No.into();
    }),
];

/// Every single change that would give another score, in the order of the factors. A vulnerability
/// without a CVE is in no feed, so the feeds are not tried for it.
pub fn what_if(facts: &Facts, policy: &Policy) -> Vec<WhatIf> {
    let now = score(facts, policy).score;
    let fed = |factor: &str| matches!(factor, "kev" | "ransomware" | "epss");
    let tried = CHANGES.iter().filter(|it| facts.has_cve || !fed(it.0));
    let all = tried.map(|(factor, change, put)| {
        let mut other = facts.clone();
        put(&mut other);
        let then = score(&other, policy);
        WhatIf {
            factor,
            change,
            score: then.score,
            band: then.band,
        }
    });
    all.filter(|it| (it.score - now).abs() > 0.005).collect()
}
