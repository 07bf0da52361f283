//! How screens look at four sizes, without colour, with hostile and with wide text.

use super::fake::Store;
use super::{Session, snapshot};
use ratatui::style::Color;
use sluice::model::{Band, Severity, Status};
use sluice::ops::feeds::Age;
use sluice::tui::theme::Colour;

const SIZES: [(u16, u16); 4] = [(40, 12), (60, 20), (80, 24), (200, 60)];

/// A snapshot of the same keys at every size.
fn check(name: &str, store: fn() -> Store, keys: &str) {
    for (width, height) in SIZES {
        let session = Session::with(store()).size(width, height).keys(keys);
        snapshot(&format!("{name}-{width}x{height}"), &session);
    }
}

#[test]
fn the_queue_at_every_size() {
    check("queue", || Store::shop().status(4, Status::Confirmed), "j ");
}

#[test]
fn an_issue_at_every_size() {
    check("issue", Store::shop, "<enter>");
}

#[test]
fn help_at_every_size() {
    check("help", Store::shop, "?");
}

#[test]
fn a_wrong_filter_at_every_size() {
    check("wrong-filter", Store::shop, "/app:checkout sev:hihg");
}

#[test]
fn the_false_positive_question_at_every_size() {
    check("false-positive", Store::shop, "f");
}

#[test]
fn an_empty_store_at_every_size() {
    check("empty", Store::default, "");
}

#[test]
fn the_whole_issue_on_a_tall_screen() {
    let session = Session::with(Store::shop()).size(100, 90).keys("<enter>");
    snapshot("the-whole-issue-on-a-tall-screen", &session);
}

#[test]
fn without_colour_there_is_none_and_the_words_remain() {
    let session = Session::start(Store::shop(), "", Colour::None).keys("j ");
    let buffer = session.buffer();
    for cell in buffer.content() {
        assert!(
            cell.fg == Color::Reset && cell.bg == Color::Reset,
            "{cell:?}"
        );
    }
    assert!(session.line(2).contains("P1 CRIT"), "{}", session.screen());
    let coloured = Session::with(Store::shop()).buffer();
    assert!(coloured.content().iter().any(|it| it.fg == Color::Red));
}

#[test]
fn severity_and_band_are_words_at_every_width() {
    for width in [24, 40, 60, 80, 120, 200] {
        let session = Session::with(Store::shop()).size(width, 20);
        assert!(
            session.line(2).contains("P1 CRIT"),
            "{width}: {}",
            session.screen()
        );
    }
}

#[test]
fn hostile_text_is_inert_everywhere() {
    let evil = "a\u{1b}[2J\u{1b}]52;c;AAAA\u{7}b\u{202e}c\r\n\u{9b}31m\u{200b}";
    let long = "x".repeat(1_000_000);
    let store = || {
        Store::default()
            .add(Band::P1, Severity::High, evil, evil)
            .add(Band::P1, Severity::High, &long, &long)
    };
    for keys in [
        "",
        "<enter>",
        "<enter>]",
        "<ctrl-f>a",
        "/a",
        "*",
        "oab",
        "n",
        "f",
        ":",
    ] {
        let buffer = Session::with(store()).size(120, 30).keys(keys).buffer();
        for cell in buffer.content() {
            let bad = |c: char| {
                c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            };
            assert!(
                !cell.symbol().chars().any(bad),
                "{keys}: {:?}",
                cell.symbol()
            );
        }
    }
    let pasted = Session::with(store()).keys("n").paste(evil).buffer();
    assert!(
        !pasted
            .content()
            .iter()
            .any(|it| it.symbol().contains('\u{1b}'))
    );
}

#[test]
fn wide_characters_keep_the_columns_straight() {
    let add = |store: Store, title: &str| store.add(Band::P1, Severity::High, title, "src/a.c:1");
    let titles = [
        "注文検索のSQLインジェクション脆弱性が見つかりました",
        "🦀 crab 👩‍💻 team 👍🏽 flags 🇩🇪 end",
        "e\u{301}te\u{301} combining \u{5d0}\u{5d1} rtl",
        "plain",
    ];
    let store = titles
        .iter()
        .fold(Store::default(), |store, it| add(store, it));
    let session = Session::with(store);
    let buffer = session.buffer();
    let start = |y: u16| {
        (0..80).find(|x| buffer[(*x, y)].symbol() == "s" && buffer[(x + 1, y)].symbol() == "r")
    };
    for y in 3..6 {
        assert_eq!(start(y), start(2), "{}", session.screen());
    }
    snapshot("wide-characters-keep-the-columns-straight", &session);
}

#[test]
fn any_size_can_be_drawn() {
    for keys in [
        "",
        "<enter>",
        "?",
        "f",
        "fo",
        "o",
        "n",
        ":",
        "/x",
        "VV<ctrl-f>",
        "Vf",
    ] {
        let mut session = Session::with(Store::shop()).keys(keys);
        for (width, height) in [
            (1, 1),
            (5, 3),
            (20, 6),
            (21, 7),
            (33, 9),
            (500, 4),
            (300, 100),
        ] {
            session = session.size(width, height);
            assert!(!session.screen().is_empty());
        }
    }
}

#[test]
fn the_age_of_the_feeds_is_said_and_what_is_wrong_with_them_at_any_width() {
    let age = |name, days, stale| Age { name, days, stale };
    let fresh = vec![age("kev", Some(1), false), age("epss", Some(0), false)];
    let old = vec![age("kev", Some(9), true), age("epss", Some(9), true)];
    let bad = vec![age("kev", None, false), age("epss", Some(12), true)];
    for (width, feeds, said) in [
        (120, fresh.clone(), "  KEV 1d  EPSS 0d  1 of 6"),
        (80, fresh, "  1 of 6"),
        (80, old, "  KEV EPSS 9d: stale  1 of 6"),
        (120, bad.clone(), "  KEV not fed  EPSS 12d: stale  1 of 6"),
        (60, bad, "  KEV not fed  EPSS 12d: stale  1 of 6"),
    ] {
        let mut store = Store::shop();
        store.feeds = feeds;
        let session = Session::with(store).size(width, 24);
        let line = session.line(-2);
        assert!(line.ends_with(said), "{width}: {line:?}");
    }
}
