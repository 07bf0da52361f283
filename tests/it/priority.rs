//! The score from outside: what each factor says, and where well-known cases land.

use sluice::model::{Band, Criticality, Priority, Severity, Ternary};
use sluice::prioritize::cvss::{Version, best};
use sluice::prioritize::{CvssFact, EpssFact, FACTORS, Facts, KevFact, Policy, Sourced, score};
use std::fmt::Write as _;

pub(crate) fn policy() -> Policy {
    Policy::builtin().unwrap()
}

pub(crate) fn of(severity: Severity) -> Facts {
    Facts {
        severity,
        tools: 1,
        ..Facts::default()
    }
}

pub(crate) fn listed(ransomware: bool) -> KevFact {
    KevFact {
        date_added: "2021-12-10".to_owned(),
        ransomware,
        ..KevFact::default()
    }
}

/// Everything known, and everything bad.
pub(crate) fn log4shell() -> Facts {
    Facts {
        severity: Severity::Critical,
        cvss: Some(CvssFact {
            score: 10.0,
            vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H".to_owned(),
            version: Version::V31,
            source: "nvd".to_owned(),
        }),
        has_cve: true,
        kev_fed: true,
        kev: Some(listed(true)),
        epss_fed: true,
        epss: Some(EpssFact {
            probability: 0.944_32,
            percentile: Some(0.9998),
            date: "2026-07-01".to_owned(),
        }),
        tools: 2,
        in_production: Sourced {
            value: Ternary::Yes,
            source: "apps.csv, 2026-07-01".to_owned(),
        },
        internet_facing: Ternary::Yes.into(),
        personal_data: Ternary::Yes.into(),
        criticality: Some(Criticality::Critical).into(),
        ..Facts::default()
    }
}

fn explained(priority: &Priority) -> String {
    let mut out = format!("{} {}\n", priority.score, priority.band);
    for it in &priority.terms {
        let assumed = if it.assumed { " (assumed)" } else { "" };
        writeln!(
            out,
            "{} {} of {}: {}{assumed} [{}]",
            it.factor, it.points, it.of, it.value, it.source
        )
        .unwrap();
    }
    out
}

#[test]
fn everything_known_is_explained_and_cut_at_the_cap() {
    let expected = "\
100 P1
severity 40 of 40: critical [worst open finding]
cvss 10 of 10: CVSS 3.1 10.0 CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H [nvd]
kev 20 of 20: listed since 2021-12-10 [CISA KEV]
ransomware 5 of 5: known [CISA KEV]
epss 14.16 of 15: 94.43 %, percentile 99.98, since 2026-07-01 [FIRST EPSS]
internet-facing 8 of 8: yes [inventory]
in-production 5 of 5: yes [apps.csv, 2026-07-01]
personal-data 4 of 4: yes [inventory]
criticality 5 of 5: critical [inventory]
corroboration 2 of 2: 2 tools [findings of the issue]
cap -13.16 of 0: the sum of 113.16 is cut to 100 [policy sluice 1]
";
    assert_eq!(explained(&score(&log4shell(), &policy())), expected);
}

#[test]
fn nothing_known_is_assumed_and_says_so() {
    let facts = Facts {
        has_cve: true,
        ..of(Severity::Unknown)
    };
    let expected = "\
40.45 P3
severity 18 of 40: unknown (assumed) [worst open finding]
cvss 5.45 of 10: none; 5.45 stands in for unknown (assumed) [severity]
kev 0 of 20: not fed (assumed) [CISA KEV]
ransomware 0 of 5: not fed (assumed) [CISA KEV]
epss 0 of 15: not fed (assumed) [FIRST EPSS]
internet-facing 8 of 8: unknown (assumed) [the inventory does not say]
in-production 5 of 5: unknown (assumed) [the inventory does not say]
personal-data 2 of 4: unknown (assumed) [the inventory does not say]
criticality 2 of 5: unknown (assumed) [the inventory does not say]
corroboration 0 of 2: 1 tool [findings of the issue]
";
    assert_eq!(explained(&score(&facts, &policy())), expected);
}

