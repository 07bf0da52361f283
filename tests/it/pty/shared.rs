//! One store, several hands: what others change is offered, not pushed under the cursor.

use super::Desk;

const BANNER: &str = "changed";

#[test]
fn what_the_command_line_changes_is_offered_and_r_shows_it() {
    let desk = Desk::with_samples();
    let top = desk.ids("").swap_remove(0);
    let mut console = desk.console();
    console.shows("213 shown");
    desk.sluice(&[
        "decide",
        &top,
        "false-positive",
        "--reason",
        "seen elsewhere",
    ]);
    console.shows(BANNER).shows("213 shown");
    console.keys("r").shows("212 shown").hides(BANNER);
    console.keys("q");
    assert_eq!(console.finish().0, 0);
}

#[test]
fn two_consoles_see_each_other() {
    let desk = Desk::with_samples();
    let (mut one, mut two) = (desk.console(), desk.console());
    one.shows("213 shown");
    two.shows("213 shown");
    one.keys("c").shows("1 issue confirmed");
    two.shows(BANNER);
    two.keys("jc").shows("1 decided").shows("takes it back");
    // The pinned clock never takes the notice away that stands where the banner would.
    one.keys("M").shows("nothing is marked");
    one.keys("k").shows(BANNER);
    one.keys("r").hides(BANNER);
    two.keys("Mk").hides("nothing is marked");
    two.keys("r").hides(BANNER);
    for mut console in [one, two] {
        console.keys("/\x15status:confirmed\r").shows("2 shown");
        console.keys("qq");
        assert_eq!(console.finish().0, 0);
    }
    desk.sluice(&["audit", "verify"]);
}
