//! The analyst's story: reports in, five false positives, undo, redo, a note from an editor, and a
//! log that tells exactly that.

use super::{Console, Desk};
use serde_json::Value;

/// Every event that no import made, oldest first.
fn decisions(desk: &Desk) -> Vec<String> {
    let log = desk.sluice(&["audit", "list", "--output", "json"]);
    let log: Value = serde_json::from_str(&log).unwrap();
    let word = |it: &Value| it.as_str().unwrap().to_owned();
    let events = log["events"].as_array().unwrap().iter();
    let by_hand = events.filter(|it| it["operation"] != "import");
    by_hand
        .map(|it| {
            let (what, who) = (word(&it["operation"]), word(&it["actor"]["name"]));
            format!("{what} by {who}: {}", word(&it["summary"]))
        })
        .collect()
}

/// Marks five, decides, takes it back, and takes that back.
fn decide_five(console: &mut Console) {
    console.keys("     ").shows("5 marked");
    console.keys("f").shows("False positive → 5 marked");
    console
        .keys("t")
        .shows("5 decided")
        .shows("5 issues marked false positive: test code");
    console.wait_for("five ticks", |screen| screen.matches("✓P").count() == 5);
    console
        .keys("u")
        .shows("undid")
        .wait_for("no ticks", |screen| !screen.contains("✓P"));
    console
        .keys("U")
        .shows("redid")
        .wait_for("five ticks", |screen| screen.matches("✓P").count() == 5);
}

#[test]
fn an_analyst_decides_undoes_redoes_notes_and_the_log_tells_it() {
    let desk = Desk::with_samples();
    let first = desk.ids("app:shop")[..6].to_vec();
    let editor = desk.file(
        "editor.sh",
        "cat \"$1\" > \"$HOME/seen\"\nprintf 'seen by %s\\nsecond line\\n' ann > \"$1\"\n",
    );
    let editor = format!("sh {}", editor.display());
    let mut console = desk.console_in((80, 24), &[("EDITOR", editor.as_str())]);
    console.shows("213 shown").shows("› ");

    console
        .keys("/app:shop\r")
        .shows("128 shown")
        .shows("/ app:shop");
    decide_five(&mut console);

    console
        .keys("nfirst thought")
        .shows("Note → this row")
        .shows("first thought");
    console
        .keys("\x18e")
        .shows("seen by ann")
        .shows("second line");
    console.keys("\r").shows("noted on 1 issue");

    console
        .keys("q")
        .shows("Leave?")
        .shows("5  false positive")
        .shows("1  note added");
    console.keys("q");
    let (code, _) = console.finish();
    assert_eq!(code, 0);

    assert_eq!(
        std::fs::read_to_string(desk.home.path().join("seen")).unwrap(),
        "first thought"
    );
    assert!(desk.sluice(&["audit", "verify"]).contains("the log holds"));
    assert_eq!(
        decisions(&desk),
        [
            "decide by ann: 5 issues marked false positive: test code",
            "undo by ann: undid 17: 5 issues marked false positive: test code",
            "undo by ann: redid 17: 5 issues marked false positive: test code",
            "note by ann: noted on 1 issue",
        ]
    );
    let mut decided = desk.ids("status:false-positive");
    decided.sort();
    let mut five = first[..5].to_vec();
    five.sort();
    assert_eq!(decided, five);
    let noted = desk.sluice(&["show", &first[5]]);
    assert!(noted.contains("seen by ann"), "{noted}");
}

#[test]
fn a_filter_typed_at_once_with_its_enter_is_taken() {
    let desk = Desk::with_samples();
    let mut console = desk.console();
    console.shows("213 shown");
    // Half a filter is wrong for a moment; the Enter belongs to the whole one.
    for _ in 0..20 {
        console.keys("/\x15app:").shows("/ app:");
        console.wait_for("the complaint or offer", |screen| screen.contains("128"));
        console
            .keys("shop\r")
            .shows("128 shown")
            .shows("/ app:shop ·");
    }
    console.keys("q");
    assert_eq!(console.finish().0, 0);
}

#[test]
fn two_hundred_keys_and_a_search_in_twenty_thousand() {
    let desk = Desk::new();
    let results: Vec<_> = (0..20_000).map(result).collect();
    let report = serde_json::json!({
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "generator", "rules": []}}, "results": results}],
    });
    let report = desk.file("big.sarif", &report.to_string());
    desk.sluice(&["import", &report.display().to_string(), "--app", "big"]);
    let mut console = desk.console();
    console.shows("1 of 20000");
    console.keys(&"j".repeat(200)).shows("201 of 20000");
    console
        .keys("/number 01234")
        .shows("1 match")
        .shows("number 01234");
    console.keys("\r").shows("1 of 1").shows("01234 of the");
    // Typed in one go: the place found, and the verdict behind a filter, are about what was typed.
    console.keys("/\x15\r\x06number 07776\r");
    console.wait_for("the row found", |screen| {
        let mut rows = screen.lines();
        rows.any(|it| it.starts_with('›') && it.contains("07776"))
    });
    console.keys("/\x15number 04321\rc").shows("1 decided");
    console.keys("qq");
    assert_eq!(console.finish().0, 0);
    assert_eq!(desk.ids("status:confirmed").len(), 1);
    assert_eq!(desk.ids("status:confirmed number 04321").len(), 1);
}

fn result(number: usize) -> Value {
    let level = ["error", "warning", "note"][number % 3];
    serde_json::json!({
        "ruleId": format!("rule-{}", number % 40),
        "level": level,
        "message": {"text": format!("number {number:05} of the generator")},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": format!("src/f{number}.rs")},
            "region": {"startLine": 1, "snippet": {"text": format!("line {number}")}},
        }}],
    })
}
