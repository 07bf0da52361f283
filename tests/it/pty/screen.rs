//! What the console writes to the terminal: sizes, colours, modes.

use super::{Console, Desk, contains};
use unicode_width::UnicodeWidthStr as _;

/// Waits until the screen was cleared and drawn again, all of it.
fn drawn_anew(console: &Console, since: usize) {
    console.wait("a fresh screen", |seen| {
        let raw = seen.raw.get(since..).unwrap_or_default();
        let cleared = raw.windows(4).rposition(|it| it == b"\x1b[2J");
        !seen.half && cleared.is_some_and(|at| contains(&raw[at..], "\x1b[?2026l"))
    });
}

/// Draws everything anew and compares: what was there before was no debris.
fn is_clean(console: &mut Console) {
    let before = console.look(|seen| (seen.raw.len(), seen.terminal.screen().contents_formatted()));
    console.keys("\x0c");
    drawn_anew(console, before.0);
    let after = console.look(|seen| seen.terminal.screen().contents_formatted());
    assert_eq!(before.1, after, "{}", console.screen());
}

/// Goes through some sizes and back.
fn resize_about(console: &mut Console, whole: impl Fn(&str) -> bool) {
    for (width, height) in [(60, 20), (30, 8), (200, 60), (80, 24)] {
        let since = console.look(|seen| seen.raw.len());
        console.resize(width, height);
        drawn_anew(console, since);
        let (high, wide) = (usize::from(height), usize::from(width));
        console.wait_for("a whole frame", |screen| {
            let mut rows = screen.lines();
            whole(screen) && screen.lines().count() == high && rows.all(|it| it.width() <= wide)
        });
        is_clean(console);
    }
}

#[test]
fn every_size_is_drawn_whole_with_the_cursor_row_and_without_debris() {
    let desk = Desk::with_samples();
    let mut console = desk.console();
    console.shows("1 of 213");
    console.keys(&"j".repeat(100)).shows("101 of 213");
    let cursor = |screen: &str| screen.lines().any(|it| it.starts_with('›'));
    resize_about(&mut console, cursor);
    resize_about(&mut console, cursor);
    console.keys("\r").shows(" sighting");
    resize_about(&mut console, |screen| screen.contains("HIGH"));
    console.keys("q");
    assert_eq!(console.finish().0, 0);
}

#[test]
fn a_storm_of_sizes_ends_in_the_last_one() {
    let desk = Desk::with_samples();
    let mut console = desk.console();
    console.shows("1 of 213");
    for step in 0..100 {
        console.resize(20 + step, 6 + step / 2);
    }
    let since = console.look(|seen| seen.raw.len());
    console.resize(80, 24);
    drawn_anew(&console, since);
    console.shows("1 of 213").shows("? help");
    is_clean(&mut console);
    console.keys("q");
    assert_eq!(console.finish().0, 0);
}

#[test]
fn leaving_gives_the_terminal_back_as_it_was() {
    let desk = Desk::with_samples();
    let mut console = desk.console();
    console.shows("1 of 213");
    assert!(console.look(|seen| seen.terminal.screen().alternate_screen()));
    console.keys("q");
    console.wait("the end", |seen| {
        seen.terminal.screen().contents().is_empty() && !seen.terminal.screen().alternate_screen()
    });
    console.look(|seen| {
        let screen = seen.terminal.screen();
        assert!(!screen.hide_cursor());
        assert!(!screen.bracketed_paste());
        assert_eq!(seen.terminal.callbacks().0, [""; 0]);
    });
    let (code, raw) = console.finish();
    assert_eq!(code, 0);
    let tail = &raw[raw.len().saturating_sub(64)..];
    for reset in ["\x1b[?2004l", "\x1b[?1049l", "\x1b[?25h"] {
        assert!(
            contains(tail, reset),
            "{}",
            String::from_utf8_lossy(tail).escape_debug()
        );
    }
}

#[test]
fn without_colour_nothing_is_coloured_and_the_cursor_row_still_stands_out() {
    let desk = Desk::with_samples();
    for (variable, coloured) in [(("NO_COLOR", "1"), false), (("NO_COLOR", ""), true)] {
        let mut console = desk.console_in((80, 24), &[variable]);
        console.shows("1 of 21");
        console.keys("f").shows("test code");
        console.keys("t").shows("1 decided");
        console.keys("?").shows("Keys");
        console.keys("\x1b").hides("Keys");
        console.keys("\r").shows(" sighting");
        console.keys("qq");
        let (code, raw) = console.finish();
        assert_eq!(code, 0);
        assert_eq!(colours(&raw).is_empty(), !coloured, "{:?}", colours(&raw));
    }
}

/// The colours that were set, by the numbers of their sequences; those set back are none.
fn colours(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let sequences = text.split("\x1b[").skip(1).filter_map(|it| {
        let end = it.find(|c: char| c.is_ascii_alphabetic())?;
        it[end..].starts_with('m').then(|| it[..end].to_owned())
    });
    let coloured = |it: &String| {
        it.split(';').any(|it| {
            let number = it.split(':').next().and_then(|it| it.parse::<u16>().ok());
            number.is_some_and(|it| matches!(it, 30..=38 | 40..=48 | 58 | 90..=107))
        })
    };
    sequences.filter(coloured).collect()
}

#[test]
fn an_empty_store_says_how_to_fill_it() {
    let desk = Desk::new();
    let mut console = desk.console();
    console.shows("sluice import");
    console.keys("q");
    assert_eq!(console.finish().0, 0);
}
