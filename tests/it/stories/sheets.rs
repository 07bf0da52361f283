//! Decisions go to a spreadsheet and come back edited.

use crate::harness::Sluice;
use serde_json::Value;

const BASKET: &str = "tool:bandit path:shop/basket.py";

fn decided() -> Sluice {
    let sluice = Sluice::with_shop();
    let all = format!("{BASKET} status:any");
    sluice.quiet(&["assign", BASKET, "--team", "checkout", "--person", "bob"]);
    sluice.quiet(&[
        "decide",
        BASKET,
        "false-positive",
        "--reason",
        "=not in use",
    ]);
    sluice.quiet(&["note", &all, "--text", "see the wiki"]);
    sluice
}

fn sheet(sluice: &Sluice) -> String {
    sluice.quiet(&["export", "decisions", "--output", "csv"])
}

fn outcomes(ran: &Value) -> Vec<&str> {
    let rows = ran["rows"].as_array().unwrap().iter();
    rows.map(|it| it["outcome"].as_str().unwrap()).collect()
}

#[test]
fn owners_and_reasons_edited_in_a_sheet_are_previewed_taken_over_and_undone_as_one() {
    let mut sluice = decided();
    let exported = sheet(&sluice);
    let before = sluice.everything();
    let file = sluice.file("same.csv", &exported);
    let same = sluice.json(&["import-decisions", &file]);
    assert_eq!(
        (outcomes(&same).len(), same["unedited"].as_u64()),
        (0, Some(15))
    );

    let edited = exported
        .replace("'=not in use", "not in use; see ADR 7")
        .replace("\"checkout\",\"bob\"", "\"payments\",\"\"");
    let file = sluice.file("edited.csv", edited);
    let plan = sluice.quiet(&["import-decisions", &file]);
    for line in [
        "reason '=not in use' → 'not in use; see ADR 7'",
        "team 'checkout' → 'payments', person 'bob' → ''",
        "10 to change, 0 in conflict, 0 so already, 5 not edited",
        "nothing was changed; --apply takes them over",
    ] {
        assert!(plan.contains(line), "{line}: {plan}");
    }
    assert_eq!(sluice.everything(), before);

    sluice.at("2026-03-02T08:00:00Z").by("eve");
    let done = sluice.quiet(&["import-decisions", &file, "--apply"]);
    assert!(
        done.contains("10 decisions edited in a sheet (event "),
        "{done}"
    );
    let now = sluice.issues(&format!("{BASKET} status:any"));
    assert!(
        now.iter()
            .all(|it| it["owner"]["team"] == "payments" && it["owner"]["person"].is_null())
    );
    let after = sluice.everything();
    let again = sluice.json(&["import-decisions", &file]);
    assert!(
        outcomes(&again).iter().all(|it| *it == "already"),
        "{again}"
    );
    sluice.quiet(&["undo"]);
    assert_eq!(sluice.everything(), before);
    sluice.quiet(&["undo", "--redo"]);
    assert_eq!(sluice.everything(), after);
    // What was edited once is edited again.
    let second = sheet(&sluice).replace("ADR 7", "ADR 8");
    let file = sluice.file("second.csv", second);
    assert_eq!(
        outcomes(&sluice.json(&["import-decisions", &file, "--apply"])),
        ["change"; 5]
    );
    sluice.check();
}

#[test]
fn what_changed_on_both_sides_is_a_conflict_and_the_rest_is_taken_over() {
    let mut sluice = decided();
    let exported = sheet(&sluice);
    let issues = sluice.issues(&format!("{BASKET} status:any"));
    let id = issues[0]["id"].as_str().unwrap();
    sluice.by("bob");
    sluice.quiet(&["decide", id, "false-positive", "--reason", "only tests"]);
    let edited = exported
        .replace("'=not in use", "dead code")
        .replace("see the wiki", "see the book");
    let file = sluice.file("edited.csv", edited);
    let ran = sluice.run(&["import-decisions", &file, "--apply", "--output", "json"]);
    assert_eq!(ran.code, 1);
    let ran: Value = serde_json::from_str(&ran.out).unwrap();
    let mut all = outcomes(&ran);
    all.sort_unstable();
    assert_eq!(all, [["change"; 4].as_slice(), &["conflict"; 6]].concat());
    let why: Vec<&str> = ran["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["why"].as_str().unwrap())
        .collect();
    assert!(
        why.iter()
            .any(|it| it.contains("by bob changed it since: reason '=not in use' → 'only tests'")),
        "{why:?}"
    );
    assert!(
        why.contains(&"a note is not edited: add a note, or undo it"),
        "{why:?}"
    );
    sluice.check();
}

#[test]
fn what_no_decision_can_be_is_refused() {
    let sluice = decided();
    let exported = sheet(&sluice);
    for (from, to, why) in [
        ("'=not in use", "", "a false positive needs a reason"),
        ("\"false-positive\",", "\"fine\",", "'fine' is no verdict"),
        ("\"false-positive\",", "\"reset\",", "'reset' is no verdict"),
        (
            "\"assign\",\"\"",
            "\"assign\",\"he knows\"",
            "an assignment has no reason",
        ),
    ] {
        let file = sluice.file("edited.csv", exported.replace(from, to));
        let ran = sluice.run(&["import-decisions", &file]);
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        assert!(ran.out.contains(why), "{why}: {}", ran.out);
    }
    let other = Sluice::with_shop();
    let file = other.file("sheet.csv", exported.replace("checkout", "payments"));
    let ran = other.run(&["import-decisions", &file]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("is not in this store's log"),
        "{}",
        ran.out
    );
    let none = sluice.run(&["import-decisions", "Cargo.toml"]);
    assert_eq!(none.code, 3);
}
