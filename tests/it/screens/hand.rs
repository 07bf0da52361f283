//! What is one issue: merge, split, the inbox, explanations.

use super::fake::Store;
use super::{Session, snapshot};
use sluice::ops::decide::Change;
use sluice::ops::hand::Answer;
use sluice::tui::effect::{About, Effect, Write};

fn changes(session: &Session) -> Vec<(Vec<i64>, Change)> {
    let writes = session.writes().into_iter().filter_map(|it| match it {
        Write::Decide { issues, change } => Some((issues, change)),
        Write::Undo | Write::Redo | Write::Import(_) | Write::Sheet(_) => None,
    });
    writes.collect()
}

#[test]
fn the_inbox_shows_two_side_by_side_and_what_differs() {
    for (width, height) in [(80, 24), (60, 20), (200, 60)] {
        let session = Session::with(Store::shop()).size(width, height).keys("i");
        snapshot(&format!("inbox-{width}x{height}"), &session);
    }
}

#[test]
fn an_answer_is_about_the_pair_on_the_screen_and_brings_the_next() {
    let session = Session::with(Store::shop()).keys("iynx");
    let answers: Vec<_> = changes(&session);
    let answer = |answer| Change::Answer {
        answer,
        reason: String::new(),
    };
    assert_eq!(answers[0], (vec![1, 2], answer(Answer::Yes)));
    assert_eq!(answers[1], (vec![3, 4], answer(Answer::No)));
    assert_eq!(answers[2].1, answer(Answer::Never));
}

#[test]
fn an_answer_typed_before_the_last_one_is_stored_is_not_taken() {
    let session = Session::with(Store::shop()).keys("i").hold().keys("yy");
    assert_eq!(changes(&session).len(), 1);
    assert!(
        session.line(-2).contains("on its way"),
        "{}",
        session.screen()
    );
}

#[test]
fn an_empty_inbox_says_so_and_takes_no_answer() {
    let session = Session::with(Store::default()).keys("i");
    snapshot("inbox-empty", &session);
    assert!(changes(&session.keys("y")).is_empty());
}

#[test]
fn escape_goes_back_to_the_list_as_it_was() {
    let session = Session::with(Store::shop()).keys("j");
    let before = session.screen();
    assert_eq!(session.keys("ij<esc>").screen(), before);
}

#[test]
fn a_merge_takes_two_marks_and_a_reason() {
    let session = Session::with(Store::shop()).keys("m");
    assert!(
        session.line(-2).contains("mark two issues"),
        "{}",
        session.screen()
    );
    let session = Session::with(Store::shop()).keys("  m");
    snapshot("merge-asks-why", &session);
    let session = session.keys("f");
    let reason = "one fix closes all".to_owned();
    assert_eq!(changes(&session), [(vec![1, 2], Change::Merge { reason })]);
}

#[test]
fn findings_are_marked_and_split_off_with_a_reason() {
    let session = Session::with(Store::shop()).keys("<enter>w");
    snapshot("split-asks-which", &session);
    let session = session.keys("j <enter>c");
    let [(issues, Change::Split { findings, reason })] = &changes(&session)[..] else {
        panic!("{}", session.screen())
    };
    assert_eq!((issues.as_slice(), findings.len()), (&[1][..], 1));
    assert_eq!(reason, "different causes");
}

#[test]
fn an_issue_is_never_split_whole() {
    let session = Session::with(Store::shop()).keys("<enter>w  <enter>");
    assert!(changes(&session).is_empty());
    assert!(
        session.screen().contains("nothing would be left"),
        "{}",
        session.screen()
    );
}

#[test]
fn explain_is_about_the_row_or_about_two_marked_ones() {
    let session = Session::with(Store::shop()).keys("e");
    assert!(session.asked(&Effect::Explain {
        number: 1,
        about: About::Issue(1)
    }));
    snapshot("explained", &session);
    let session = session.keys("<esc>  e");
    let asked = session.effects.iter().any(
        |it| matches!(it, Effect::Explain { number: 2, about: About::Findings(a, b) } if a != b),
    );
    assert!(asked, "{}", session.screen());
}

#[test]
fn an_import_shows_its_plan_and_waits_for_a_yes() {
    for (width, height) in [(80, 24), (60, 20)] {
        let keys = ":import<enter>semgrep.json<enter><enter>";
        let session = Session::with(Store::shop()).size(width, height).keys(keys);
        snapshot(&format!("import-plan-{width}x{height}"), &session);
        assert!(session.writes().is_empty());
        let session = session.keys("<enter>y");
        assert!(
            matches!(&session.writes()[..], [Write::Import(it)] if it.app == "checkout"),
            "{}",
            session.screen()
        );
    }
}

#[test]
fn severity_and_title_are_set_from_the_palette_with_a_reason() {
    let session = Session::with(Store::shop()).keys(":severity<enter>low<enter>c");
    assert!(
        matches!(&changes(&session)[..], [(_, Change::Severity { severity: Some(it), .. })]
            if it.name() == "low"),
        "{}",
        session.screen()
    );
    let session = Session::with(Store::shop()).keys(":title<enter>Orders<enter>t");
    assert!(
        matches!(&changes(&session)[..], [(_, Change::Title { title, .. })] if title == "Orders"),
        "{}",
        session.screen()
    );
}
