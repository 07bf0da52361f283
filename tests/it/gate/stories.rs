//! Stories of releases.

use super::{GATE, NEW, OLD, gate, new_critical, policy, sarif, verdict, verified, world};
use crate::harness::Sluice;
use serde_json::{Value, json};

fn ids(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect()
}

#[test]
fn a_new_critical_one_blocks_and_is_named_and_what_only_moved_does_not() {
    let mut sluice = world();
    assert_eq!(gate(&sluice, &[]).code, 0);
    verified(&sluice, "pass");
    new_critical(&mut sluice);
    let ran = gate(&sluice, &[]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    let new = sluice.issues("path:shop/new.py");
    let id = new[0]["id"].as_str().unwrap();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(
        lines[0].starts_with("BLOCKED: shop release 1.4, against 1.3 of 2026-03-01, "),
        "{}",
        ran.out
    );
    assert!(
        lines[1].starts_with(&format!("blocks: 1 issue: {id} ")),
        "{}",
        ran.out
    );
    assert!(
        lines[2].starts_with("to get through: fix the issues, or ask for an exception"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("shop/new.py:20") && !ran.out.contains("shop/old.py"),
        "{}",
        ran.out
    );
    verified(&sluice, "blocked");
    sluice.check();
}

#[test]
fn a_second_tool_adds_nothing_to_what_blocks_and_nothing_to_what_was_known() {
    let mut sluice = world();
    new_critical(&mut sluice);
    let other = [
        ("py.sqli", OLD.1, 40, OLD.3),
        ("py.sqli", NEW.1, NEW.2, NEW.3),
    ];
    let other = sluice.file("other.sarif", sarif("bearer", &other));
    sluice.import(&[other], &["--release", "1.4"]);
    let all = sluice.issues("");
    assert_eq!(all.len(), 2, "two tools, two issues");
    let said = verdict(&sluice, &[]);
    assert_eq!(said["blocking"].as_array().unwrap().len(), 1, "{said}");
    assert_eq!(said["blocking"][0]["place"], "shop/new.py:20");
    assert_eq!(said["blocking"][0]["tools"], json!(["bearer", "semgrep"]));
}

#[test]
fn what_is_false_or_fixed_passes_and_what_is_back_counts_as_new() {
    let mut sluice = world();
    new_critical(&mut sluice);
    sluice.quiet(&[
        "decide",
        "path:shop/new.py",
        "false-positive",
        "--reason",
        "a test",
    ]);
    assert_eq!(verdict(&sluice, &[])["answer"], "pass");
    sluice.quiet(&["undo"]);
    assert_eq!(verdict(&sluice, &[])["answer"], "blocked");
    sluice.at("2026-03-03T08:00:00Z");
    let clean = sluice.file("clean.sarif", sarif("semgrep", &[]));
    sluice.import(&[clean], &[]);
    assert_eq!(verdict(&sluice, &[])["answer"], "pass");
    sluice.at("2026-03-04T08:00:00Z");
    let again = sluice.file(
        "again.sarif",
        sarif("semgrep", &[(OLD.0, OLD.1, 12, OLD.3)]),
    );
    sluice.import(&[again], &[]);
    let said = verdict(&sluice, &[]);
    assert_eq!(
        (&said["blocking"][0]["reopened"], &said["answer"]),
        (&json!(true), &json!("blocked"))
    );
    verified(&sluice, "blocked");
}

#[test]
fn a_scan_that_is_missing_or_old_blocks_with_a_message_of_its_own() {
    let mut sluice = world();
    let policy = policy(&sluice, "[[require]]\nkind = \"dast\"\nmax_age_days = 7\n");
    let with = ["--policy", policy.as_str()];
    let ran = gate(&sluice, &with);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("\nblocks: there is no dast scan of shop\n"),
        "{}",
        ran.out
    );
    verified(&sluice, "blocked");
    sluice.import(
        &["sample-data/reports/shop/zap.xml"],
        &["--scanned-at", "2026-03-01"],
    );
    assert_eq!(gate(&sluice, &with).code, 0);
    sluice.at("2026-03-20T08:00:00Z");
    let ran = gate(&sluice, &with);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("the last dast scan of shop is 19 days old, 7 are allowed"),
        "{}",
        ran.out
    );
}

