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
fn no_order_of_keys_breaks_it() {
    const KEYS: &str = "j k G g v V M c f t o n u U . ; / , r * : ? q y a e ] [ x s <space> <enter> \
        <esc> <tab> <up> <down> <ctrl-d> <ctrl-u> <ctrl-f> <ctrl-x> <backspace> <ctrl-p> <end>";
    let keys: Vec<_> = KEYS.split_whitespace().collect();
    let mut random = 42_u64;
    let mut next = |below: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    for round in 0..40 {
        let mut session = Session::with(Store::many(round * 3));
        for _ in 0..120 {
            session = session.keys(keys[next(keys.len())]);
            if next(10) == 0 {
                let size = |it: usize| u16::try_from(it).unwrap();
                session = session.size(size(20 + next(120)), size(6 + next(40)));
                session = session.wait(1);
                assert!(!session.screen().is_empty());
            }
        }
    }
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
