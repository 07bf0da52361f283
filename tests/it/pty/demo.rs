//! The demo in a real terminal: one key for each team's queue, and the reasons of its critical queue.

use super::{Console, Desk, PROGRAM};
use portable_pty::CommandBuilder;

fn demo(desk: &Desk) -> Console {
    let mut command = CommandBuilder::new(PROGRAM);
    command.env_clear();
    command.cwd(desk.home.path());
    for (name, value) in desk.environment() {
        command.env(name, value);
    }
    command.arg("demo");
    Console::start(command, (80, 24))
}

#[test]
fn each_team_has_its_queue_behind_one_key_and_every_critical_row_its_reasons() {
    let desk = Desk::new();
    let mut console = demo(&desk);
    console.shows("sluice demo").shows("› ");
    for (key, team) in [
        ("1", "checkout"),
        ("2", "fulfilment"),
        ("3", "payments"),
        ("4", "platform"),
    ] {
        console.keys(key).shows(&format!("/ team:{team}"));
    }
    console
        .keys("0/band:P1\r")
        .shows("/ band:P1")
        .shows("21 shown");
    console
        .keys("e")
        .shows("Priority 94.77 of 100, band P1")
        .shows("kev: listed since 2023-09-13");
    // An escape and a letter in one go would be one key of a terminal.
    console
        .keys("\x1b")
        .wait_for("no window", |screen| !screen.contains("Priority 94.77"));
    console.keys("q");
    let (code, _) = console.finish();
    assert_eq!(code, 0);
}
