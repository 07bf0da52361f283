//! List screens: drawn at every size, narrowed by typing, left and come back to, edited.

use super::fake::Store;
use super::{NOW, Session, snapshot};
use sluice::ops::inventory::{self, Request};
use sluice::ops::{Who, Workspace};
use sluice::tui::action::Action;
use sluice::tui::effect::Write;
use sluice::tui::screens::sheet::{Doing, SCREENS};

const INVENTORY: &str = r#"version = 1

[[team]]
name = "payments"

[[team]]
name = "logistics"
[[application]]
name = "checkout"
owner = "payments"
in_production = "yes"
internet_facing = "yes"
personal_data = "yes"
criticality = "critical"

[[application]]
name = "portal"
in_production = "yes"

[[application]]
name = "warehouse"
owner = "logistics"
"#;

fn store() -> Store {
    let mut workspace = Workspace::in_memory().unwrap();
    let request = Request {
        name: "inventory.toml".to_owned(),
        text: INVENTORY.to_owned(),
        ..Request::default()
    };
    let who = Who {
        name: "ana".to_owned(),
        at: NOW,
    };
    inventory::import(&mut workspace, &request, &who, false).unwrap();
    let mut store = Store::shop();
    store.real = Some(workspace);
    store
}

#[test]
fn applications_at_every_size() {
    for (width, height) in [(40, 12), (60, 20), (80, 24), (200, 60)] {
        let session = Session::with(store()).size(width, height).keys("ga");
        snapshot(&format!("applications-{width}x{height}"), &session);
    }
}

#[test]
fn every_list_screen_opens_on_an_empty_store_and_at_any_size() {
    for screen in SCREENS {
        let name = screen.action().name();
        let mut session = Session::with(Store::default()).keys(&format!(":{name}<enter>"));
        assert!(
            session.line(0).contains(screen.title()),
            "{}",
            session.screen()
        );
        assert!(
            session.line(2).len() > 10,
            "{name} says nothing: {}",
            session.screen()
        );
        for (width, height) in [(1, 1), (20, 6), (33, 9), (130, 17), (500, 4), (300, 100)] {
            session = session.size(width, height);
            assert!(!session.screen().is_empty());
        }
        session = session.size(80, 24).keys("<enter>je<esc>/x<enter>");
        assert!(session.keys("<esc>").line(0).contains("acme.db"), "{name}");
    }
}

#[test]
fn typing_narrows_the_list_and_escape_brings_it_back() {
    let session = Session::with(store()).keys("ga/log");
    assert!(
        session.line(0).ends_with("1 of 1, 3 in all"),
        "{}",
        session.screen()
    );
    let session = session.keys("<esc>");
    assert!(session.line(0).ends_with("2 of 3"), "{}", session.screen());
    let session = session.keys("/portal<enter>");
    assert!(
        session.line(-2).contains("/ portal"),
        "{}",
        session.screen()
    );
    let session = session.keys("/zzz<enter>");
    assert!(
        session.screen().contains("nothing fits"),
        "{}",
        session.screen()
    );
    assert!(session.keys("<enter>c<esc>").line(0).ends_with("1 of 3"));
}

#[test]
fn enter_opens_the_queue_of_the_application_and_escape_comes_back() {
    let session = Session::with(store()).keys("ga<enter>");
    assert!(
        session.line(-2).contains("/ app:portal"),
        "{}",
        session.screen()
    );
    let session = session.keys("<esc>");
    assert!(
        session.line(0).contains("applications"),
        "{}",
        session.screen()
    );
    assert!(session.line(0).ends_with("1 of 3"), "{}", session.screen());
    let session = session.keys("<esc>");
    assert!(session.line(0).contains("6 shown"), "{}", session.screen());
}

#[test]
fn a_field_is_set_in_place_and_its_source_is_shown() {
    let session = Session::with(store()).keys("gaccritical<enter>");
    let doing = Doing {
        screen: Action::Applications,
        verb: Action::Edit,
        key: "portal".to_owned(),
        value: "criticality=critical".to_owned(),
    };
    assert_eq!(session.writes(), [Write::Sheet(doing)]);
    assert!(
        session.screen().contains("set by ana"),
        "{}",
        session.screen()
    );
    let session = session.keys("cowner<enter>web team<enter>");
    assert!(
        session.screen().contains("owner: web team"),
        "{}",
        session.screen()
    );
    let session = session.keys("ctake<enter>");
    assert!(
        !session.screen().contains("web team — set"),
        "{}",
        session.screen()
    );
}

#[test]
fn actions_of_the_queue_are_not_taken() {
    let session = Session::with(store()).keys(":confirm<enter>ga:confirm<enter>");
    assert_eq!(session.writes().len(), 1);
    assert!(
        session.line(-2).contains("go back to the list"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_digit_opens_the_queue_of_a_team_and_the_window_shows_them_with_counts() {
    let session = Session::with(Store::shop()).keys("2");
    assert!(
        session.line(-2).contains("/ team:platform"),
        "{}",
        session.screen()
    );
    let session = session.keys("0");
    assert!(session.line(0).contains("6 shown"), "{}", session.screen());
    let session = session.keys("7");
    assert!(
        session.line(-2).contains("7 does nothing here"),
        "{}",
        session.screen()
    );
    for (width, height) in [(60, 20), (80, 24)] {
        let session = Session::with(Store::shop()).size(width, height).keys("t");
        snapshot(&format!("queues-{width}x{height}"), &session);
    }
    let filter = |keys: &str| Session::with(Store::shop()).keys(keys).line(-2);
    assert!(filter("t1").contains("/ team:payments"));
    assert!(filter("tm").contains("/ person:ana"));
    assert!(filter("tn").contains("/ owner:none"));
    assert!(filter("tport<enter>").contains("/ app:portal"));
}
