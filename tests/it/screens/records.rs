//! List screens over the demo's store: gate runs and numbers.

use super::fake::Store;
use super::{NOW, Session, snapshot};
use sluice::ops::gate::{self, Request};
use sluice::ops::{Who, Workspace, demo};
use sluice::tui::action::Action;
use sluice::tui::effect::Write;
use sluice::tui::screens::sheet::Doing;

fn who(at: i64) -> Who {
    Who {
        name: "ana".to_owned(),
        at,
    }
}

/// The demo, with runs that were blocked, passed in spite of it, and passed.
fn store() -> Store {
    let mut workspace = Workspace::in_memory().unwrap();
    demo::fill(&mut workspace, &who(NOW - 3 * 86_400)).unwrap();
    let ask = |release: &str, broken: bool| Request {
        app: "payments".to_owned(),
        release: release.to_owned(),
        break_glass: broken.then(|| {
            (
                "emergency-production-issue".to_owned(),
                "the shop is down".to_owned(),
            )
        }),
        ..Request::default()
    };
    for (nth, (release, broken)) in (1..).zip([("1.3", false), ("1.4", true)]) {
        gate::run(
            &mut workspace,
            &ask(release, broken),
            &who(NOW - 3600 * (3 - nth)),
        )
        .unwrap();
    }
    let mut store = Store::shop();
    store.real = Some(workspace);
    store
}

#[test]
fn gate_runs_at_every_size() {
    for (width, height) in [(40, 12), (60, 20), (80, 24), (200, 60)] {
        let session = Session::with(store()).size(width, height).keys("gr");
        snapshot(&format!("gates-{width}x{height}"), &session);
    }
}

#[test]
fn numbers_at_every_size() {
    for (width, height) in [(60, 20), (80, 24), (200, 60)] {
        let session = Session::with(store()).size(width, height).keys("gn");
        snapshot(&format!("metrics-{width}x{height}"), &session);
    }
}

#[test]
fn the_three_numbers_a_programme_is_steered_by_stand_first() {
    let session = Session::with(store()).size(60, 20).keys("gn");
    let names = [
        "Critical queue: ",
        "Time to resolve: ",
        "Blocked releases fixed ",
    ];
    for (line, name) in (3..).zip(names) {
        let shown = session.line(line);
        assert!(
            shown.contains(&name[..name.len().min(20)]),
            "{name}: {}",
            session.screen()
        );
        assert!(shown.contains(" all "), "{name}: {}", session.screen());
    }
}

#[test]
fn a_pass_by_break_glass_is_followed_up_by_key_and_only_once() {
    let session = Session::with(store()).keys("grcall services looked at<enter>");
    let writes = session.writes();
    let [
        Write::Sheet(Doing {
            screen,
            verb,
            value,
            ..
        }),
    ] = writes.as_slice()
    else {
        panic!("{writes:?}: {}", session.screen());
    };
    assert_eq!((*screen, *verb), (Action::Gates, Action::Edit));
    assert_eq!(value, "all services looked at");
    assert!(session.screen().contains("done"), "{}", session.screen());
    let session = session.keys("c");
    assert!(
        session.line(-2).contains("looked at it again"),
        "{}",
        session.screen()
    );
    let session = session.keys("jc");
    assert!(
        session.line(-2).contains("only a pass by break-glass"),
        "{}",
        session.screen()
    );
}

#[test]
fn enter_opens_what_blocked() {
    let session = Session::with(store()).keys("gr<enter>");
    assert!(
        session.line(-2).contains("status:any id:"),
        "{}",
        session.screen()
    );
    assert!(session.keys("<esc>").line(0).contains("gate runs"));
}
