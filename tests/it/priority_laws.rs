//! What holds for every score: terms add up, evidence never lowers.

use crate::priority::{listed, policy};
use proptest::prelude::*;
use sluice::model::{Criticality, Severity, Ternary};
use sluice::prioritize::cvss::Version;
use sluice::prioritize::{BOUNDS, CvssFact, EpssFact, Facts, score};

/// A sum to the hundredth.
fn hundredths(points: f64) -> i64 {
    format!("{:.0}", points * 100.0).parse().unwrap()
}

fn ternary() -> impl Strategy<Value = Ternary> {
    prop::sample::select(Ternary::ALL)
}

prop_compose! {
    fn facts()(
        severity in prop::sample::select(Severity::ALL),
        base in prop::option::of(0.0..10.0_f64),
        feeds in any::<(bool, bool, bool)>(),
        kev in prop::option::of(any::<bool>()),
        probability in prop::option::of(0.0..1.0_f64),
        tools in 1..5_usize,
        answers in (ternary(), ternary(), ternary()),
        criticality in prop::option::of(prop::sample::select(Criticality::ALL)),
    ) -> Facts {
        Facts {
            severity,
            cvss: base.map(|score| CvssFact {
                score, vector: String::new(), version: Version::Unstated, source: String::new(),
            }),
            has_cve: feeds.0,
            kev_fed: feeds.1,
            kev: kev.map(listed),
            epss_fed: feeds.2,
            epss: probability.map(|probability| EpssFact { probability, ..EpssFact::default() }),
            tools,
            in_production: answers.0.into(),
            internet_facing: answers.1.into(),
            personal_data: answers.2.into(),
            criticality: criticality.into(),
            ..Facts::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_terms_add_up_to_the_score(facts in facts()) {
        let it = score(&facts, &policy());
        let sum: f64 = it.terms.iter().map(|it| it.points).sum();
        prop_assert_eq!(hundredths(sum), hundredths(it.score));
        prop_assert!((0.0..=100.0).contains(&it.score));
        for term in &it.terms {
            let bound = term.factor == "cap" || BOUNDS.iter().any(|it| it.name == term.factor);
            prop_assert!(bound || (0.0..=term.of).contains(&term.points));
        }
    }

    #[test]
    fn evidence_never_lowers_and_its_absence_never_does(facts in facts()) {
        let policy = policy();
        let with = |change: &dyn Fn(&mut Facts)| {
            let mut out = facts.clone();
            change(&mut out);
            score(&out, &policy).score
        };
        let now = score(&facts, &policy).score;
        let more: [&dyn Fn(&mut Facts); 10] = [
            &|it| it.kev = Some(it.kev.clone().unwrap_or_else(|| listed(false))),
            &|it| it.kev = Some(listed(true)),
            &|it| it.epss = Some(it.epss.clone().unwrap_or_default()),
            &|it| it.kev_fed = true,
            &|it| it.epss_fed = true,
            &|it| it.has_cve = true,
            &|it| it.tools += 1,
            &|it| it.internet_facing = Ternary::Yes.into(),
            &|it| it.in_production = Ternary::Yes.into(),
            &|it| it.personal_data = Ternary::Yes.into(),
        ];
        for (idx, change) in more.iter().enumerate() {
            prop_assert!(with(change) >= now, "{idx}");
        }
        // What nobody said is never held for a no.
        for answer in Ternary::ALL {
            let unknown = with(&|it| it.internet_facing = Ternary::Unknown.into());
            let said = with(&|it| it.internet_facing = (*answer).into());
            prop_assert!(unknown >= said);
        }
    }
}
