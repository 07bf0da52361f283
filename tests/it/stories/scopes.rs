//! Absence counts only where the same thing was scanned again, whole, and later.

use crate::harness::{SHOP, Sluice, counts, sample};
use serde_json::{Value, json};

const BANDIT: &str = SHOP[0];
const NEXT: &str = "sample-data/reports/shop/next/bandit.json";

fn bandit() -> Value {
    serde_json::from_slice(&sample(BANDIT)).unwrap()
}

fn open(sluice: &Sluice) -> usize {
    let all = sluice.json(&["findings", "status:any"]);
    let all = all["findings"].as_array().unwrap();
    all.iter().filter(|it| it["state"] == "open").count()
}

#[test]
fn a_scan_that_reports_errors_marks_nothing_gone() {
    let sluice = Sluice::new();
    sluice.import(&[BANDIT], &[]);
    let mut cut = bandit();
    cut["generated_at"] = "2026-12-01T08:00:00Z".into();
    cut["errors"] = json!([{"filename": "shop/app.py", "reason": "syntax error while parsing"}]);
    let results = cut["results"].as_array_mut().unwrap();
    results.retain(|it| it["filename"] != "./shop/app.py");
    let left = results.len() as u64;
    assert!(left < 42);
    let file = sluice.file("cut.json", cut.to_string());
    let got = sluice.import(&[file], &[]);
    let report = &got["reports"][0];
    assert_eq!(counts(report), [0, left, 0, 0, 0]);
    assert!(
        report["incomplete"]
            .as_str()
            .unwrap()
            .contains("syntax error"),
        "{report}"
    );
    assert_eq!(open(&sluice), 42);
}

#[test]
fn the_same_scan_without_errors_marks_them_gone() {
    let sluice = Sluice::new();
    sluice.import(&[BANDIT], &[]);
    let mut whole = bandit();
    whole["generated_at"] = "2026-12-01T08:00:00Z".into();
    let results = whole["results"].as_array_mut().unwrap();
    results.retain(|it| it["filename"] != "./shop/app.py");
    let left = results.len() as u64;
    let file = sluice.file("whole.json", whole.to_string());
    let got = sluice.import(&[file], &[]);
    assert_eq!(counts(&got["reports"][0]), [0, left, 0, 42 - left, 0]);
    assert_eq!(open(&sluice) as u64, left);
}

#[test]
fn a_late_report_neither_resolves_nor_reopens() {
    let sluice = Sluice::new();
    sluice.import(&[NEXT], &[]);
    let before: Vec<Value> = sluice.issues("");
    // Scanned before the other, imported after it.
    let got = sluice.import(&[BANDIT], &[]);
    let report = &got["reports"][0];
    assert_eq!(report["late"], true);
    assert_eq!(
        (&report["gone"], &report["reopened"]),
        (&json!(0), &json!(0))
    );
    let ids = |all: &[Value]| -> Vec<String> {
        let mut out: Vec<String> = all.iter().map(|it| it["id"].to_string()).collect();
        // The longer something is known, the further up it stands.
        out.sort();
        out
    };
    assert_eq!(ids(&sluice.issues("")), ids(&before));
    assert_eq!(open(&sluice), 42);
    // What only the old scan saw was fixed by the time of the new one.
    assert_eq!(report["new"], 1);
    assert_eq!(sluice.issues("status:fixed").len(), 1);
    sluice.check();
}

#[test]
fn the_time_of_a_scan_may_be_given_by_hand() {
    let sluice = Sluice::new();
    sluice.import(&[NEXT], &["--scanned-at", "2026-02-01"]);
    let got = sluice.import(&[BANDIT], &["--scanned-at", "2026-01-31T23:59:59Z"]);
    assert_eq!(got["reports"][0]["late"], true);
    assert_eq!(sluice.issues("")[0]["first_seen"], "2026-01-31T23:59:59Z");
}

#[test]
fn what_is_gone_in_one_branch_and_present_in_another_stays_open() {
    let sluice = Sluice::new();
    let on = |branch, file| sluice.import(&[file], &["--branch", branch])["reports"][0].clone();
    assert_eq!(counts(&on("main", BANDIT)), [42, 0, 0, 0, 0]);
    assert_eq!(counts(&on("release/1", BANDIT)), [0, 42, 0, 0, 0]);
    // Fixed on main only.
    let got = on("main", NEXT);
    assert_eq!(counts(&got), [1, 26, 15, 0, 0]);
    assert_eq!(open(&sluice), 43);
    assert!(sluice.issues("status:fixed").is_empty());
    sluice.check();
}

#[test]
fn what_is_gone_in_every_branch_is_fixed() {
    let sluice = Sluice::new();
    let on = |branch, file| sluice.import(&[file], &["--branch", branch])["reports"][0].clone();
    on("main", BANDIT);
    on("release/1", BANDIT);
    on("main", NEXT);
    let got = on("release/1", NEXT);
    assert_eq!(counts(&got), [0, 42, 0, 1, 0]);
    assert_eq!(sluice.issues("status:fixed").len(), 1);
}

#[test]
fn another_target_of_the_same_tool_has_findings_of_its_own() {
    let sluice = Sluice::new();
    sluice.import(&[BANDIT], &["--target", "web"]);
    let got = sluice.import(&[NEXT], &["--target", "worker"]);
    assert_eq!(counts(&got["reports"][0]), [42, 0, 0, 0, 0]);
    assert_eq!(open(&sluice), 84);
}

#[test]
fn another_tool_says_nothing_about_what_this_one_saw() {
    let sluice = Sluice::with_shop();
    let before = open(&sluice);
    let mut empty = bandit();
    empty["generated_at"] = "2026-12-01T08:00:00Z".into();
    empty["results"] = json!([]);
    let file = sluice.file("empty.json", empty.to_string());
    let got = sluice.import(&[file], &[]);
    assert_eq!(counts(&got["reports"][0]), [0, 0, 0, 42, 0]);
    assert_eq!(open(&sluice), before - 42);
}

#[test]
fn an_application_never_shares_an_issue_with_another() {
    let sluice = Sluice::with_shop();
    let all = [
        "sample-data/reports/shop/trivy.json",
        "sample-data/reports/shop/grype.json",
    ];
    sluice.json(&["import", "--app", "twin", all[0], all[1]]);
    let apps = |app: &str| {
        let filter = format!("app:{app} class:dependency status:any");
        sluice.issues(&filter).len()
    };
    assert!(apps("twin") > 0 && apps("twin") <= apps("shop"));
    sluice.check();
}
