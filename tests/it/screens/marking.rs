//! Moving, marks, ranges, and what a decision is about.

use super::fake::Store;
use super::{Session, snapshot};
use sluice::model::{Status, Verdict};
use sluice::ops::decide::Change;
use sluice::tui::effect::Write;

fn confirm(issues: &[i64]) -> Write {
    let change = Change::Verdict {
        verdict: Verdict::Confirm,
        reason: String::new(),
    };
    Write::Decide {
        issues: issues.to_vec(),
        change,
    }
}

/// The keys on the shop's six issues, and which of them a confirmation is about.
fn check(keys: &str, issues: &[i64]) {
    let session = Session::with(Store::shop()).keys(keys);
    assert_eq!(
        session.writes(),
        [confirm(issues)],
        "{keys}\n{}",
        session.screen()
    );
}

#[test]
fn a_decision_is_about_the_row_or_the_marks_or_the_range() {
    check("c", &[1]);
    check("jjc", &[3]);
    check("Gc", &[6]);
    check("Gggc", &[1]);
    check("  c", &[1, 2]);
    check(" j c", &[1, 3]);
    check("jvjjc", &[2, 3, 4]);
    check("Gvkc", &[5, 6]);
    check("jvj <esc>c", &[2, 3]);
    check(" Vc", &[2, 3, 4, 5, 6]);
    check("  Mc", &[3]);
    check("vjj<esc>c", &[3]);
    check("<space><up><space>c", &[2]);
}

#[test]
fn the_footer_says_what_a_decision_is_about() {
    let session = Session::with(Store::shop());
    assert!(
        session.line(-1).starts_with(" → this row"),
        "{}",
        session.screen()
    );
    let session = session.keys("   ");
    assert!(
        session.line(-1).starts_with(" → 3 marked"),
        "{}",
        session.screen()
    );
    let session = session.keys("/app:portal<enter>");
    assert!(
        session.line(-1).starts_with(" → 3 marked (2 hidden)"),
        "{}",
        session.screen()
    );
    let session = session.keys("v");
    assert!(
        session.line(-1).starts_with(" → range of 1"),
        "{}",
        session.screen()
    );
}

#[test]
fn hidden_marks_need_a_key_of_their_own() {
    let start = || Session::with(Store::shop()).keys("   /app:portal<enter>c");
    snapshot("hidden-marks-need-a-key-of-their-own", &start());
    assert_eq!(start().writes(), []);
    assert_eq!(start().keys("<enter>").writes(), [confirm(&[3])]);
    assert_eq!(start().keys("a").writes(), [confirm(&[3, 1, 2])]);
    assert_eq!(start().keys("<esc>").writes(), []);
    let kept = start().keys("y");
    assert!(
        kept.line(-1).contains("2 marked (2 hidden)"),
        "{}",
        kept.screen()
    );
}

#[test]
fn a_wide_decision_wants_a_y() {
    let start = || Session::with(Store::many(30)).keys("Vft");
    snapshot("a-wide-decision-wants-a-y", &start());
    assert_eq!(start().keys("<enter>").writes(), []);
    assert_eq!(start().keys("q").writes(), []);
    assert_eq!(start().keys("<enter>y").writes().len(), 1);
    assert_eq!(Session::with(Store::many(20)).keys("Vc").writes().len(), 1);
}

#[test]
fn the_list_scrolls_with_the_cursor_and_no_further() {
    let session = Session::with(Store::many(100)).keys("<ctrl-d><ctrl-d><ctrl-d>");
    assert!(
        session.line(-2).contains("31 of 100"),
        "{}",
        session.screen()
    );
    assert!(
        session.line(2).contains("Issue 0012") && session.line(21).contains("› "),
        "{}",
        session.screen()
    );
    let session = session.keys("kkk");
    assert!(
        session.line(2).contains("Issue 0012"),
        "{}",
        session.screen()
    );
    let session = session.keys("G").size(80, 60);
    assert!(
        session.line(2).contains("Issue 0045"),
        "{}",
        session.screen()
    );
    assert!(
        session.line(57).contains("Issue 0100"),
        "{}",
        session.screen()
    );
}

#[test]
fn brackets_go_to_undecided_issues() {
    let store = Store::shop()
        .status(2, Status::Confirmed)
        .status(3, Status::Confirmed);
    let session = Session::with(store).keys("]");
    assert!(session.line(-2).contains("4 of 6"), "{}", session.screen());
    assert!(session.keys("[").line(-2).contains("1 of 6"));
}

#[test]
fn a_prefix_shows_what_may_follow_and_a_wrong_key_does_nothing() {
    let session = Session::with(Store::shop()).keys("jg");
    assert!(
        session.line(-2).contains("g … g top"),
        "{}",
        session.screen()
    );
    let session = session.keys("c");
    assert!(
        session.line(-2).contains("g c does nothing here"),
        "{}",
        session.screen()
    );
    assert_eq!(session.writes(), []);
}