#[test]
fn a_scan_that_found_nothing_is_a_scan_of_its_kind() {
    let sluice = world();
    let policy = policy(&sluice, "[[require]]\nkind = \"sast\"\nmax_age_days = 7\n");
    let clean = sluice.file("clean.sarif", sarif("bearer", &[]));
    let app = ["--app", "other"];
    sluice.ok(&[&["import", &clean], app.as_slice()].concat());
    let ran = sluice.run(
        &[
            &["gate", "--release", "1", "--policy", &policy],
            app.as_slice(),
        ]
        .concat(),
    );
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn a_break_glass_passes_is_recorded_and_blocks_when_nobody_looks_again() {
    let mut sluice = world();
    new_critical(&mut sluice);
    let order = [
        "--break-glass",
        "emergency-production-issue",
        "--note",
        "shop is down",
    ];
    let refused = gate(&sluice, &["--break-glass", "because", "--note", "x"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .out
            .contains("'because' is no reason for a break-glass"),
        "{}",
        refused.out
    );
    assert_eq!(gate(&sluice, &order[..2]).code, 2, "a note is needed");
    let ran = gate(&sluice, &order);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("follow-up due 2026-03-09"), "{}", ran.out);
    let run = verified(&sluice, "break-glass");
    let listed = sluice.quiet(&["audit", "list", "-n", "1"]);
    assert!(listed.contains("break-glass, 1 blocking issue"), "{listed}");
    sluice.at("2026-03-10T08:00:00Z");
    let late = [
        "gate",
        "--app",
        "shop",
        "--release",
        "1.5",
        "--baseline",
        "1.4",
    ];
    let ran = sluice.run(&late);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains(&format!(
            "the follow-up of break-glass {} is overdue",
            &run[..8]
        )),
        "{}",
        ran.out
    );
    sluice.quiet(&["gate", "follow-up", &run[..8], "--text", "fixed in 1.4.1"]);
    assert_eq!(sluice.run(&late).code, 0);
    sluice.quiet(&["undo"]);
    assert_eq!(sluice.run(&late).code, 1);
    sluice.quiet(&["undo", "--redo"]);
    assert_eq!(sluice.run(&late).code, 0);
    sluice.check();
}

#[test]
fn a_policy_that_observes_blocks_nothing_and_says_what_it_would_have() {
    let mut sluice = world();
    new_critical(&mut sluice);
    let file = sluice.path("first-policy.toml").display().to_string();
    let said = sluice.quiet(&["gate", "init", &file]);
    assert!(said.contains("nothing is blocked yet"), "{said}");
    assert_eq!(
        sluice.run(&["gate", "init", &file]).code,
        2,
        "a file is never replaced"
    );
    let ran = gate(&sluice, &["--policy", &file]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.contains("OBSERVED (passes, would be blocked)") && ran.out.contains("shop/new.py"),
        "{}",
        ran.out
    );
    verified(&sluice, "observed");
}

#[test]
fn a_slip_at_the_keyboard_never_passes() {
    let sluice = world();
    for (args, message) in [
        (
            vec!["gate", "--app", "shpo", "--release", "1.4"],
            "there is no application 'shpo'",
        ),
        (
            vec![
                "gate",
                "--app",
                "shop",
                "--release",
                "1.4",
                "--baseline",
                "1.2",
            ],
            "shop has no baseline '1.2'",
        ),
        (vec!["gate", "--app", "shop"], "--release"),
        (vec!["gate", "show", "beef"], "there is no gate run 'beef'"),
    ] {
        let ran = sluice.run(&args);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains(message), "{}", ran.err);
    }
}

