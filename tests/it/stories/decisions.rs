//! Somebody decides, thinks again, hands over, and the auditor can follow it.

use crate::harness::{SHOP, Sluice};
use serde_json::{Value, json};

/// What Bandit alone says about the basket.
const BASKET: &str = "tool:bandit path:shop/basket.py";

fn statuses(sluice: &Sluice, filter: &str) -> Vec<String> {
    let all = sluice.issues(&format!("{filter} status:any"));
    all.iter()
        .map(|it| it["status"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn five_false_positives_are_decided_undone_and_redone_and_the_log_tells_it() {
    let mut sluice = Sluice::with_shop();
    let open = sluice.issues("").len();
    let five = sluice.issues(BASKET).len();
    assert_eq!(five, 5, "bandit.json has five results in basket.py");
    let before = sluice.everything();

    sluice.at("2026-03-02T09:00:00Z");
    let done = sluice.json(&["decide", BASKET, "false-positive", "--reason", "not in use"]);
    assert_eq!(
        (&done["changed"], &done["unchanged"]),
        (&json!(5), &json!(0))
    );
    assert_eq!(sluice.issues("").len(), open - 5);
    assert_eq!(statuses(&sluice, BASKET), ["false-positive"; 5]);
    let decided = sluice.everything();

    sluice.at("2026-03-02T10:00:00Z").by("bob");
    let undone = sluice.json(&["undo"]);
    assert_eq!(undone["changed"], 5);
    assert_eq!(sluice.everything(), before);

    sluice.at("2026-03-02T11:00:00Z").by("ann");
    sluice.json(&["undo", "--redo"]);
    assert_eq!(sluice.everything(), decided);

    let list = sluice.quiet(&["audit", "list", "-n", "3"]);
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(list);
    });
    let verdict = sluice.json(&["audit", "verify"]);
    assert_eq!(
        (&verdict["entries"], &verdict["broken"]),
        (&json!(SHOP.len() + 3), &Value::Null)
    );
    let id = sluice.issues(&format!("{BASKET} status:any"))[0]["id"].clone();
    let shown = sluice.quiet(&["show", id.as_str().unwrap()]);
    let story = [
        "2026-03-02T09:00:00Z  ann: 5 issues marked false positive: not in use",
        "2026-03-02T10:00:00Z  bob: undid 9: 5 issues marked false positive: not in use",
        "2026-03-02T11:00:00Z  ann: redid 9: 5 issues marked false positive: not in use",
    ];
    for line in story {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    sluice.check();
}

#[test]
fn a_decision_is_made_once_and_again_with_another_reason() {
    let sluice = Sluice::with_shop();
    let decide = |reason| {
        sluice.json(&[
            "decide",
            BASKET,
            "status:any",
            "false-positive",
            "--reason",
            reason,
        ])
    };
    assert_eq!(decide("not in use")["changed"], 5);
    let again = decide("not in use");
    assert_eq!((&again["changed"], &again["event"]), (&json!(0), &json!(0)));
    assert_eq!(decide("other")["changed"], 5);
    // Taking the second back leaves the first.
    sluice.quiet(&["undo"]);
    let all = sluice.json(&["export", "decisions"]);
    assert!(
        all["decisions"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["reason"] == "not in use")
    );
    sluice.check();
}

#[test]
fn an_earlier_decision_is_not_taken_back_under_a_later_one() {
    let sluice = Sluice::with_shop();
    sluice.quiet(&["decide", BASKET, "confirm"]);
    sluice.quiet(&["decide", BASKET, "false-positive", "--reason", "not in use"]);
    let ran = sluice.run(&["undo", "9"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("event 9 cannot be taken back: a later decision stands"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("hint: undo the later decision first"),
        "{}",
        ran.err
    );
    assert_eq!(statuses(&sluice, BASKET), ["false-positive"; 5]);
    sluice.quiet(&["undo", "10"]);
    sluice.quiet(&["undo", "9"]);
    assert_eq!(statuses(&sluice, BASKET), ["new"; 5]);
    sluice.check();
}

#[test]
fn undo_walks_back_and_redo_walks_forward_through_several_decisions() {
    let sluice = Sluice::with_shop();
    let mut states = vec![sluice.everything()];
    for args in [
        &["decide", BASKET, "confirm"][..],
        &["assign", BASKET, "--team", "checkout"],
        &["decide", BASKET, "false-positive", "--reason", "not in use"],
    ] {
        sluice.quiet(args);
        states.push(sluice.everything());
    }
    for state in states.iter().rev().skip(1) {
        sluice.quiet(&["undo"]);
        assert_eq!(&sluice.everything(), state);
    }
    for state in states.iter().skip(1) {
        sluice.quiet(&["undo", "--redo"]);
        assert_eq!(&sluice.everything(), state);
    }
    assert_eq!(sluice.run(&["undo", "--redo"]).code, 2);
    sluice.check();
}

#[test]
fn a_reset_opens_what_was_decided() {
    let sluice = Sluice::with_shop();
    let before = sluice.everything();
    sluice.quiet(&["decide", BASKET, "confirm"]);
    sluice.quiet(&["decide", BASKET, "reset"]);
    assert_eq!(sluice.everything(), before);
}

#[test]
fn a_handover_is_exported_for_people_and_for_programs() {
    let sluice = Sluice::with_shop();
    let issue = sluice.issues("tool:gitleaks path:Dockerfile")[0].clone();
    let id = issue["id"].as_str().unwrap();
    sluice.quiet(&["assign", id, "--team", "checkout", "--person", "bob"]);
    sluice.quiet(&["decide", id, "confirm", "--reason", "works on staging"]);
    sluice.quiet(&["note", id, "--text", "asked bob to rotate it"]);
    let shown = sluice.json(&["show", id]);
    let owner = &shown["issues"][0]["owner"];
    assert_eq!(
        (&owner["team"], &owner["person"]),
        (&json!("checkout"), &json!("bob"))
    );
    let document = sluice.quiet(&["export", "decisions"]);
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("decisions.json", document);
    });
    let sheet = sluice.quiet(&["export", "decisions", "--output", "csv"]);
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("decisions.csv", sheet.replace("\r\n", "\n"));
    });
    let person = sluice.json(&["assign", id, "--person", ""]);
    assert_eq!(person["changed"], 1);
    let owner = &sluice.json(&["show", id])["issues"][0]["owner"];
    assert_eq!(
        (&owner["team"], &owner["person"]),
        (&json!("checkout"), &Value::Null)
    );
}
