//! Due dates: where they start, what does not move them, what does.

use crate::harness::{SHOP, Sluice};
use serde_json::Value;
use std::collections::BTreeMap;

/// The due day of every issue, by id.
fn dues(sluice: &Sluice) -> BTreeMap<String, Value> {
    let issues = sluice.issues("").into_iter();
    issues
        .map(|it| (it["id"].as_str().unwrap().to_owned(), it["due"].clone()))
        .collect()
}

/// A world that imports the shop's first scan the day after it was made.
fn shop() -> Sluice {
    let mut sluice = Sluice::new();
    sluice.at("2026-11-24T08:00:00Z");
    sluice.import(&SHOP, &[]);
    sluice
}

fn choose(sluice: &Sluice, scheme: &str) {
    let state = sluice.json(&["clocks", "--use", scheme]);
    assert_eq!(state["scheme"], scheme);
}

#[test]
fn a_due_date_counts_from_the_first_sighting_and_no_later_scan_moves_it() {
    let mut sluice = shop();
    let before = dues(&sluice);
    assert!(before.values().all(Value::is_string), "{before:?}");
    let all = before.len();
    let second = sluice.issues("band:P2").len();
    assert!(0 < second && second < all);
    assert_eq!(sluice.issues("band:P2 due<=30d due>28d").len(), second);
    assert!(sluice.issues("due<=30d -band:P1,P2").is_empty());
    assert!(sluice.issues("overdue:yes").is_empty());

    sluice.at("2026-12-30T08:00:00Z");
    sluice.import(&SHOP, &[]);
    assert_eq!(
        dues(&sluice),
        before,
        "the same reports again set nothing back"
    );
    assert_eq!(sluice.issues("overdue:yes").len(), second);
    assert_eq!(sluice.issues("overdue:no").len(), all - second);
}

#[test]
fn another_scheme_moves_every_date_and_undo_brings_them_back() {
    let sluice = shop();
    let before = dues(&sluice);
    assert_eq!(sluice.json(&["clocks"])["scheme"], "bands");
    choose(&sluice, "fedramp");
    assert_ne!(dues(&sluice), before);
    assert!(!sluice.issues("severity:info due:none").is_empty());
    assert!(sluice.issues("severity:high due:none").is_empty());
    sluice.ok(&["undo"]);
    assert_eq!(dues(&sluice), before);
    assert_eq!(sluice.json(&["clocks"])["scheme"], "bands");
    let refused = sluice.run(&["clocks", "--use", "nosuch"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("one of bands"), "{}", refused.err);
    sluice.check();
}

#[test]
fn what_is_known_to_be_exploited_is_due_within_two_weeks() {
    let sluice = shop();
    choose(&sluice, "fedramp");
    sluice.ok(&["feed", "import", "sample-data/feeds/kev.json"]);
    let listed = sluice.issues("kev:yes").len();
    assert!(listed > 0);
    assert_eq!(sluice.issues("kev:yes due<=14d").len(), listed);
}

#[test]
fn what_is_closed_is_never_late_and_what_sleeps_is() {
    let mut sluice = shop();
    let ids: Vec<String> = dues(&sluice).into_keys().take(2).collect();
    let [closed, sleeping] = ids.as_slice() else {
        panic!("{ids:?}")
    };
    sluice.quiet(&[
        "decide",
        closed,
        "false-positive",
        "--reason",
        "a test file",
    ]);
    sluice.at("2028-01-03T08:00:00Z");
    sluice.quiet(&["snooze", sleeping, "--until", "10d"]);
    let late = sluice.issues("overdue:yes status:any");
    let late = |id: &str| late.iter().any(|it| it["id"] == *id);
    assert!(!late(closed));
    assert!(late(sleeping));
}
