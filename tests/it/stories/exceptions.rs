//! The whole life of an exception, by two people on one laptop; and of a rule and a snooze.

use crate::harness::Sluice;
use serde_json::{Value, json};

const SQL: &str = "tool:bandit path:shop/basket.py";

fn statuses(sluice: &Sluice, filter: &str) -> Vec<String> {
    let all = sluice.issues(&format!("{filter} status:any"));
    all.iter()
        .map(|it| it["status"].as_str().unwrap().to_owned())
        .collect()
}

fn exception(sluice: &Sluice) -> Value {
    sluice.json(&["exception", "list"])["exceptions"][0].clone()
}

fn refused(sluice: &Sluice, args: &[&str], why: &str) {
    let ran = sluice.run(args);
    assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
    assert!(ran.err.contains(why), "{}", ran.err);
}

fn ask(sluice: &Sluice, until: &str) -> String {
    sluice.quiet(&[
        "exception",
        "request",
        SQL,
        "--treatment",
        "mitigate",
        "--reason",
        "moved in spring",
        "--control",
        "read-only user",
        "--control-owner",
        "dba",
        "--control-check",
        "10d",
        "--until",
        until,
    ]);
    let all = sluice.json(&["exception", "list", "--state", "requested"]);
    all["exceptions"][0]["id"].as_str().unwrap().to_owned()
}

/// The sample shop where bob approved, for 20 days, what ann asked for on 2 March 2026: the store,
/// the exception, and how many issues were open before.
fn approved() -> (Sluice, String, usize) {
    let mut sluice = Sluice::with_shop();
    let open = sluice.issues("").len();
    sluice.at("2026-03-02T09:00:00Z").by("ann");
    let id = ask(&sluice, "20d");
    assert_eq!(sluice.issues("").len(), open, "a pending one hides nothing");
    sluice.by("bob");
    sluice.quiet(&["exception", "approve", &id]);
    (sluice, id, open)
}

#[test]
fn who_asks_for_an_exception_approves_it_in_no_spelling_and_for_no_decade() {
    let mut sluice = Sluice::with_shop();
    sluice.at("2026-03-02T09:00:00Z").by("ann");
    let decade = ["--reason", "x", "--until", "4000d"];
    let long = [&["exception", "request", SQL], &decade[..]].concat();
    refused(&sluice, &long, "days at most");
    let id = ask(&sluice, "20d");
    let approve = ["exception", "approve", &id];
    refused(
        &sluice,
        &approve,
        "was requested by ann, who cannot approve it",
    );
    sluice.by("Ann");
    refused(&sluice, &approve, "cannot approve it");
}

#[test]
fn an_approved_exception_hides_what_it_covers_and_a_redo_approves_nothing_of_ones_own() {
    let (mut sluice, id, open) = approved();
    let covered = sluice.issues(&format!("{SQL} status:exception")).len();
    assert_eq!(sluice.issues("").len(), open - covered);
    assert_eq!(statuses(&sluice, SQL), vec!["exception"; covered]);
    let shown = sluice.issues(&format!("{SQL} status:exception"))[0]["id"].clone();
    let shown = sluice.quiet(&["show", shown.as_str().unwrap()]);
    assert!(
        shown.contains(&format!("by exception {id}, until 2026-03-22")),
        "{shown}"
    );
    refused(&sluice, &["decide", SQL, "confirm"], "no issue fits");
    let excepted = format!("{SQL} status:exception");
    refused(&sluice, &["decide", &excepted, "confirm"], "withdraw it");

    // What is taken back and done again stands again, but not by the word of who asked for it.
    sluice.quiet(&["undo"]);
    assert_eq!(sluice.issues("").len(), open);
    sluice.by("ann");
    refused(&sluice, &["undo", "--redo"], "cannot approve it");
    sluice.by("bob");
    sluice.quiet(&["undo", "--redo"]);
    assert_eq!(sluice.issues("").len(), open - covered);
    sluice.quiet(&["store", "rebuild"]);
    assert_eq!(statuses(&sluice, SQL), vec!["exception"; covered]);
}

#[test]
fn an_exception_ends_by_itself_and_its_renewal_is_reviewed_anew() {
    let (mut sluice, id, open) = approved();
    let covered = statuses(&sluice, SQL).len();
    sluice.at("2026-03-20T09:00:00Z");
    assert_eq!(exception(&sluice)["ends_within_days"], 3);

    sluice.at("2026-03-22T09:00:01Z");
    let ran = sluice.run(&["list"]);
    assert!(ran.err.contains(&format!("{id} expired")), "{}", ran.err);
    assert_eq!(
        sluice.issues("").len(),
        open,
        "an expired one hides nothing"
    );
    assert_eq!(statuses(&sluice, SQL), vec!["reopened"; covered]);
    refused(
        &sluice,
        &["exception", "approve", &id],
        "cannot be approved any more",
    );

    sluice.by("ann");
    let again = [
        "exception",
        "request",
        "--renews",
        &id,
        "--reason",
        "once more",
        "--until",
        "5d",
    ];
    sluice.quiet(&again);
    let all = sluice.json(&["exception", "list", "--state", "requested"]);
    assert_eq!(all["exceptions"][0]["renewal"], 1);
    assert_eq!(
        all["exceptions"][0]["issues"].as_array().unwrap().len(),
        covered
    );
    assert_eq!(sluice.json(&["audit", "verify"])["broken"], Value::Null);
    sluice.check();
}

