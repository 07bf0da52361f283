//! Starting where no console can be, and ending in ways nobody chose.

use super::Desk;

#[test]
fn without_a_terminal_it_points_to_the_list() {
    let desk = Desk::with_samples();
    let out = desk.run(&["tui"], &[]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(
        said.contains("needs a terminal") && said.contains("sluice list"),
        "{said}"
    );
    assert!(out.stdout.is_empty());
    assert_eq!(desk.run(&[], &[]).status.code(), Some(2));
}

#[test]
fn a_dumb_terminal_gets_the_same_hint_and_not_one_escape() {
    let desk = Desk::with_samples();
    let console = desk.console_in((80, 24), &[("TERM", "dumb")]);
    let (code, raw) = console.finish();
    let said = String::from_utf8_lossy(&raw);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("sluice list"), "{said}");
    assert!(!said.contains('\x1b'), "{}", said.escape_debug());
}

#[test]
fn a_signal_ends_it_and_leaves_the_store_whole() {
    for signal in ["TERM", "HUP"] {
        let desk = Desk::with_samples();
        let mut console = desk.console();
        console.shows("1 of 213");
        console.keys("c").shows("1 decided").shows("takes it back");
        console.keys("ccc");
        console.signal(signal);
        drop(console.finish());
        desk.sluice(&["store", "check"]);
        desk.sluice(&["audit", "verify"]);
        assert!(!desk.ids("status:confirmed").is_empty());
    }
}

#[test]
fn a_closed_window_ends_it_and_leaves_the_store_whole() {
    let desk = Desk::with_samples();
    let mut console = desk.console();
    console.shows("1 of 213");
    console.keys("c").shows("1 decided").shows("takes it back");
    console.hang_up();
    desk.sluice(&["store", "check"]);
    desk.sluice(&["audit", "verify"]);
    assert_eq!(desk.ids("status:confirmed").len(), 1);
}
