//! What a person says of issues: merged, split, kept apart, set; cited, explained, taken back.

use crate::harness::{SHOP, Sluice};
use serde_json::Value;

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn ids(issues: &[Value]) -> Vec<String> {
    issues.iter().map(|it| text(&it["id"])).collect()
}

fn prints(issue: &Value) -> Vec<String> {
    let all = issue["findings"].as_array().unwrap().iter();
    all.map(|it| text(&it["fingerprint"])).collect()
}

fn show(sluice: &Sluice, id: &str) -> Value {
    sluice.json(&["show", id])["issues"][0].clone()
}

const WHY: [&str; 2] = ["--reason", "one library, one fix"];

#[test]
fn a_merge_is_cited_keeps_every_id_and_is_taken_back() {
    let sluice = Sluice::with_shop();
    let before = sluice.everything();
    let two = ids(&sluice.issues("tool:trivy sev:critical"));
    let (one, other) = (two[0].as_str(), two[1].as_str());
    let done = sluice.json(&[&["merge", one, other], WHY.as_slice()].concat());
    assert_eq!(done["issues"].as_array().unwrap().len(), 1);
    let (a, b) = (show(&sluice, one), show(&sluice, other));
    assert_eq!(a, b, "both ids stand for the one issue");
    let links = a["links"].as_array().unwrap();
    let by_hand: Vec<&Value> = links.iter().filter(|it| it["rule"] == "by-hand").collect();
    assert_eq!(by_hand.len(), 1, "rules are cited where they would join");
    let evidence = text(&by_hand[0]["evidence"]);
    assert!(evidence.contains("ann: one library, one fix"), "{evidence}");
    assert!(evidence.contains("no rule would join them"), "{evidence}");
    sluice.quiet(&["undo"]);
    assert_eq!(sluice.everything(), before);
    sluice.quiet(&["undo", "--redo"]);
    assert_eq!(show(&sluice, other), a);
    sluice.check();
}

#[test]
fn a_merge_holds_when_the_next_scans_come_in() {
    let sluice = Sluice::with_shop();
    let two = ids(&sluice.issues("tool:semgrep"));
    let args = ["merge", &two[0], &two[1]];
    sluice.json(&[args.as_slice(), &WHY].concat());
    let merged = prints(&show(&sluice, &two[0]));
    let next = std::fs::read_dir("sample-data/reports/shop/next").unwrap();
    let next = next.map(|it| it.unwrap().path().display().to_string());
    let next: Vec<String> = next.collect();
    sluice.import(&next, &[]);
    sluice.import(&SHOP, &[]);
    let after = prints(&show(&sluice, &two[1]));
    assert!(merged.iter().all(|it| after.contains(it)));
    sluice.check();
}

#[test]
fn a_split_stays_split_and_says_which_rule_it_contradicts() {
    let mut sluice = Sluice::with_shop();
    let several = |it: &Value| prints(it).len() > 1;
    let all = sluice.issues("tool:trivy tool:grype");
    let all: Vec<Value> = all.into_iter().filter(several).collect();
    let (id, both) = (text(&all[0]["id"]), prints(&all[0]));
    let args = [
        "split",
        &id,
        "--finding",
        &both[1],
        "--reason",
        "not the same file",
    ];
    let plan = sluice.run(&[args.as_slice(), &["--plan"]].concat());
    assert!(
        plan.out
            .starts_with("1 finding split off: not the same file"),
        "{}",
        plan.out
    );
    assert_eq!(prints(&show(&sluice, &id)), both, "a plan changes nothing");
    sluice.quiet(&args);
    assert_eq!(prints(&show(&sluice, &both[1])), [both[1].clone()]);
    // Another tool's word, and the same reports again, do not join them.
    sluice
        .at("2026-03-02T08:00:00Z")
        .import(&SHOP, &["--target", "again"]);
    let (one, other) = (show(&sluice, &both[0]), show(&sluice, &both[1]));
    assert_ne!(one["id"], other["id"]);
    let apart = &one["apart"][0];
    assert!(
        text(&apart["says"]).contains("ann: not the same file"),
        "{apart}"
    );
    assert!(!text(&apart["against"]).is_empty(), "{apart}");
    let why = sluice.quiet(&["explain", &both[0], &both[1]]);
    assert!(
        why.starts_with("two issues: a person keeps them apart"),
        "{why}"
    );
    sluice.check();
}

#[test]
fn a_later_merge_goes_before_an_earlier_never_and_says_so() {
    let sluice = Sluice::with_shop();
    let two = ids(&sluice.issues("tool:trivy sev:critical"));
    let args = |what: &'static str| [what, two[0].as_str(), two[1].as_str()];
    let never = sluice.json(&[args("never").as_slice(), &WHY].concat());
    let merge = sluice.json(&[args("merge").as_slice(), &WHY].concat());
    let summary = text(&merge["summary"]);
    let over = format!("(goes before event {})", never["event"]);
    assert!(summary.contains(&over), "{summary}");
    assert_eq!(show(&sluice, &two[0]), show(&sluice, &two[1]));
}