fn closed(severity: Severity) -> Facts {
    Facts {
        internet_facing: Ternary::No.into(),
        in_production: Ternary::No.into(),
        personal_data: Ternary::No.into(),
        criticality: Some(Criticality::Low).into(),
        ..of(severity)
    }
}

pub(crate) fn crown(severity: Severity) -> Facts {
    Facts {
        internet_facing: Ternary::Yes.into(),
        in_production: Ternary::Yes.into(),
        personal_data: Ternary::Yes.into(),
        criticality: Some(Criticality::Critical).into(),
        ..of(severity)
    }
}

fn exploited(severity: Severity) -> Facts {
    Facts {
        has_cve: true,
        kev_fed: true,
        kev: Some(listed(false)),
        ..of(severity)
    }
}

#[test]
fn known_cases_land_in_the_band_a_person_would_choose() {
    use Band::{P1, P2, P3, P4};
    use Severity::{Critical, High, Info, Low, Medium, Unknown};
    for (what, facts, band) in [
        ("critical, exploited", exploited(Critical), P1),
        ("high, exploited", exploited(High), P1),
        ("medium, exploited", exploited(Medium), P1),
        ("low, exploited", exploited(Low), P1),
        ("critical, application unknown", of(Critical), P2),
        ("critical, crown jewel", crown(Critical), P1),
        ("critical, closed", closed(Critical), P3),
        ("high, application unknown", of(High), P3),
        ("high, crown jewel", crown(High), P2),
        ("medium, application unknown", of(Medium), P3),
        ("unknown, application unknown", of(Unknown), P3),
        ("medium, closed", closed(Medium), P4),
        ("low, application unknown", of(Low), P4),
        ("low, crown jewel", crown(Low), P4),
        ("info, crown jewel", crown(Info), P4),
    ] {
        let got = score(&facts, &policy());
        assert_eq!(got.band, band, "{what}: {}", explained(&got));
    }
}

/// What one factor says: value, points, whether it is assumed.
fn said(factor: &str, facts: &Facts) -> String {
    let priority = score(facts, &policy());
    let it = priority
        .terms
        .iter()
        .find(|it| it.factor == factor)
        .unwrap();
    let assumed = if it.assumed { " assumed" } else { "" };
    format!("{} {}{assumed}", it.points, it.value)
}

#[test]
fn each_factor_of_the_vulnerability_says_what_it_found() {
    let cve = Facts {
        has_cve: true,
        ..of(Severity::High)
    };
    let fed = Facts {
        kev_fed: true,
        epss_fed: true,
        ..cve.clone()
    };
    let kev = |ransomware| Facts {
        kev: Some(listed(ransomware)),
        ..fed.clone()
    };
    let epss = |probability, percentile| Facts {
        epss: Some(EpssFact {
            probability,
            percentile,
            date: "2026-07-01".to_owned(),
        }),
        ..fed.clone()
    };
    for (factor, facts, expected) in [
        ("severity", of(Severity::Critical), "40 critical"),
        ("severity", of(Severity::High), "30 high"),
        ("severity", of(Severity::Medium), "18 medium"),
        ("severity", of(Severity::Low), "6 low"),
        ("severity", of(Severity::Info), "0 info"),
        ("severity", of(Severity::Unknown), "18 unknown assumed"),
        (
            "cvss",
            of(Severity::High),
            "7.95 none; 7.95 stands in for high assumed",
        ),
        (
            "cvss",
            log4shell(),
            "10 CVSS 3.1 10.0 CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H",
        ),
        ("kev", of(Severity::High), "0 no CVE to look up"),
        ("kev", cve.clone(), "0 not fed assumed"),
        ("kev", fed.clone(), "0 not listed"),
        ("kev", kev(false), "20 listed since 2021-12-10"),
        ("ransomware", kev(false), "0 not confirmed"),
        ("ransomware", kev(true), "5 known"),
        ("ransomware", cve.clone(), "0 not fed assumed"),
        ("epss", of(Severity::High), "0 no CVE to look up"),
        ("epss", cve, "0 not fed assumed"),
        ("epss", fed.clone(), "0 no score published assumed"),
        ("epss", epss(0.1, None), "1.5 10.00 %, since 2026-07-01"),
        (
            "epss",
            epss(1.0, Some(1.0)),
            "15 100.00 %, percentile 100.00, since 2026-07-01",
        ),
    ] {
        assert_eq!(said(factor, &facts), expected, "{factor}");
    }
}

