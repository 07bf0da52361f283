//! SARIF 2.1.0.

use super::{fits, read_back, world};
use crate::formats::{Collected, read};
use crate::harness::{SHOP, Sluice};
use serde_json::Value;
use sluice::model::NewFinding;
use std::path::Path;

fn export(sluice: &Sluice, args: &[&str]) -> String {
    sluice.ok(&[&["export", "sarif"], args].concat()).out
}

/// What must come back of a finding, as a line.
fn essence(it: &NewFinding) -> String {
    let place = &it.place;
    let package = it
        .package
        .as_ref()
        .map(|it| (&it.ecosystem, &it.name, &it.version));
    format!(
        "{} {} {:?} {} {:?}:{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        it.kind,
        it.rule,
        it.title,
        it.severity,
        place.file,
        place.line,
        place.url,
        place.method,
        place.parameter,
        place.resource,
        it.cwes,
        package,
    )
}

fn essences(all: &Collected) -> Vec<String> {
    // A password that Bandit quotes in its title is masked at the door.
    let kept = all.findings.iter().filter(|it| it.rule != "B105");
    let mut out: Vec<String> = kept.map(essence).collect();
    out.sort();
    out
}

#[test]
fn what_the_shop_s_scanners_said_is_read_back_equal() {
    let sluice = Sluice::with_shop();
    let text = export(&sluice, &[]);
    fits("sarif-2.1.0", &text);
    let mut expected = Vec::new();
    for report in SHOP {
        expected.extend(essences(&read(Path::new(report)).unwrap().1));
    }
    expected.sort();
    expected.dedup();
    let mut back = essences(&read_back("sarif", &text));
    back.dedup();
    similar(&back, &expected);
}

fn similar(back: &[String], expected: &[String]) {
    let lost: Vec<&String> = expected.iter().filter(|it| !back.contains(it)).collect();
    let new: Vec<&String> = back.iter().filter(|it| !expected.contains(it)).collect();
    assert!(
        lost.is_empty() && new.is_empty(),
        "lost {lost:#?}\nnew {new:#?}"
    );
}

fn results(document: &Value) -> Vec<Value> {
    let runs = document["runs"].as_array().unwrap().iter();
    runs.flat_map(|it| it["results"].as_array().unwrap().clone())
        .collect()
}

#[test]
fn decisions_are_suppressions_and_come_back_as_claims() {
    let sluice = world();
    let text = export(&sluice, &["tool:bandit"]);
    let document = fits("sarif-2.1.0", &text);
    let all = results(&document);
    assert!(all.iter().all(|it| it["suppressions"].is_array()));
    let bandit = &document["runs"][0];
    assert_eq!(bandit["tool"]["driver"]["name"], "bandit");
    for it in bandit["results"].as_array().unwrap() {
        assert_eq!(it["suppressions"][0]["status"], "accepted");
        assert_eq!(it["suppressions"][0]["properties"]["by"], "ann");
    }
    let read = read_back("sarif", &text);
    let claims = read
        .findings
        .iter()
        .filter_map(|it| it.detail.suppression.as_ref());
    let reasons: Vec<&str> = claims.map(|it| it.justification.as_str()).collect();
    assert!(
        reasons.contains(&"test code; decided by ann"),
        "{reasons:?}"
    );
    // Given in, they hide nothing.
    let file = sluice.file("back.sarif", text);
    let other = Sluice::new();
    other.import(&[file], &[]);
    assert_eq!(other.issues("").len(), other.issues("status:any").len());
}

#[test]
fn results_are_compared_with_a_time_of_the_past() {
    let mut sluice = Sluice::with_shop();
    sluice.at("2026-04-01T08:00:00Z");
    sluice.import(
        &["sample-data/reports/shop/next/bandit.json"],
        &["--scanned-at", "2026-03-20T08:00:00Z"],
    );
    let text = export(&sluice, &["tool:bandit", "--since", "2026-03-10"]);
    let document = fits("sarif-2.1.0", &text);
    let mut states: Vec<String> = results(&document)
        .iter()
        .map(|it| it["baselineState"].as_str().unwrap().to_owned())
        .collect();
    states.sort();
    states.dedup();
    for state in ["absent", "new", "unchanged"] {
        assert!(states.iter().any(|it| it == state), "{state}: {states:?}");
    }
    let plain = fits("sarif-2.1.0", &export(&sluice, &["tool:bandit"]));
    assert!(
        results(&plain)
            .iter()
            .all(|it| it.get("baselineState").is_none())
    );
    let wrong = sluice.run(&["export", "sarif", "--since", "soon"]);
    assert_eq!(wrong.code, 2);
}

#[test]
fn no_secret_leaves() {
    let sluice = Sluice::with_shop();
    let document = fits("sarif-2.1.0", &export(&sluice, &["class:secret"]));
    let all = results(&document);
    let secrets = all
        .iter()
        .filter(|it| it["properties"]["sluice/kind"] == "secrets");
    let secrets: Vec<String> = secrets.map(Value::to_string).collect();
    assert!(secrets.len() > 2);
    assert!(secrets.iter().all(|it| !it.contains("\"snippet\"")));
}
