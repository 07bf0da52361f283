//! The gate in one step: exceptions that come with exported decisions hold only as far as the policy
//! for decisions lets them.

use super::{new_critical, world};
use crate::harness::{Ran, Sluice};
use serde_json::{Value, json};

const ASKED: &str = "path:shop/new.py";

/// A store in which bob approved what ann asked for, about the new critical one.
fn approved() -> (Sluice, String) {
    let mut sluice = world();
    new_critical(&mut sluice);
    let id = ask(&sluice);
    sluice.by("bob");
    sluice.quiet(&["exception", "approve", &id]);
    (sluice, id)
}

fn ask(sluice: &Sluice) -> String {
    let why = ["--reason", "moved in spring", "--until", "20d"];
    sluice.quiet(&[["exception", "request", ASKED].as_slice(), &why].concat());
    let all = sluice.json(&["exception", "list"]);
    all["exceptions"][0]["id"].as_str().unwrap().to_owned()
}

fn exported(sluice: &Sluice) -> Value {
    sluice.json(&["export", "decisions"])
}

/// The gate on a machine that has the files only.
fn step(sluice: &Sluice, decisions: &Value, (now, more): (&str, &[&str])) -> Ran {
    let baseline = sluice.quiet(&["gate", "baseline", "export", "1.3", "--app", "shop"]);
    let baseline = sluice.file("baseline.json", baseline);
    let decisions = sluice.file("decisions.json", decisions.to_string());
    let report = sluice.path("next.sarif").display().to_string();
    let mut args = vec!["gate", "--app", "shop", "--release", "1.4", "--report"];
    args.extend([
        &report,
        "--baseline-file",
        &baseline,
        "--decisions",
        &decisions,
    ]);
    args.extend(more);
    let mut other = Sluice::new();
    other.at(now).by("ci");
    let ran = other.run(&args);
    assert!(!other.store().exists(), "no store is made");
    ran
}

const NOW: &str = "2026-03-03T08:00:00Z";

#[test]
fn an_approved_exception_passes_and_is_cited_until_it_ends() {
    let (sluice, id) = approved();
    let all = exported(&sluice);
    let ran = step(&sluice, &all, (NOW, &["--output", "json"]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    let cited = &said["exceptions"][0];
    assert_eq!(
        (&cited["id"], &cited["approver"], &cited["until"]),
        (&json!(id), &json!("bob"), &json!("2026-03-22T08:00:00Z"))
    );
    let stored = sluice.json(&["gate", "--app", "shop", "--release", "1.4"]);
    assert_eq!(
        said["exceptions"], stored["exceptions"],
        "as the store says"
    );
    let ran = step(&sluice, &all, ("2026-03-22T08:00:00Z", &[]));
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains(&format!("{id} has expired")),
        "{}",
        ran.out
    );
}

#[test]
fn a_pending_one_passes_nothing() {
    let mut sluice = world();
    new_critical(&mut sluice);
    let id = ask(&sluice);
    let ran = step(&sluice, &exported(&sluice), (NOW, &[]));
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains(&format!("{id} is not approved yet")),
        "{}",
        ran.out
    );
}

/// Changes a file, and why that does not pass.
type Forged = (fn(&mut Value), &'static str);

#[test]
fn a_forged_one_is_refused_and_says_why() {
    let (sluice, id) = approved();
    let all = exported(&sluice);
    let cases: &[Forged] = &[
        (
            |it| it["approvals"][0]["by"] = json!("Ann "),
            "was requested by ann, who cannot approve it",
        ),
        (
            |it| it["approvals"] = json!([]),
            "it has 0 of the 1 approvals",
        ),
        (
            |it| it["ends"] = json!("2027-03-01T08:00:00Z"),
            "an exception about a P2 issue lasts 90 days at most",
        ),
        (
            |it| {
                it["ends"] = json!("2026-09-01T08:00:00Z");
                it["requested_at"] = json!("2026-08-20T08:00:00Z");
                it["approvals"][0]["at"] = json!("2026-08-20T08:00:00Z");
            },
            "made at a time that is to come",
        ),
        (
            |it| it["approvals"][0]["at"] = json!("2026-02-01T08:00:00Z"),
            "approved it before it was asked for",
        ),
        (
            |it| it["reason"] = json!(" "),
            "an exception needs a reason",
        ),
        (
            |it| it["treatment"] = json!("mitigate"),
            "to mitigate needs a compensating control",
        ),
    ];
    for (forge, why) in cases {
        let mut forged = all.clone();
        forge(&mut forged["exceptions"][0]);
        // A band that is forged downwards does not help.
        forged["exceptions"][0]["issues"][0]["band"] = json!("P4");
        let ran = step(&sluice, &forged, (NOW, &[]));
        assert_eq!(ran.code, 1, "{why}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(&format!("{id} is refused")), "{}", ran.out);
        assert!(
            ran.err.contains(&format!("exception {id} is refused: ")) && ran.err.contains(why),
            "{why}: {}",
            ran.err
        );
    }
    let mut twice = all.clone();
    let one = all["exceptions"][0].clone();
    twice["exceptions"] = json!([one, one]);
    let ran = step(&sluice, &twice, (NOW, &[]));
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("another one of this id"), "{}", ran.err);
    let mut broken = all;
    broken["exceptions"][0]["ends"] = json!("never");
    assert_eq!(step(&sluice, &broken, (NOW, &[])).code, 3);
}

#[test]
fn approvals_are_held_to_the_policy_of_the_one_who_runs_the_gate() {
    let (sluice, id) = approved();
    let all = exported(&sluice);
    let policy = include_str!("../../../assets/policy/decisions.toml");
    for (from, to, why) in [
        (
            "people = [\"*\"]",
            "people = [\"carl\"]",
            "bob has no authority over P2",
        ),
        (
            "approvals = 1",
            "approvals = 2",
            "it has 1 of the 2 approvals",
        ),
        (
            "signed = false",
            "signed = true",
            "the policy demands a signed approval",
        ),
    ] {
        let file = sluice.file("decisions.toml", policy.replace(from, to));
        let ran = step(&sluice, &all, (NOW, &["--decision-policy", &file]));
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        assert!(
            ran.err.contains(&id) && ran.err.contains(why),
            "{}",
            ran.err
        );
    }
    let file = sluice.file("decisions.toml", policy);
    let ran = step(&sluice, &all, (NOW, &["--decision-policy", &file]));
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}
