//! What every command prints when all is well.

use crate::harness::{EVERY_STATUS, SHOP, Sluice};
use serde_json::Value;

fn keys(value: &Value) -> Vec<&str> {
    let mut out: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    out.sort_unstable();
    out
}

fn sorted(words: &str) -> Vec<&str> {
    let mut out: Vec<&str> = words.split_whitespace().collect();
    out.sort_unstable();
    out
}

#[test]
fn an_import_says_what_every_report_brought() {
    let sluice = Sluice::new();
    let args = [&["import"], SHOP.as_slice(), &["--app", "shop"]].concat();
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(sluice.quiet(&args));
    });
}

#[test]
fn an_import_as_json_has_the_promised_fields() {
    let got = Sluice::new().import(&SHOP, &[]);
    assert_eq!(got["version"], 1);
    assert_eq!(
        (&got["issues_before"], &got["issues_after"]),
        (&0.into(), &127.into())
    );
    for report in got["reports"].as_array().unwrap() {
        for field in
            "file sha256 format tool kind findings skipped new same moved gone reopened".split(' ')
        {
            assert!(report.get(field).is_some(), "{field}");
        }
    }
}

#[test]
fn list_as_json_with_findings_has_exactly_the_promised_fields() {
    let sluice = Sluice::with_shop();
    let all = sluice.issues(EVERY_STATUS);
    let total: usize = all
        .iter()
        .map(|it| it["findings"].as_array().unwrap().len())
        .sum();
    assert_eq!(
        total, 209,
        "every finding of the reports is in exactly one issue"
    );
    for issue in &all {
        let fields = "id app title class severity priority status owner first_seen due \
                      vulnerabilities cwes findings links suggestions set apart claims";
        assert_eq!(keys(issue), sorted(fields));
        assert_eq!(keys(&issue["priority"]), sorted("score band terms"));
        assert_eq!(keys(&issue["owner"]), sorted("team person proof"));
        for it in issue["findings"].as_array().unwrap() {
            let fields = "fingerprint tool rule title severity kind file line end_line package \
                          url method parameter resource vulnerabilities cwes report state";
            assert_eq!(keys(it), sorted(fields));
        }
        for it in issue["links"].as_array().unwrap() {
            assert_eq!(
                keys(it),
                sorted("finding to rule version confidence evidence")
            );
        }
    }
}

#[test]
fn list_as_json_without_findings_leaves_them_out() {
    let all = Sluice::with_shop().json(&["list"]);
    assert!(
        all["issues"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it.get("findings").is_none())
    );
}

#[test]
fn list_is_in_priority_order_and_counts_what_it_leaves_out() {
    let sluice = Sluice::with_shop();
    let ran = sluice.ok(&["list", "tool:zap"]);
    assert_eq!(ran.err, "18 of 127 issues (209 findings in all)\n");
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(ran.out);
    });
    let scores: Vec<f64> = sluice
        .issues("")
        .iter()
        .map(|it| it["priority"]["score"].as_f64().unwrap())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn show_explains_an_issue_of_three_tools() {
    let sluice = Sluice::with_shop();
    let issue = &sluice.issues("vuln:CVE-2020-1747")[0];
    let text = sluice.quiet(&["show", issue["id"].as_str().unwrap()]);
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(text);
    });
}

#[test]
fn show_finds_an_issue_by_the_fingerprint_of_any_finding_in_it() {
    let sluice = Sluice::with_shop();
    let issue = &sluice.issues("vuln:CVE-2020-1747")[0];
    for it in issue["findings"].as_array().unwrap() {
        let print = it["fingerprint"].as_str().unwrap();
        for id in [print, &print[..8], &print[..12].to_uppercase()] {
            assert_eq!(sluice.json(&["show", id])["issues"][0]["id"], issue["id"]);
        }
    }
}

#[test]
fn show_prints_records_as_the_tool_wrote_them_with_secrets_masked() {
    let sluice = Sluice::with_shop();
    for issue in sluice.issues("tool:gitleaks") {
        let text = sluice.quiet(&["show", issue["id"].as_str().unwrap(), "--records"]);
        assert!(text.contains("\"Secret\": \"****"), "{text}");
    }
}