#[test]
fn an_approval_by_who_asked_is_found_in_the_log_though_its_hashes_are_right() {
    let mut sluice = Sluice::with_shop();
    sluice.by("ann");
    let id = ask(&sluice, "20d");
    sluice.by("bob");
    sluice.quiet(&["exception", "approve", &id]);
    // The whole log written anew, with a hash over every entry that fits.
    let forged = crate::log::forge(&sluice, &|event| {
        if event["operation"] == "exception" {
            event["actor"]["name"] = json!("ann");
            let text = event["payload"]
                .as_str()
                .unwrap()
                .replace("\"by\":\"bob\"", "\"by\":\"ann\"");
            event["payload"] = json!(text);
        }
    });
    let ran = sluice.run(&["audit", "verify"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(
        ran.out
            .contains(&format!("event {forged}: {id} was requested by ann")),
        "{}",
        ran.out
    );
}

#[test]
fn a_rule_hides_what_it_covers_counts_it_and_gives_it_back() {
    let mut sluice = Sluice::with_shop();
    let open = sluice.issues("").len();
    let before = sluice.everything();
    sluice.at("2026-03-02T09:00:00Z");
    let add = |sluice: &Sluice, more: &[&str]| {
        let mut args = vec!["suppress", "add", "--filter", SQL, "--reason", "legacy"];
        args.extend(more);
        sluice.json(&args)
    };
    refused(
        &sluice,
        &["suppress", "add", "--filter", SQL, "--reason", "legacy"],
        "needs an end",
    );
    let observed = add(&sluice, &["--observe"]);
    assert!(
        observed["summary"]
            .as_str()
            .unwrap()
            .contains("would have hidden 5, 0 of them")
    );
    assert_eq!(sluice.issues("").len(), open);
    sluice.quiet(&["undo"]);
    assert_eq!(add(&sluice, &["--until", "30d"])["changed"], 5);
    assert_eq!(sluice.issues("").len(), open - 5);
    let rules = sluice.json(&["suppress", "list"]);
    let rule = &rules["rules"][0];
    assert_eq!(rule["hidden"], 5, "nothing hidden is uncounted");
    let keep = [
        "suppress",
        "keep",
        "--app",
        "shop",
        "--reason",
        "never here",
    ];
    refused(&sluice, &keep, "says the opposite (hide) where both reach");
    sluice.quiet(&["undo"]);
    assert_eq!(sluice.everything(), before);
    sluice.quiet(&["undo", "--redo"]);
    let id = rule["id"].as_str().unwrap();
    sluice.quiet(&["suppress", "remove", id]);
    assert_eq!(sluice.issues("").len(), open);
    sluice.quiet(&["undo"]);
    sluice.at("2026-04-02T09:00:00Z");
    let ran = sluice.run(&["list"]);
    assert!(
        ran.err.contains(&format!("{id} ended: 5 issues back")),
        "{}",
        ran.err
    );
    assert_eq!(sluice.issues("").len(), open);
}

#[test]
fn a_snoozed_issue_sleeps_until_its_date_and_a_fixed_one_cannot() {
    let mut sluice = Sluice::with_shop();
    let open = sluice.issues("").len();
    sluice.at("2026-03-02T09:00:00Z");
    refused(&sluice, &["snooze", SQL], "needs an end");
    sluice.quiet(&["snooze", SQL, "--until", "10d"]);
    assert_eq!(statuses(&sluice, SQL), ["snoozed"; 5]);
    assert_eq!(sluice.issues("").len(), open - 5);
    sluice.at("2026-03-12T09:00:00Z");
    assert!(sluice.run(&["list"]).err.contains("came to their end"));
    assert_eq!(statuses(&sluice, SQL), ["reopened"; 5]);
    assert_eq!(sluice.issues("").len(), open);
}

#[test]
fn an_import_says_what_a_rule_hides_of_it() {
    let mut sluice = Sluice::new();
    sluice.at("2026-03-02T09:00:00Z");
    let known = ("sqli", "shop/db.py", 10, "run(query)");
    let first = sluice.file("first.sarif", crate::gate::sarif("semgrep", &[known]));
    assert_eq!(sluice.import(&[first], &[])["hidden"], json!([]));
    let add = [
        "suppress",
        "add",
        "--filter",
        "path:shop/legacy",
        "--reason",
        "not shipped",
    ];
    let rule = sluice.json(&[&add[..], &["--until", "30d"]].concat());
    assert_eq!(rule["changed"], 0);
    let id = sluice.json(&["suppress", "list"])["rules"][0]["id"].clone();
    let old = ("sqli", "shop/legacy/a.py", 4, "run(old)");
    let next = sluice.file("next.sarif", crate::gate::sarif("semgrep", &[known, old]));
    let args = ["import", next.as_str(), "--app", "shop"];
    let plan = sluice.run(&[&args[..], &["--plan"]].concat());
    let ran = sluice.run(&args);
    let line = format!(
        "{} hides 1 of the issues: `sluice suppress list` says why",
        id.as_str().unwrap()
    );
    for it in [&plan, &ran] {
        assert!(it.out.contains(&line), "{}", it.out);
    }
    assert_eq!(sluice.issues("").len(), 1);
    assert_eq!(sluice.issues("status:any").len(), 2);
}
