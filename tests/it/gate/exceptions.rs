//! Stories of releases that pass by an exception, and what the numbers say of them.

use super::{gate, new_critical, verdict, verified, world};
use crate::harness::Sluice;
use serde_json::{Value, json};

/// The world whose release 1.4 has a new critical issue for which ann asked for an exception of ten
/// days on 2 March 2026; and the exception's id.
fn asked() -> (Sluice, String) {
    let mut sluice = world();
    new_critical(&mut sluice);
    sluice.by("ann");
    assert_eq!(gate(&sluice, &[]).code, 1);
    sluice.quiet(&[
        "exception",
        "request",
        "path:shop/new.py",
        "--reason",
        "the endpoint is switched off",
        "--until",
        "10d",
    ]);
    let all = sluice.json(&["exception", "list"]);
    let id = all["exceptions"][0]["id"].as_str().unwrap().to_owned();
    (sluice, id)
}

fn approved() -> (Sluice, String) {
    let (mut sluice, id) = asked();
    sluice.by("bob").quiet(&["exception", "approve", &id]);
    (sluice, id)
}

/// What a metric says of all applications together: `stat group` and the value, where it is not 0.
fn told(sluice: &Sluice, metric: &str) -> Vec<(String, f64)> {
    let said = sluice.json(&["metrics", metric]);
    let numbers = said["metrics"][0]["numbers"].as_array().unwrap().iter();
    let named = |it: &Value| {
        let name = [&it["stat"], &it["group"]].map(|it| it.as_str().unwrap_or_default());
        (
            name.join(" ").trim().to_owned(),
            it["value"].as_f64().unwrap(),
        )
    };
    numbers.map(named).filter(|it| it.1 > 0.0).collect()
}

fn one(name: &str) -> Vec<(String, f64)> {
    vec![(name.to_owned(), 1.0)]
}

#[test]
fn what_somebody_only_asked_for_passes_nothing() {
    let (sluice, id) = asked();
    let said = verdict(&sluice, &[]);
    assert_eq!(said["answer"], "blocked");
    assert_eq!(said["exceptions"], json!([]));
    let ran = gate(&sluice, &[]);
    assert!(
        ran.out
            .contains(&format!("exception {id} is not approved yet")),
        "{}",
        ran.out
    );
    verified(&sluice, "blocked");
    assert_eq!(told(&sluice, "exceptions-by-age"), one("pending"));
    assert_eq!(told(&sluice, "releases-fixed"), one("not passed"));
}

#[test]
fn what_somebody_else_approved_passes_and_is_cited_until_its_end() {
    let (mut sluice, id) = approved();
    let said = verdict(&sluice, &[]);
    assert_eq!(said["answer"], "pass");
    let cited = &said["exceptions"][0];
    assert_eq!(
        (&cited["id"], &cited["approver"]),
        (&json!(id), &json!("bob")),
        "{said}"
    );
    let ran = gate(&sluice, &[]);
    assert!(
        ran.out.contains(&id) && ran.out.contains("bob") && ran.out.contains("2026-03-12"),
        "{}",
        ran.out
    );
    let passed = verified(&sluice, "pass");
    assert_eq!(
        told(&sluice, "exceptions-by-age"),
        one("in force 0-30 days")
    );
    assert_eq!(told(&sluice, "releases-fixed"), one("passed by a decision"));

    sluice.at("2026-03-12T08:00:01Z");
    let ran = gate(&sluice, &[]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains(&format!("exception {id}")), "{}", ran.out);
    verified(&sluice, "blocked");
    let old = sluice.json(&["gate", "verify", &passed]);
    assert_eq!(
        (&old["holds"], &old["answer"]),
        (&json!(true), &json!("pass")),
        "what passed then still comes out as passed"
    );
    assert_eq!(told(&sluice, "exceptions-by-age"), one("ran out"));
    assert_eq!(told(&sluice, "releases-fixed"), one("not passed"));
    sluice.check();
}

#[test]
fn a_release_whose_issue_was_repaired_counts_as_fixed() {
    let (mut sluice, _) = asked();
    sluice.at("2026-03-04T08:00:00Z");
    // The rule still ran: what is gone is what it said.
    let repaired = sluice.file(
        "repaired.sarif",
        super::ran("semgrep", &[super::OLD, super::NEW], &[super::OLD]),
    );
    sluice.import(&[repaired], &["--release", "1.4"]);
    let ran = gate(&sluice, &[]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(told(&sluice, "releases-fixed"), one("fixed"));
    assert_eq!(told(&sluice, "exceptions-by-age"), one("pending"));
}

#[test]
fn evidence_holds_the_exception_and_the_record_of_every_run() {
    let (mut sluice, id) = approved();
    assert_eq!(gate(&sluice, &[]).code, 0);
    let passed = verified(&sluice, "pass");
    let pack = |sluice: &Sluice, name: &str, more: &[&str]| {
        let to = sluice.path(name);
        let asked = ["report", "evidence", "--app", "shop", "--out"];
        sluice.ok(&[&asked[..], &[to.to_str().unwrap()], more].concat());
        move |file: &str| std::fs::read_to_string(to.join(file)).unwrap()
    };
    let read = pack(&sluice, "evidence", &[]);
    let sheet = read("exceptions.csv");
    let row = sheet.lines().nth(1).unwrap();
    for part in [
        &id,
        "approved",
        "ann",
        "bob 2026-03-02",
        "the endpoint is switched off",
    ] {
        assert!(row.contains(part), "{part}: {row}");
    }
    let whole: Value = serde_json::from_str(&read("exceptions.json")).unwrap();
    assert_eq!(whole["exceptions"][0]["id"], json!(id));

    let (runs, records) = (read("gate-runs.csv"), read("gate-runs.jsonl"));
    assert_eq!(runs.lines().count(), records.lines().count() + 1);
    let hashes: Vec<String> = records
        .lines()
        .map(|it| sluice::model::digest::sha256_hex(it.as_bytes()))
        .collect();
    for (row, hash) in runs.lines().skip(1).zip(&hashes) {
        assert!(row.contains(hash), "{hash}: {row}");
    }
    let last = runs.lines().last().unwrap();
    assert!(last.contains(&id) && last.contains(&passed), "{last}");
    assert!(runs.lines().any(|it| it.contains("blocked")), "{runs}");

    // What was over before the period began is not in it.
    sluice.at("2026-06-01T08:00:00Z");
    let read = pack(&sluice, "later", &["--from", "2026-05-01"]);
    assert_eq!(read("exceptions.csv").lines().count(), 1);
    assert_eq!(read("gate-runs.jsonl"), "");
}
