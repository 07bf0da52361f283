//! A tool scans again: what moved, what is new, what is gone.
//!
//! The truth is that of `sample-data/src/shop-next.diff`: it adds lines at the top of
//! `accounts.py` and `catalogue.py`, rewrites one query of the sign-in with parameters, and adds
//! one call to a partner without certificate checks.

use crate::harness::{SHOP, Sluice, counts, sample};
use serde_json::{Value, json};

const BANDIT: &str = SHOP[0];
const NEXT: &str = "sample-data/reports/shop/next/bandit.json";

/// Of 42 results, 16 lie below the added lines: 15 moved, and the rewritten query (B608,
/// accounts.py:16) is gone. The new call (B501, catalogue.py:45) is new. 26 lie above the added
/// lines or in files left alone.
const TRUTH: [u64; 5] = [1, 26, 15, 1, 0];

#[test]
fn a_later_scan_has_exactly_what_the_change_of_the_sources_did() {
    let sluice = Sluice::with_shop();
    let got = sluice.import(&[NEXT], &[]);
    let report = &got["reports"][0];
    assert_eq!(counts(report), TRUTH);
    assert_eq!(
        (&report["findings"], &report["late"]),
        (&json!(42), &json!(false))
    );
    let changes = |what: &str| -> Vec<&str> {
        let all = report["changes"].as_array().unwrap().iter();
        all.filter(|it| it["what"] == what)
            .map(|it| it["text"].as_str().unwrap())
            .collect()
    };
    let [new] = changes("new")[..] else {
        panic!("{report}")
    };
    assert!(new.ends_with("shop/catalogue.py:45"), "{new}");
    let [gone] = changes("gone")[..] else {
        panic!("{report}")
    };
    assert!(gone.ends_with("shop/accounts.py:16"), "{gone}");
    sluice.check();
}

#[test]
fn nothing_is_new_but_the_new_and_nothing_closed_but_the_gone() {
    let sluice = Sluice::with_shop();
    let prints = |filter: &str| -> Vec<String> {
        let mut out: Vec<String> = sluice
            .issues(filter)
            .iter()
            .flat_map(|it| it["findings"].as_array().unwrap().clone())
            .filter(|it| it["tool"] == "bandit" && it["state"] == "open")
            .map(|it| it["fingerprint"].as_str().unwrap().to_owned())
            .collect();
        out.sort();
        out
    };
    let before = prints("status:any");
    sluice.import(&[NEXT], &[]);
    let after = prints("status:any");
    assert_eq!((before.len(), after.len()), (42, 42));
    assert_eq!(before.iter().filter(|it| !after.contains(it)).count(), 1);
    let fixed = sluice.issues("status:fixed");
    assert!(
        fixed.len() <= 1,
        "another tool may still see the gone one: {}",
        fixed.len()
    );
}

#[test]
fn the_old_reports_again_change_nothing() {
    let sluice = Sluice::with_shop();
    sluice.import(&[NEXT], &[]);
    let before = sluice.everything();
    let log = sluice.quiet(&["audit", "export"]);
    for file in [BANDIT, NEXT] {
        let got = sluice.import(&[file], &[]);
        let report = &got["reports"][0];
        assert_eq!(
            (counts(report), &report["known"]),
            ([0, 42, 0, 0, 0], &json!(true))
        );
        assert_eq!(sluice.everything(), before);
    }
    assert_eq!(
        sluice.quiet(&["audit", "export"]),
        log,
        "no event but the imports' own"
    );
}

#[test]
fn decisions_stay_on_findings_whose_lines_moved() {
    let sluice = Sluice::with_shop();
    let filter = "tool:bandit path:shop/catalogue.py";
    sluice.quiet(&["assign", filter, "--team", "catalogue"]);
    sluice.quiet(&["decide", filter, "confirm"]);
    let decided: Vec<Value> = sluice.issues(filter);
    assert!(decided.len() >= 5, "{}", decided.len());
    sluice.import(&[NEXT], &[]);
    for it in &decided {
        let now = sluice.json(&["show", it["id"].as_str().unwrap()])["issues"][0].clone();
        assert_eq!(
            (&now["status"], &now["owner"]["team"]),
            (&json!("confirmed"), &json!("catalogue"))
        );
    }
    let new = sluice.issues("path:shop/catalogue.py rule:B501 status:new");
    assert_eq!(new.len(), 1, "the new call was never looked at");
}

#[test]
fn an_import_is_taken_back_and_done_again_to_the_byte() {
    let sluice = Sluice::with_shop();
    sluice.quiet(&["decide", "path:shop/catalogue.py", "confirm"]);
    let before = sluice.everything();
    sluice.import(&[NEXT], &[]);
    let after = sluice.everything();
    assert_ne!(after, before);
    for _ in 0..2 {
        sluice.quiet(&["undo"]);
        assert_eq!(sluice.everything(), before);
        sluice.quiet(&["undo", "--redo"]);
        assert_eq!(sluice.everything(), after);
    }
    sluice.check();
}

#[test]
fn the_first_import_of_all_is_taken_back_to_an_empty_queue_and_done_again() {
    let sluice = Sluice::new();
    sluice.import(&[BANDIT], &[]);
    let after = sluice.everything();
    sluice.quiet(&["undo"]);
    assert_eq!(sluice.issues("status:any"), Vec::<Value>::new());
    sluice.check();
    sluice.quiet(&["undo", "--redo"]);
    assert_eq!(sluice.everything(), after);
    sluice.check();
}

#[test]
fn a_report_whose_import_was_taken_back_can_be_imported_again() {
    let sluice = Sluice::new();
    sluice.import(&[BANDIT], &[]);
    let after = sluice.everything();
    sluice.quiet(&["undo"]);
    let got = sluice.import(&[BANDIT], &[]);
    assert_eq!(counts(&got["reports"][0]), [42, 0, 0, 0, 0]);
    assert_eq!(sluice.everything(), after);
    sluice.check();
}

#[test]
fn an_import_under_a_later_one_is_not_taken_back() {
    let sluice = Sluice::with_shop();
    sluice.import(&[NEXT], &[]);
    let before = sluice.everything();
    // Event 1 is Bandit's first report.
    let ran = sluice.run(&["undo", "1"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("a later scan of the same scope was imported"),
        "{}",
        ran.err
    );
    assert_eq!(sluice.everything(), before);
}

#[test]
fn what_comes_back_is_reopened_as_the_finding_that_it_was() {
    let sluice = Sluice::with_shop();
    // The rewritten query.
    let state = || -> Vec<(Value, Value)> {
        let all = sluice.json(&["findings", "status:any"]);
        let all = all["findings"].as_array().unwrap();
        all.iter()
            .filter(|it| {
                it["rule"] == "B608" && it["file"] == "shop/accounts.py" && it["line"] == 16
            })
            .map(|it| (it["fingerprint"].clone(), it["state"].clone()))
            .collect()
    };
    let [(print, first)] = &state()[..] else {
        panic!("one finding lies there")
    };
    assert_eq!(first, "open");
    sluice.import(&[NEXT], &[]);
    assert_eq!(state(), [(print.clone(), json!("gone"))]);
    // The first sources again, scanned a month later.
    let mut report: Value = serde_json::from_slice(&sample(BANDIT)).unwrap();
    report["generated_at"] = "2026-12-24T12:00:00Z".into();
    let file = sluice.file("again.json", report.to_string());
    let got = sluice.import(&[file], &[]);
    assert_eq!(counts(&got["reports"][0]), [0, 26, 15, 1, 1]);
    assert_eq!(state(), [(print.clone(), json!("open"))]);
    sluice.check();
}