#[test]
fn what_cannot_be_is_refused_with_a_hint_and_changes_nothing() {
    let sluice = Sluice::with_shop();
    sluice.ok(&[
        "import",
        "sample-data/reports/payments",
        "--app",
        "payments",
    ]);
    let before = sluice.everything();
    let shop = sluice.issues("app:shop tool:trivy");
    let other = ids(&sluice.issues("app:payments"));
    let (id, all) = (text(&shop[0]["id"]), prints(&shop[0]));
    let mut whole = vec!["split", id.as_str()];
    for it in &all {
        whole.extend(["--finding", it.as_str()]);
    }
    let refused: [&[&str]; 4] = [
        &["merge", &id],
        &["merge", &id, &other[0]],
        &["split", &id, "--finding", &other[0]],
        &whole,
    ];
    for args in refused {
        let ran = sluice.run(&[args, &WHY].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains("hint:"), "{}", ran.err);
    }
    let ran = sluice.run(&["merge", &id, &other[0], "--reason", " "]);
    assert_eq!(ran.code, 2);
    assert_eq!(sluice.everything(), before);
}

#[test]
fn what_is_set_by_hand_wins_over_every_scan_and_both_are_shown() {
    let sluice = Sluice::with_shop();
    let issue = sluice.issues("tool:semgrep")[0].clone();
    let (id, severity) = (text(&issue["id"]), text(&issue["severity"]));
    let reason = ["--reason", "a test host"];
    let set = |args: &[&str]| sluice.quiet(&[&["set", &id], args, &reason].concat());
    set(&["--severity", "info"]);
    set(&["--title", "Known and harmless"]);
    sluice.import(&["sample-data/reports/shop/next/bandit.json"], &[]);
    let after = show(&sluice, &id);
    assert_eq!((text(&after["severity"]), text(&after["title"])).0, "info");
    assert_eq!(text(&after["title"]), "Known and harmless");
    let both = &after["set"];
    assert_eq!(both[0]["tools"], severity.as_str());
    assert_eq!(both[1]["tools"], issue["title"]);
    assert!(sluice.quiet(&["show", &id]).contains("the tools say"));
    sluice.quiet(&["undo"]);
    assert_eq!(show(&sluice, &id)["title"], issue["title"]);
    sluice.quiet(&["set", &id, "--severity", "", "--reason", "back"]);
    assert_eq!(show(&sluice, &id)["severity"], severity.as_str());
    sluice.check();
}

#[test]
fn the_representative_gives_title_and_place_and_the_id_stays() {
    let sluice = Sluice::with_shop();
    let two = sluice.issues("tool:trivy sev:critical");
    let (one, other) = (text(&two[0]["id"]), text(&two[1]["id"]));
    sluice.json(&[&["merge", one.as_str(), &other], WHY.as_slice()].concat());
    let id = text(&show(&sluice, &one)["id"]);
    let speaks = if id == one { &two[1] } else { &two[0] };
    let args = [
        "representative",
        &id,
        "--finding",
        &prints(speaks)[0],
        "--reason",
        "clearer",
    ];
    sluice.quiet(&args);
    let after = show(&sluice, &one);
    assert_eq!(
        (&after["title"], text(&after["id"])),
        (&speaks["title"], id)
    );
}

#[test]
fn explain_says_what_would_have_to_be_equal() {
    let sluice = Sluice::with_shop();
    let two = ids(&sluice.issues("tool:trivy sev:critical"));
    let pair = sluice.json(&["explain", &two[0], &two[1]]);
    assert_eq!(pair["together"], false);
    let would = pair["would"].as_array().unwrap();
    assert!(!would.is_empty(), "{pair}");
    for it in would {
        let fields = it["fields"].as_array().unwrap();
        assert!(fields.iter().all(|it| it["a"] != it["b"]), "{pair}");
    }
    let joined = sluice.issues("tool:trivy tool:grype");
    let joined = joined.iter().find(|it| prints(it).len() > 1).unwrap();
    let both = prints(joined);
    let pair = sluice.json(&["explain", &both[0], &both[1]]);
    assert_eq!(
        (&pair["together"], pair["path"].as_array().unwrap().len()),
        (&Value::Bool(true), 1)
    );
}

#[test]
fn explain_says_by_what_a_moved_finding_is_the_one_of_the_last_scan() {
    let sluice = Sluice::with_shop();
    sluice.import(&["sample-data/reports/shop/next/bandit.json"], &[]);
    let told: Vec<String> = ids(&sluice.issues("tool:bandit status:any"))
        .iter()
        .map(|it| sluice.quiet(&["explain", it]))
        .collect();
    let moved = told
        .iter()
        .any(|it| it.contains("(line ") && it.contains(" → "));
    assert!(moved, "{told:#?}");
}

#[test]
fn corrections_are_scored_and_a_replay_of_the_same_rules_changes_nothing() {
    let sluice = Sluice::with_shop();
    let several = |it: &&Value| prints(it).len() > 1;
    let all = sluice.issues("status:any");
    let issue = all.iter().find(several).unwrap();
    let rule = text(&issue["links"][0]["rule"]);
    let both = prints(issue);
    let id = text(&issue["id"]);
    sluice.quiet(&[
        "split",
        &id,
        "--finding",
        &both[1],
        "--reason",
        "two causes",
    ]);
    let card = sluice.json(&["correlate", "--scores"]);
    let card = card["rules"].as_array().unwrap();
    let score = card.iter().find(|it| it["rule"] == rule.as_str()).unwrap();
    assert!(score["split"].as_u64() > Some(0), "{score}");
    let replay = sluice.json(&["correlate", "--replay"]);
    assert_eq!((&replay["moved"], &replay["event"]), (&0.into(), &0.into()));
    sluice.quiet(&["undo"]);
    let card = sluice.json(&["correlate"]);
    let card = card["rules"].as_array().unwrap();
    assert!(card.iter().all(|it| it["split"] == 0), "{card:?}");
    sluice.check();
}