#[test]
fn each_factor_of_the_application_says_what_it_found() {
    let nothing = of(Severity::High);
    let business = |it| Facts {
        criticality: Sourced::from(it),
        ..of(Severity::High)
    };
    for (factor, facts, expected) in [
        ("internet-facing", nothing.clone(), "8 unknown assumed"),
        ("internet-facing", log4shell(), "8 yes"),
        ("in-production", nothing.clone(), "5 unknown assumed"),
        ("personal-data", nothing.clone(), "2 unknown assumed"),
        ("personal-data", log4shell(), "4 yes"),
        ("criticality", business(None), "2 unknown assumed"),
        ("criticality", business(Some(Criticality::Low)), "0 low"),
        (
            "criticality",
            business(Some(Criticality::Medium)),
            "1 medium",
        ),
        ("criticality", business(Some(Criticality::High)), "3 high"),
        ("corroboration", nothing, "0 1 tool"),
        ("corroboration", log4shell(), "2 2 tools"),
    ] {
        assert_eq!(said(factor, &facts), expected, "{factor}");
    }
}

#[test]
fn every_factor_has_a_name_a_reason_and_points_to_give() {
    let policy = policy();
    let mut names: Vec<_> = FACTORS.iter().map(|it| it.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FACTORS.len());
    for it in FACTORS {
        assert!(it.about().contains('('), "{}: no source", it.name());
        assert!(it.most(&policy) > 0.0, "{}", it.name());
    }
    let most: f64 = FACTORS.iter().map(|it| it.most(&policy)).sum();
    assert!(most >= policy.cap, "{most} points do not reach the cap");
}

#[test]
fn a_policy_that_breaks_a_promise_is_refused() {
    let text = include_str!("../../assets/policy/default.toml");
    for (from, to, expected) in [
        (
            "p1 = 70",
            "p1 = 50",
            "'bands' must go down from 'cap': p1, p2, p3",
        ),
        (
            "listed = 20",
            "listed = -1",
            "a weight is negative or not a number",
        ),
        (
            "listed = 20",
            "listed = nan",
            "a weight is negative or not a number",
        ),
        (
            "unknown = 8",
            "unknown = 9",
            "'internet_facing' must have 0 <= no <= unknown <= yes",
        ),
        (
            "listed = 20",
            "listed = 20\nbonus = 1",
            "not a policy: unknown field `bonus`",
        ),
        ("known = 5\n", "", "not a policy: missing field `known`"),
    ] {
        let problem = Policy::parse("p.toml", &text.replacen(from, to, 1)).unwrap_err();
        assert!(problem.to_string().starts_with(expected), "{problem}");
        assert!(problem.hint_text().is_some());
    }
    assert_eq!(policy().label(), "sluice 1");
}

#[test]
fn a_claim_becomes_a_fact_with_its_version() {
    let claim = sluice::model::CvssClaim {
        vector: "AV:N/AC:L/Au:N/C:C/I:C/A:C".to_owned(),
        score: None,
        source: "nvd".to_owned(),
    };
    let facts = Facts {
        cvss: best(&[claim]).map(CvssFact::from),
        ..of(Severity::High)
    };
    assert_eq!(
        said("cvss", &facts),
        "10 CVSS 2.0 10.0 AV:N/AC:L/Au:N/C:C/I:C/A:C"
    );
}
