//! Floors and ceilings, what would change a score, and the profiles.

use crate::priority::{crown, listed, log4shell, of, policy};
use sluice::model::{Severity, Ternary};
use sluice::prioritize::policy::PROFILES;
use sluice::prioritize::what_if::what_if;
use sluice::prioritize::{BOUNDS, Facts, Policy, score};

/// The terms of floors and ceilings that fire: points, value, whether it is assumed.
fn bounds(facts: &Facts) -> Vec<String> {
    let it = score(facts, &policy());
    let names: Vec<&str> = BOUNDS.iter().map(|it| it.name).collect();
    let fired = it
        .terms
        .iter()
        .filter(|it| names.contains(&it.factor.as_str()));
    let line = |it: &sluice::model::Term| {
        let assumed = if it.assumed { " assumed" } else { "" };
        format!("{} {}: {}{assumed}", it.points, it.factor, it.value)
    };
    fired.map(line).collect()
}

#[test]
fn each_floor_and_ceiling_fires_by_name_and_only_on_what_is_said() {
    use Severity::{Critical, Low};
    let exposed = Facts {
        kev_fed: true,
        has_cve: true,
        kev: Some(listed(false)),
        ..crown(Low)
    };
    let with = |facts: &Facts, change: &dyn Fn(&mut Facts)| {
        let mut out = facts.clone();
        change(&mut out);
        out
    };
    let unknown = with(&exposed, &|it| it.internet_facing = Ternary::Unknown.into());
    let inner = with(&exposed, &|it| it.internet_facing = Ternary::No.into());
    let staging = with(&log4shell(), &|it| it.in_production = Ternary::No.into());
    let dead = with(&log4shell(), &|it| it.reachable = Ternary::No.into());
    let quiet = with(&crown(Critical), &|it| {
        it.in_production = Ternary::Unknown.into();
    });
    for (what, facts, expected) in [
        (
            "exposed",
            &exposed,
            vec![
                "20 floor-exploited-and-exposed: exploited, exposed and in production: at least 70",
            ],
        ),
        (
            "unknown",
            &unknown,
            vec![
                "20 floor-exploited-and-exposed: exploited, exposed and in production: at least 70 assumed",
            ],
        ),
        ("inner", &inner, vec![]),
        (
            "not in production",
            &staging,
            vec![
                "-39.16 ceiling-not-in-production: the application is not in production: at most 69",
            ],
        ),
        (
            "not reached",
            &dead,
            vec!["-57.16 ceiling-unreachable: the flawed code is not reached: at most 56"],
        ),
        ("not said", &quiet, vec![]),
    ] {
        assert_eq!(bounds(facts), expected, "{what}");
    }
    for it in BOUNDS {
        assert!(it.about.contains('('), "{}: no source", it.name);
    }
}

#[test]
fn what_would_change_a_score_is_what_it_would_become() {
    let facts = of(Severity::Critical);
    let all = what_if(&facts, &policy());
    let listed = all.iter().any(|it| it.factor == "kev");
    assert!(!listed, "a flaw without a CVE is in no catalogue");
    let inner = all
        .iter()
        .find(|it| (it.factor, it.change) == ("internet-facing", "no"));
    let now = score(&facts, &policy()).score;
    assert!((now - inner.unwrap().score - 8.0).abs() < 0.001);
}

#[test]
fn every_built_in_profile_is_one_and_bears_a_name_of_its_own() {
    let names: Vec<String> = PROFILES
        .iter()
        .map(|(name, text)| Policy::parse(name, text).unwrap().label())
        .collect();
    assert_eq!(names, ["sluice 1", "evidence-first 1"]);
}
