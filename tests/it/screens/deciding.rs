//! Verdicts, owners, notes, undo: what is asked of the store, and what the screen shows of it.

use super::fake::Store;
use super::{NOW, Session, snapshot};
use sluice::model::{Status, Verdict};
use sluice::ops::decide::Change;
use sluice::tui::effect::{Effect, Write};
use sluice::tui::event::Answer;

fn decided(session: &Session) -> Vec<(Vec<i64>, Change)> {
    let writes = session.writes().into_iter().filter_map(|it| match it {
        Write::Decide { issues, change } => Some((issues, change)),
        Write::Undo | Write::Redo | Write::Import(_) | Write::Sheet(_) => None,
    });
    writes.collect()
}

fn false_positive(reason: &str) -> Change {
    Change::Verdict {
        verdict: Verdict::FalsePositive,
        reason: reason.to_owned(),
    }
}

#[test]
fn two_keys_make_a_false_positive_and_move_on() {
    let session = Session::with(Store::shop()).keys("ft");
    assert_eq!(decided(&session), [(vec![1], false_positive("test code"))]);
    snapshot("two-keys-make-a-false-positive-and-move-on", &session);
}

#[test]
fn every_reason_has_its_letter() {
    for (letter, reason) in sluice::tui::overlays::reasons::FALSE_POSITIVE {
        let session = Session::with(Store::shop()).keys(&format!("f{letter}"));
        assert_eq!(decided(&session), [(vec![1], false_positive(reason))]);
    }
    let session = Session::with(Store::shop()).keys("fotyped by hand<enter>");
    assert_eq!(
        decided(&session),
        [(vec![1], false_positive("typed by hand"))]
    );
    let session = Session::with(Store::shop()).keys("fo  <enter><esc>f<enter><esc>");
    assert_eq!(decided(&session), []);
}

#[test]
fn decided_rows_stay_until_a_refresh() {
    let session = Session::with(Store::shop()).keys("ftft");
    assert!(
        session.line(2).contains("✓P1 CRIT SQL injection"),
        "{}",
        session.screen()
    );
    assert!(session.line(0).contains("6 shown") && session.line(0).contains("2 decided"));
    assert!(
        session.line(-2).contains("takes it back"),
        "{}",
        session.screen()
    );
    let session = session.keys("r");
    assert!(session.line(0).contains("4 shown"), "{}", session.screen());
    assert!(
        session.line(2).contains("›  P2 CRIT CVE-2021"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_verdict_skips_what_is_decided_and_may_stay() {
    let store = || Store::shop().status(2, Status::Confirmed);
    assert!(Session::with(store()).keys("c").line(4).starts_with("›"));
    assert!(Session::with(store()).keys(";c").line(2).starts_with("›"));
}

#[test]
fn the_screen_does_not_wait_for_the_store() {
    let session = Session::with(Store::shop()).hold().keys("cc");
    assert!(
        session.line(2).contains("✓") && session.line(3).contains("✓"),
        "{}",
        session.screen()
    );
    assert_eq!(session.writes().len(), 2);
    let session = session.release();
    assert!(session.line(3).contains("✓"), "{}", session.screen());
}

#[test]
fn a_refused_decision_is_taken_back_on_the_screen_and_explained() {
    let mut session = Session::with(Store::shop());
    session.store.refuses = true;
    let session = session.keys("c");
    snapshot(
        "a-refused-decision-is-taken-back-on-the-screen-and-explained",
        &session,
    );
    assert!(!session.keys("<esc>").screen().contains('✓'));
}

#[test]
fn undo_brings_the_row_back_and_redo_decides_it_again() {
    let session = Session::with(Store::shop()).keys("cu");
    assert!(!session.screen().contains('✓'), "{}", session.screen());
    assert!(session.line(-2).contains("undone"));
    let session = session.keys("<ctrl-y>");
    assert_eq!(session.store.columns.status[0], Status::Confirmed);
    let session = session.keys("<ctrl-z>");
    assert_eq!(session.store.columns.status[0], Status::New);
}

#[test]
fn a_dot_repeats_the_decision_with_its_reason() {
    let session = Session::with(Store::shop()).keys("fn..");
    let not_reachable = || false_positive("not reachable");
    let expected = [
        (vec![1], not_reachable()),
        (vec![2], not_reachable()),
        (vec![3], not_reachable()),
    ];
    assert_eq!(decided(&session), expected);
    let early = Session::with(Store::shop()).keys(".");
    assert!(early.line(-2).contains("nothing was decided yet"));
}

#[test]
fn an_owner_is_found_by_a_few_letters() {
    let assign = |team: Option<&str>, person: Option<&str>| Change::Assign {
        team: team.map(str::to_owned),
        person: person.map(str::to_owned),
    };
    let cases = [
        ("opay<enter>", assign(Some("payments"), None)),
        ("o<enter>", assign(None, Some("ana"))),
        ("onobody<enter>", assign(Some(""), Some(""))),
        ("oteam x<enter>", assign(Some("team x"), None)),
        ("oteam x<down><enter>", assign(None, Some("team x"))),
    ];
    for (keys, change) in cases {
        let session = Session::with(Store::shop()).keys(keys);
        assert_eq!(decided(&session), [(vec![1], change)], "{keys}");
        assert!(
            session.line(2).starts_with("›"),
            "an owner does not move on"
        );
    }
    snapshot(
        "an-owner-is-found-by-a-few-letters",
        &Session::with(Store::shop()).keys("op"),
    );
}

#[test]
fn a_note_is_typed_or_written_in_the_editor() {
    let note = |text: &str| {
        vec![(
            vec![1],
            Change::Note {
                text: text.to_owned(),
            },
        )]
    };
    let session = Session::with(Store::shop()).keys("nask the team<enter>");
    assert_eq!(decided(&session), note("ask the team"));
    let session = Session::with(Store::shop()).keys("nask<ctrl-x>e");
    assert!(session.asked(&Effect::Edit {
        text: "ask".to_owned()
    }));
    let session = session.answer(Answer::Edited(Ok("ask\nthe team\n".to_owned())));
    snapshot("a-note-is-typed-or-written-in-the-editor", &session);
    assert_eq!(decided(&session.keys("<enter>")), note("ask\nthe team"));
}

#[test]
fn pasted_text_is_never_taken_as_keys() {
    let session = Session::with(Store::shop()).paste("cccfq\nu");
    assert_eq!(session.writes(), []);
    assert!(
        session
            .line(-2)
            .contains("pasted text is not taken as keys"),
        "{}",
        session.screen()
    );
    let session = session.keys("n").paste("two\nlines").keys("<enter>");
    let note = Change::Note {
        text: "two lines".to_owned(),
    };
    assert_eq!(decided(&session), [(vec![1], note)]);
}

#[test]
fn a_held_key_is_stopped() {
    let session = Session::with(Store::many(50)).keys(&"c".repeat(40));
    assert_eq!(session.writes().len(), 12);
    assert!(
        session.line(-2).contains("slow down"),
        "{}",
        session.screen()
    );
    assert_eq!(session.wait(1).keys("c").writes().len(), 13);
}

#[test]
fn undo_with_nothing_to_undo_says_so() {
    let session = Session::with(Store::shop()).keys("u");
    assert!(
        session.line(-2).contains("nothing to undo"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_notice_goes_after_some_seconds() {
    let session = Session::with(Store::shop()).keys("c").wait(7);
    assert!(session.line(-2).contains("takes it back"));
    let session = session.wait(1);
    assert!(
        session.line(-2).contains("open issues"),
        "{} {NOW}",
        session.screen()
    );
}
