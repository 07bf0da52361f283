//! Palette, help, leaving.

use super::fake::Store;
use super::{Session, snapshot};
use sluice::tui::effect::Effect;

#[test]
fn the_palette_finds_and_runs_commands_and_shows_what_cannot_be_done() {
    let session = Session::with(Store::shop()).keys(":mark");
    snapshot(
        "the-palette-finds-and-runs-commands-and-shows-what-cannot-be-done",
        &session,
    );
    let session = session.keys("<esc>:inv<enter>");
    assert!(
        session.line(-1).contains("6 marked"),
        "{}",
        session.screen()
    );
}

#[test]
fn help_scrolls_and_closes() {
    let session = Session::with(Store::shop()).keys("?G");
    snapshot("help-scrolls-and-closes", &session);
    assert!(session.keys("?").line(2).starts_with("›"));
}

#[test]
fn leaving_is_immediate_when_nothing_was_decided() {
    assert!(Session::with(Store::shop()).keys("q").asked(&Effect::Quit));
}

#[test]
fn control_c_closes_and_leaves() {
    let session = Session::with(Store::shop()).keys("n<ctrl-c>f<ctrl-c>?<ctrl-c>");
    assert!(!session.asked(&Effect::Quit));
    assert!(session.keys("<ctrl-c>").asked(&Effect::Quit));
    assert!(
        Session::with(Store::shop())
            .keys("c<ctrl-c><ctrl-c>")
            .asked(&Effect::Quit)
    );
}

#[test]
fn leaving_after_decisions_shows_them_first() {
    let session = Session::with(Store::shop()).keys("ftftcq");
    assert!(!session.asked(&Effect::Quit));
    snapshot("leaving-after-decisions-shows-them-first", &session);
    let session = session.keys("<esc>");
    assert!(!session.asked(&Effect::Quit));
    assert!(session.keys("qq").asked(&Effect::Quit));
    assert!(
        Session::with(Store::shop())
            .keys("cqy")
            .asked(&Effect::Quit)
    );
}