#[test]
fn findings_as_a_table_as_json_and_as_csv_hold_the_same_rows() {
    let sluice = Sluice::with_shop();
    let table = sluice.quiet(&["findings", "tool:bandit"]);
    let json = sluice.json(&["findings", "tool:bandit"]);
    let csv = sluice.quiet(&["findings", "tool:bandit", "--output", "csv"]);
    let rows = json["findings"].as_array().unwrap().len();
    assert_eq!(
        (table.lines().count(), csv.lines().count()),
        (rows + 1, rows + 1)
    );
    assert!(csv.contains("\r\n"));
    let exported = sluice.quiet(&["export", "findings", "tool:bandit", "--output", "csv"]);
    assert_eq!(exported, csv);
}

#[test]
fn export_issues_is_list_with_findings() {
    let sluice = Sluice::with_shop();
    let listed = sluice.quiet(&["list", "tool:zap", "--findings", "--output", "json"]);
    assert_eq!(sluice.quiet(&["export", "issues", "tool:zap"]), listed);
    let csv = sluice.quiet(&["list", "tool:zap", "--output", "csv"]);
    assert_eq!(
        sluice.quiet(&["export", "issues", "tool:zap", "--output", "csv"]),
        csv
    );
}

#[test]
fn options_stand_before_or_after_the_command_and_the_store_may_be_in_the_environment() {
    let sluice = Sluice::with_shop();
    let after = sluice.quiet(&["list", "--output", "json"]);
    assert_eq!(sluice.quiet(&["--output", "json", "list"]), after);
    let mut command = sluice.bare();
    command
        .env("SLUICE_STORE", sluice.store())
        .args(["list", "--output", "json"]);
    assert_eq!(sluice.ran(&command.output().unwrap()).out, after);
}

#[test]
fn without_a_named_store_it_lies_in_the_data_folder_of_the_user() {
    let sluice = Sluice::new();
    let ran = sluice.ran(&sluice.bare().args(["store", "info"]).output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let first = ran.out.lines().next().unwrap();
    assert_eq!(first, "path          <tmp>/home/data/sluice/sluice.db");
}

#[test]
fn changes_say_what_they_did_and_how_to_take_it_back() {
    let sluice = Sluice::with_shop();
    let said = |args: &[&str]| sluice.quiet(args);
    assert_eq!(
        said(&[
            "decide",
            "tool:zap",
            "false-positive",
            "--reason",
            "a test site"
        ]),
        "18 issues marked false positive: a test site (event 9; `sluice undo 9` takes it back)\n"
    );
    assert_eq!(
        said(&[
            "assign",
            "tool:gitleaks",
            "--team",
            "checkout",
            "--person",
            "bob"
        ]),
        "5 issues assigned to checkout, bob (event 10; `sluice undo 10` takes it back)\n"
    );
    assert_eq!(
        said(&["note", "tool:gitleaks", "--text", "rotated"]),
        "noted on 5 issues (event 11; `sluice undo 11` takes it back)\n"
    );
    assert_eq!(
        said(&["assign", "tool:gitleaks", "--team", "checkout"]),
        "nothing to change\n"
    );
    assert_eq!(
        said(&["undo"]),
        "undid 11: noted on 5 issues (event 12; `sluice undo 12` takes it back)\n"
    );
    assert_eq!(
        said(&["undo", "--redo"]),
        "redid 11: noted on 5 issues (event 13; `sluice undo 13` takes it back)\n"
    );
    let list = said(&["audit", "list", "-n", "2"]);
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(list);
    });
    sluice.check();
}

#[test]
fn store_info_counts_what_is_in_it() {
    let sluice = Sluice::with_shop();
    let info = sluice.json(&["store", "info"]);
    for (name, count) in [
        ("applications", 1),
        ("reports", 8),
        ("findings", 209),
        ("issues", 127),
        ("events", 8),
    ] {
        assert_eq!(info[name], count, "{name}");
    }
}

#[test]
fn feed_status_says_what_was_never_imported() {
    assert_eq!(
        Sluice::new().quiet(&["feed", "status"]),
        "FEED          OF              ROWS  IMPORTED  STATE\n\
         kev           never imported  -     -         nothing is known\n\
         epss          never imported  -     -         nothing is known\n\
         aliases       never imported  -     -         nothing is known\n\
         vulnrichment  never imported  -     -         nothing is known\n"
    );
}

#[test]
fn formats_lists_every_format() {
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(Sluice::new().quiet(&["formats"]));
    });
}
