//! The screen of one issue.

use super::fake::Store;
use super::{Session, snapshot};
use sluice::tui::effect::{Effect, Write};

#[test]
fn brackets_walk_the_list_without_leaving() {
    let session = Session::with(Store::shop()).keys("<enter>]]");
    assert!(
        session.line(0).contains("CVE-2021-44228"),
        "{}",
        session.screen()
    );
    let session = session.keys("[<esc>");
    assert!(session.line(3).starts_with("›"), "{}", session.screen());
}

#[test]
fn a_verdict_is_about_the_issue_shown_and_opens_the_next() {
    let session = Session::with(Store::shop()).keys("  k<enter>ft");
    let [Write::Decide { issues, .. }] = &session.writes()[..] else {
        panic!()
    };
    assert_eq!(issues, &[2], "marks in the list do not count here");
    assert!(
        session.line(0).contains("CVE-2021-44228"),
        "{}",
        session.screen()
    );
    assert!(session.asked(&Effect::Open { number: 2, id: 3 }));
}

#[test]
fn it_scrolls_to_its_end_and_no_further() {
    let session = Session::with(Store::shop()).size(60, 20).keys("<enter>G");
    snapshot("it-scrolls-to-its-end-and-no-further", &session);
    let end = session.screen();
    let session = session.keys("jjj<ctrl-d>");
    assert_eq!(session.screen(), end);
    assert!(
        session
            .keys("gg")
            .line(1)
            .contains("SQL injection in order search")
    );
}

#[test]
fn an_answer_for_another_issue_is_dropped() {
    let session = Session::with(Store::shop())
        .hold()
        .keys("<enter>]")
        .release();
    assert!(
        session.line(1).contains("Cross-site scripting"),
        "{}",
        session.screen()
    );
}

#[test]
fn what_belongs_to_the_list_says_so() {
    let session = Session::with(Store::shop()).keys("<enter>:sort<enter>");
    assert!(
        session.line(-2).contains("sort: go back to the list first"),
        "{}",
        session.screen()
    );
}
