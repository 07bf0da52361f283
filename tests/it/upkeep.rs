//! `sluice store backup`, `compact` and `rebuild`.

use crate::harness::{SHOP, Sluice};

/// A store in which things were decided, undone, scanned again and taken back.
fn world() -> Sluice {
    let sluice = Sluice::with_shop();
    let next = "sample-data/reports/shop/next/bandit.json";
    sluice.import(&[next], &[]);
    sluice.import(&SHOP[..2], &["--branch", "release"]);
    sluice.quiet(&[
        "decide",
        "tool:zap",
        "false-positive",
        "--reason",
        "a test site",
    ]);
    sluice.quiet(&["assign", "tool:gitleaks", "--team", "checkout"]);
    let feeds = ["sample-data/feeds/kev.json", "sample-data/feeds/epss.csv"];
    sluice.ok(&[&["feed", "import"], feeds.as_slice()].concat());
    sluice.quiet(&["note", "tool:bandit", "--text", "look again"]);
    sluice.quiet(&["undo"]);
    sluice.import(
        &["tests/samples/bandit/typical.json"],
        &["--target", "other"],
    );
    sluice.quiet(&["undo"]);
    sluice
}

#[test]
fn a_rebuild_makes_the_state_it_throws_away() {
    let sluice = world();
    let (before, info) = (sluice.everything(), sluice.json(&["store", "info"]));
    let done = sluice.json(&["store", "rebuild"]);
    assert_eq!(done["issues_before"], done["issues_after"]);
    assert_eq!(done["issues_changed"], 0);
    assert_eq!(done["findings"], info["findings"]);
    assert_eq!(sluice.everything(), before);
    // What changes nothing is no event.
    assert_eq!(sluice.json(&["store", "info"])["events"], info["events"]);
    sluice.check();
}

#[test]
fn a_rebuild_repairs_what_was_wrong_and_says_so_in_the_log() {
    let sluice = world();
    let (before, info) = (sluice.everything(), sluice.json(&["store", "info"]));
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    conn.execute_batch(
        "update issue set points = 0, band = 'P4' where id = (select min(id) from issue);
         delete from correlation_key;",
    )
    .unwrap();
    let done = sluice.json(&["store", "rebuild"]);
    assert_eq!(done["issues_changed"], 1);
    assert_eq!(sluice.everything(), before);
    let events = sluice.json(&["store", "info"])["events"].as_u64().unwrap();
    assert_eq!(Some(events), info["events"].as_u64().map(|it| it + 1));
    // It is nobody's decision, so that undo passes it by.
    assert!(!sluice.quiet(&["undo"]).contains("rebuilt"));
    sluice.check();
}

#[test]
fn a_backup_is_the_whole_store_and_overwrites_nothing() {
    let sluice = world();
    let path = sluice.path("copy.db").to_str().unwrap().to_owned();
    let done = sluice.json(&["store", "backup", &path]);
    assert_eq!(done["path"], "<tmp>/files/copy.db");
    assert_eq!(
        done["bytes"].as_u64(),
        Some(std::fs::metadata(&path).unwrap().len())
    );
    let list = ["list", "status:any", "--findings", "--output", "json"];
    let mut command = sluice.bare();
    let copied = sluice.ran(
        &command
            .args(["--store", &path])
            .args(list)
            .output()
            .unwrap(),
    );
    assert_eq!(copied.out, sluice.everything());
    let again = sluice.run(&["store", "backup", &path]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("never overwrites"), "{}", again.err);
    let nowhere = sluice.run(&["store", "backup", "/nosuch/folder/copy.db"]);
    assert_ne!(nowhere.code, 0);
    assert!(
        nowhere.err.contains("/nosuch/folder/copy.db"),
        "{}",
        nowhere.err
    );
}

#[test]
fn compacting_gives_room_back_and_changes_nothing() {
    let sluice = world();
    let before = sluice.everything();
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    conn.execute_batch(
        "create table filler (body blob); insert into filler values (zeroblob(400000));
         drop table filler;
         insert into detail_block select max(id) + 1, zeroblob(9) from detail_block;",
    )
    .unwrap();
    drop(conn);
    let done = sluice.json(&["store", "compact"]);
    let bytes = |name: &str| done[name].as_u64().unwrap();
    assert!(
        bytes("bytes_after") + 390_000 < bytes("bytes_before"),
        "{done}"
    );
    assert_eq!(
        std::fs::metadata(sluice.store()).unwrap().len(),
        bytes("bytes_after")
    );
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    let unused: i64 = conn
        .query_row(
            "select count(*) from detail_block where length(body) = 9",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(unused, 0);
    assert_eq!(sluice.everything(), before);
    sluice.check();
    // The import before can still be taken back: what it replaced is kept.
    sluice.quiet(&["undo"]);
    sluice.check();
}
