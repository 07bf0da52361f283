//! The filter, finding, sorting, and a store that changes meanwhile.

use super::fake::Store;
use super::{Session, snapshot};
use sluice::model::{Band, Severity, Status};
use sluice::tui::event::Answer;
use sluice::tui::theme::Colour;

#[test]
fn only_open_issues_are_shown_unless_the_filter_speaks_of_the_status() {
    let store = || {
        Store::shop()
            .status(1, Status::FalsePositive)
            .status(2, Status::Confirmed)
    };
    let session = Session::with(store());
    assert!(
        session.line(0).contains("5 open · 5 shown"),
        "{}",
        session.screen()
    );
    let session = session.keys("/status:false-positive<enter>");
    assert!(
        session.line(2).contains("SQL injection"),
        "{}",
        session.screen()
    );
}

#[test]
fn the_list_follows_the_typing_and_escape_restores_it_exactly() {
    let before = Session::with(Store::many(200)).keys("<ctrl-d><ctrl-d><ctrl-d>kk ");
    let screen = before.screen();
    let typing = before.keys("/019");
    assert!(typing.line(-2).contains("11 match"), "{}", typing.screen());
    snapshot(
        "the-list-follows-the-typing-and-escape-restores-it-exactly",
        &typing,
    );
    assert_eq!(typing.keys("<esc>").screen(), screen);
}

#[test]
fn a_wrong_filter_is_not_taken_and_says_what_would_be_right() {
    let session = Session::with(Store::shop()).keys("/sev:hihg<enter>");
    assert!(session.line(-1).contains("^^^^"), "{}", session.screen());
    assert!(session.line(-1).contains("is no severity"));
    let session = session.keys("<backspace><backspace><backspace><backspace>high<enter>");
    assert!(session.line(0).contains("1 shown"), "{}", session.screen());
}

#[test]
fn a_wrong_filter_from_the_command_line_is_put_up_for_correction() {
    let session = Session::start(Store::shop(), "sev:hihg", Colour::Ansi);
    assert!(
        session.line(-1).contains("is no severity"),
        "{}",
        session.screen()
    );
    assert!(session.keys("<esc>").line(0).contains("6 shown"));
}

#[test]
fn tab_completes() {
    let session = Session::with(Store::shop()).keys("/sev:cr<tab><enter>");
    assert!(
        session.line(-2).starts_with(" / sev:critical"),
        "{}",
        session.screen()
    );
    let offers = Session::with(Store::shop()).keys("/app:checkout st<tab>f<down>");
    let words = offers.line(-1);
    assert!(
        words.contains("false-positive") && words.contains("fixed"),
        "{words}"
    );
    let session = offers.keys("<tab><enter>");
    assert!(
        session.line(-2).starts_with(" / app:checkout status:fixed"),
        "{}",
        session.screen()
    );
}

#[test]
fn an_answer_to_older_typing_is_dropped() {
    let session = Session::with(Store::shop())
        .hold()
        .keys("/sql<esc>")
        .release();
    assert!(session.line(0).contains("6 shown"), "{}", session.screen());
    let session = session.hold().keys("/sql<enter>").release();
    assert!(session.line(0).contains("1 shown"), "{}", session.screen());
}

#[test]
fn a_star_shows_one_application_and_clearing_shows_all() {
    let session = Session::with(Store::shop()).keys("jj*");
    assert!(session.line(0).contains("2 shown"), "{}", session.screen());
    assert!(
        session.line(2).contains("›  P2 CRIT CVE-2021"),
        "{}",
        session.screen()
    );
    let session = session.keys(":clear-filter<enter>");
    assert!(session.line(0).contains("6 shown"), "{}", session.screen());
}

#[test]
fn find_goes_to_a_title_or_place() {
    let session = Session::with(Store::shop()).keys("<ctrl-f>settings");
    snapshot("find-goes-to-a-title-or-place", &session);
    assert!(session.keys("<enter>").line(5).starts_with("›"));
}

#[test]
fn sorting_keeps_the_cursor_on_its_issue() {
    let session = Session::with(Store::shop()).keys("j,");
    assert!(
        session.line(-2).contains("by severity"),
        "{}",
        session.screen()
    );
    assert!(
        session.line(4).starts_with("›  P1 HIGH"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_store_changed_by_others_is_offered_not_forced() {
    let mut session = Session::with(Store::shop()).keys("jjj");
    let shop = std::mem::take(&mut session.store);
    session.store = shop.add(
        Band::P1,
        Severity::Critical,
        "Newly imported",
        "src/new.c:1",
    );
    let session = session.answer(Answer::Version(9));
    assert!(
        session
            .line(-2)
            .contains("the store has changed — r reads it again")
    );
    assert!(!session.screen().contains("Newly imported"));
    let session = session.keys("r");
    assert!(
        session.screen().contains("Newly imported"),
        "{}",
        session.screen()
    );
    assert!(session.line(5).starts_with("›"), "{}", session.screen());
}

#[test]
fn an_own_decision_does_not_pull_in_what_others_did() {
    let mut session = Session::with(Store::shop()).keys("jjj");
    let shop = std::mem::take(&mut session.store);
    session.store = shop.add(
        Band::P1,
        Severity::Critical,
        "Newly imported",
        "src/new.c:1",
    );
    session.store.columns.id.rotate_right(1);
    session.store.columns.title.rotate_right(1);
    let session = session.keys("cc").wait(20);
    assert!(
        !session.screen().contains("Newly imported"),
        "{}",
        session.screen()
    );
    assert!(
        session.line(5).contains("Hard-coded password"),
        "{}",
        session.screen()
    );
    assert!(
        session.line(-2).contains("the store has changed"),
        "{}",
        session.screen()
    );
}

#[test]
fn nothing_left_and_nothing_found_are_told_apart() {
    let none = Session::with(Store::shop()).keys("/zzz<enter>");
    assert!(
        none.screen().contains("No issue passes this filter"),
        "{}",
        none.screen()
    );
    let done = (1..=6).fold(Store::shop(), |store, it| store.status(it, Status::Fixed));
    assert!(Session::with(done).screen().contains("Nothing is open."));
}
