//! Every exit code, and what a failure says: what, where, what next.

use crate::harness::{Ran, SHOP, Sluice};
use std::process::Stdio;

/// A failure with this code says exactly this, and prints no result.
fn fails(ran: &Ran, code: i32, err: &str) {
    assert_eq!((ran.code, ran.err.as_str()), (code, err));
    assert_eq!(ran.out, "");
}

#[test]
fn a_wrong_filter_is_usage_and_says_the_column() {
    fails(
        &Sluice::new().run(&["list", "app:shop sev:>"]),
        2,
        "error: a value is expected here\n  --> filter at column 13 of 'app:shop sev:>'\n  \
         hint: write it without blanks, or \"in quotes\"\n",
    );
}

#[test]
fn an_unknown_argument_is_usage() {
    let ran = Sluice::new().run(&["list", "--nosuch"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.starts_with("error: unexpected argument '--nosuch'"),
        "{}",
        ran.err
    );
}

#[test]
fn an_unknown_format_is_usage_and_nothing_is_read() {
    let sluice = Sluice::new();
    fails(
        &sluice.run(&["import", SHOP[0], "--app", "shop", "--format", "nosuch"]),
        2,
        "error: there is no format 'nosuch'\n  hint: see `sluice formats` for their names\n",
    );
    assert_eq!(sluice.json(&["store", "info"])["reports"], 0);
}

#[test]
fn a_false_positive_without_a_reason_is_usage() {
    fails(
        &Sluice::with_shop().run(&["decide", "tool:zap", "false-positive"]),
        2,
        "error: a false positive needs a reason\n  \
         hint: say why the tools are wrong, for example with --reason 'test code'\n",
    );
}

#[test]
fn a_word_that_is_no_verdict_is_usage() {
    fails(
        &Sluice::with_shop().run(&["decide", "tool:zap", "wontfix"]),
        2,
        "error: 'wontfix' is no verdict\n  \
         hint: the last word must be one of confirm, in-work, false-positive, reset\n",
    );
}

#[test]
fn a_filter_that_nothing_fits_is_usage_for_a_change() {
    fails(
        &Sluice::with_shop().run(&["note", "tool:nosuch", "--text", "x"]),
        2,
        "error: no issue fits 'tool:nosuch'\n  \
         hint: try it with `sluice list` first; closed ones need status:…\n",
    );
}

#[test]
fn an_unknown_id_is_usage() {
    fails(
        &Sluice::new().run(&["show", "ffffffff"]),
        2,
        "error: there is no issue 'ffffffff'\n  hint: `sluice list` shows the ids\n",
    );
}

#[test]
fn undo_and_redo_with_nothing_to_take_back_are_usage() {
    let sluice = Sluice::new();
    fails(
        &sluice.run(&["undo"]),
        2,
        "error: there is nothing to undo\n",
    );
    fails(
        &sluice.run(&["undo", "--redo"]),
        2,
        "error: there is nothing to redo\n",
    );
    fails(
        &sluice.run(&["undo", "7"]),
        2,
        "error: there is no event 7\n  hint: see `sluice audit list` for their numbers\n",
    );
}

#[test]
fn a_broken_report_is_input_and_says_the_line() {
    let sluice = Sluice::new();
    let file = sluice.file("cut.json", "{\n \"results\": [\n  {\"test_id\": \"B1\",\n");
    let ran = sluice.run(&["import", &file, "--app", "shop"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    assert!(
        ran.err.contains("\n  --> <tmp>/files/cut.json:"),
        "{}",
        ran.err
    );
    assert_eq!(sluice.json(&["store", "info"])["reports"], 0);
}

#[test]
fn a_missing_report_is_input_and_named() {
    let sluice = Sluice::new();
    let ran = sluice.run(&["import", "nosuch.json", "--app", "shop"]);
    assert_eq!(ran.code, 3);
    assert_eq!(
        ran.err,
        "error: the report cannot be opened: No such file or directory (os error 2)\n  \
         --> nosuch.json\n"
    );
}

#[test]
fn one_unknown_file_among_good_ones_is_named_and_the_good_ones_come_in() {
    let sluice = Sluice::new();
    let ran = sluice.run(&[
        "import",
        SHOP[0],
        "Cargo.toml",
        SHOP[2],
        "--app",
        "shop",
        "--output",
        "json",
    ]);
    assert_eq!(ran.code, 3);
    assert_eq!(
        ran.err,
        "error: no format recognises this report\n  --> Cargo.toml\n  \
         hint: see `sluice formats` for what can be read, or name one with --format\n"
    );
    let got: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(got["failed"][0]["file"], "Cargo.toml");
    assert_eq!(got["reports"].as_array().unwrap().len(), 2);
    assert_eq!(sluice.json(&["store", "info"])["findings"], 42 + 5);
    sluice.check();
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let sluice = Sluice::new();
    let text = "x".repeat(5000);
    std::fs::write(sluice.store(), &text).unwrap();
    let ran = sluice.run(&["list"]);
    fails(
        &ran,
        4,
        "error: the store refused: file is not a database\n  --> <tmp>/store.db\n  \
         hint: this is not a sluice store, or a damaged one; nothing was changed in it\n",
    );
    assert_eq!(std::fs::read_to_string(sluice.store()).unwrap(), text);
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_left_alone() {
    let sluice = Sluice::with_shop();
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    conn.pragma_update(None, "user_version", 9999).unwrap();
    drop(conn);
    let before = sluice.bytes_on_disk();
    let ran = sluice.run(&["list"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("schema version 9999"), "{}", ran.err);
    assert!(
        ran.err.contains("hint: install a newer sluice"),
        "{}",
        ran.err
    );
    assert_eq!(sluice.bytes_on_disk(), before);
}

#[test]
fn a_store_that_is_being_written_is_waited_for_and_named() {
    let sluice = Sluice::with_shop();
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    conn.execute_batch("begin immediate").unwrap();
    let ran = sluice.run(&["note", "tool:zap", "--text", "x"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(
        ran.err.contains("hint: another sluice is writing; wait"),
        "{}",
        ran.err
    );
    // Reading never waits.
    assert_eq!(sluice.run(&["list"]).code, 0);
}

#[test]
fn a_clock_that_is_no_time_is_usage() {
    let mut sluice = Sluice::new();
    sluice.at("yesterday");
    let ran = sluice.run(&["list"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .starts_with("error: SLUICE_NOW is no time: 'yesterday'"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("hint: write it as 2026-03-01T08:00:00Z"),
        "{}",
        ran.err
    );
}

#[test]
fn a_reader_that_goes_away_ends_a_command_quietly() {
    let sluice = Sluice::with_shop();
    for args in [
        &["list", "status:any", "--findings", "--output", "json"][..],
        &["export", "findings", "--output", "csv"],
        &["audit", "export"],
        &["completions", "zsh"],
        &["man"],
    ] {
        let mut command = sluice.command(args);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ran = sluice.ran(&child.wait_with_output().unwrap());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
    }
}