#[test]
fn a_release_that_passed_or_was_scanned_is_a_baseline_and_a_recorded_one_is_undone() {
    let mut sluice = world();
    new_critical(&mut sluice);
    let next = [
        "gate",
        "--app",
        "shop",
        "--release",
        "1.5",
        "--baseline",
        "1.4",
        "--output",
        "json",
    ];
    let said: Value = serde_json::from_str(&sluice.ok(&next).out).unwrap();
    assert_eq!(said["baseline"]["origin"], "scans");
    let all = sluice.json(&["gate", "baseline", "list", "--app", "shop"]);
    assert_eq!(
        (&all["baselines"][0]["name"], &all["baselines"][0]["origin"]),
        (&json!("1.5"), &json!("gate"))
    );
    sluice.quiet(&["undo"]);
    sluice.quiet(&["undo", "--redo"]);
    sluice.quiet(&["gate", "baseline", "record", "2.0", "--app", "shop"]);
    sluice.quiet(&["undo"]);
    let ran = sluice.run(&[
        "gate",
        "--app",
        "shop",
        "--release",
        "2.1",
        "--baseline",
        "2.0",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.out);
}

#[test]
fn a_changed_record_or_a_forged_answer_does_not_verify() {
    let mut sluice = world();
    new_critical(&mut sluice);
    let file = sluice.path("record.json").display().to_string();
    assert_eq!(gate(&sluice, &["--record", &file]).code, 1);
    assert_eq!(sluice.run(&["gate", "verify", "--file", &file]).code, 0);
    let mut record: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    record["verdict"]["answer"] = json!("pass");
    let forged = sluice.file("forged.json", record.to_string());
    let ran = sluice.run(&["gate", "verify", "--file", &forged]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("it comes out as blocked with 1 blocking issues"),
        "{}",
        ran.out
    );
    gate(&sluice, &["--break-glass", "because", "--note", "x"]);
    let run = verified(&sluice, "blocked");
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    conn.execute(
        "update gate_run set record = (select record from gate_run where id <> ?1) where id = ?1",
        [&run],
    )
    .unwrap();
    let ran = sluice.run(&["gate", "verify", &run]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(
        ran.out.contains("its bytes have another SHA-256"),
        "{}",
        ran.out
    );
}

#[test]
fn one_step_without_a_store_says_what_the_store_says() {
    let mut sluice = world();
    new_critical(&mut sluice);
    let baseline = sluice.quiet(&["gate", "baseline", "export", "1.3", "--app", "shop"]);
    let baseline = sluice.file("baseline.json", baseline);
    let report = sluice.path("next.sarif").display().to_string();
    let step = |more: &[&str]| {
        let mut args = vec![
            "gate",
            "--app",
            "shop",
            "--release",
            "1.4",
            "--report",
            &report,
            "--baseline-file",
            &baseline,
            "--output",
            "json",
        ];
        args.extend(more);
        let other = Sluice::new();
        let ran = other.run(&args);
        assert!(!other.store().exists(), "no store is made");
        (
            ran.code,
            serde_json::from_str::<Value>(&ran.out).unwrap_or_else(|_| panic!("{ran:?}")),
        )
    };
    let (code, said) = step(&[]);
    let stored = verdict(&sluice, &[]);
    assert_eq!(
        (code, ids(&said["blocking"])),
        (1, ids(&stored["blocking"]))
    );
    sluice.quiet(&[
        "decide",
        "path:shop/new.py",
        "false-positive",
        "--reason",
        "a test",
    ]);
    let decisions = sluice.file("decisions.json", sluice.quiet(&["export", "decisions"]));
    let (code, said) = step(&[
        "--decisions",
        &decisions,
        "--inventory",
        "sample-data/inventory.toml",
    ]);
    assert_eq!((code, &said["issues"]["hidden"]), (0, &json!(1)));
    let broken = sluice.file("broken.sarif", "{");
    let mut args = GATE[..5].to_vec();
    args.extend(["--report", &report, &broken]);
    assert_eq!(
        Sluice::new().run(&args).code,
        3,
        "a report that cannot be read never passes"
    );
}
