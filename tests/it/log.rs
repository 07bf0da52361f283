//! The event log shows every change that somebody made behind its back.

use crate::harness::Sluice;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A store with eight imports and four more events.
fn world() -> Sluice {
    let sluice = Sluice::with_shop();
    sluice.quiet(&[
        "decide",
        "tool:zap",
        "false-positive",
        "--reason",
        "a test site",
    ]);
    sluice.quiet(&[
        "note",
        "tool:zap status:any",
        "--text",
        "first line\nsecond line",
    ]);
    sluice.quiet(&["undo"]);
    sluice.quiet(&["assign", "tool:gitleaks", "--team", "checkout"]);
    sluice
}

/// Changes the log as somebody with a database tool would, and says what is then found.
fn check(sql: &str, event: i64, why: &str) {
    let sluice = world();
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    conn.execute_batch(&format!(
        "drop trigger event_is_never_changed; drop trigger event_is_never_removed; {sql}"
    ))
    .unwrap();
    drop(conn);
    let ran = sluice.run(&["audit", "verify"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{sql}");
    assert_eq!(
        ran.out,
        format!(
            "the log is broken at event {event}: {why}\n{} events before it hold\n",
            event_before(event, why)
        ),
        "{sql}"
    );
    let ran = sluice.run(&["store", "check"]);
    assert_eq!(ran.code, 1, "{sql}");
    assert!(
        ran.err.contains(&format!("event {event} is broken: {why}")),
        "{}",
        ran.err
    );
}

/// A missing entry is found at the one after it.
fn event_before(event: i64, why: &str) -> i64 {
    match why.strip_suffix(" is missing") {
        Some(missing) => missing.trim_start_matches("entry ").parse::<i64>().unwrap() - 1,
        None => event - 1,
    }
}

#[test]
fn an_edited_field_is_found() {
    for field in [
        "summary = 'nothing'",
        "at = at + 1",
        "actor = 'bob'",
        "actor_kind = 'rule'",
        "operation = 'note'",
        "payload = '{}'",
    ] {
        let sql = format!("update event set {field} where seq = 9");
        check(&sql, 9, "its text does not match its hash");
    }
}

#[test]
fn an_edited_hash_is_found() {
    let sql = "update event set hash = replace(hash, 'a', 'b') where seq = 9";
    check(sql, 9, "its text does not match its hash");
}

#[test]
fn a_deleted_entry_is_found() {
    check("delete from event where seq = 4", 5, "entry 4 is missing");
    check("delete from event where seq = 1", 2, "entry 1 is missing");
}

#[test]
fn a_deleted_entry_whose_gap_is_closed_is_found() {
    let sql = "delete from event where seq = 4;
               update event set seq = -seq where seq > 4; update event set seq = -seq - 1 where seq < 0";
    check(sql, 4, "it does not follow the entry before it");
}

#[test]
fn entries_in_another_order_are_found() {
    let sql = "update event set seq = -1 where seq = 4; update event set seq = 4 where seq = 5;
               update event set seq = 5 where seq = -1";
    check(sql, 4, "it does not follow the entry before it");
}

#[test]
fn a_forged_entry_is_found() {
    let forged = "insert into event select max(seq) + 1, 0, 'person', 'ann', 'decide', 'x', '{}',
                  (select hash from event order by seq desc limit 1), hex(zeroblob(32)) from event";
    check(forged, 13, "its text does not match its hash");
}

#[test]
fn an_entry_that_is_forged_with_its_hash_breaks_the_one_after_it() {
    let sluice = world();
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    let lines = sluice.quiet(&["audit", "export"]);
    let mut event: Value = serde_json::from_str(lines.lines().nth(8).unwrap()).unwrap();
    event["summary"] = json!("18 issues confirmed");
    conn.execute_batch("drop trigger event_is_never_changed")
        .unwrap();
    conn.execute(
        "update event set summary = ?1, hash = ?2 where seq = 9",
        (event["summary"].as_str().unwrap(), hash(&event)),
    )
    .unwrap();
    let ran = sluice.run(&["audit", "verify"]);
    assert_eq!(ran.code, 1);
    let out = "the log is broken at event 10: it does not follow the entry before it\n";
    assert!(ran.out.starts_with(out), "{}", ran.out);
}

#[test]
fn the_store_itself_refuses_to_change_or_remove_an_entry() {
    let sluice = world();
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    for sql in [
        "update event set summary = 'x' where seq = 1",
        "delete from event",
    ] {
        let err = conn.execute(sql, []).unwrap_err().to_string();
        assert_eq!(err, "the event log is append only");
    }
}

/// SHA-256 of an exported entry's fields in order, one a line.
fn hash(event: &Value) -> String {
    let actor = &event["actor"];
    let fields = [
        &event["previous"],
        &event["seq"],
        &event["at"],
        &actor["kind"],
        &actor["name"],
        &event["operation"],
        &event["summary"],
        &event["payload"],
    ];
    let text: String = fields
        .map(|it| {
            it.as_str()
                .map_or_else(|| format!("{it}\n"), |text| format!("{text}\n"))
        })
        .concat();
    format!("{:x}", Sha256::digest(text))
}

#[test]
fn the_exported_log_can_be_verified_by_anyone() {
    let sluice = world();
    let mut previous = "0".repeat(64);
    let lines = sluice.quiet(&["audit", "export"]);
    assert_eq!(lines.lines().count(), 12);
    for (seq, line) in (1..).zip(lines.lines()) {
        let event: Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            (&event["seq"], &event["previous"]),
            (&json!(seq), &json!(previous))
        );
        assert!(
            !event["payload"].as_str().unwrap().contains('\n'),
            "one line a field: {line}"
        );
        previous = hash(&event);
        assert_eq!(event["hash"], previous, "{line}");
    }
    let verdict = sluice.json(&["audit", "verify"]);
    assert_eq!(
        verdict,
        json!({
            "version": 1, "entries": 12, "head": previous, "broken": null, "clock_back": [],
        })
    );
}

#[test]
fn a_clock_that_went_back_is_noted_and_breaks_nothing() {
    let mut sluice = world();
    sluice.at("2025-01-01T00:00:00Z");
    sluice.quiet(&["note", "tool:zap status:any", "--text", "x"]);
    let ran = sluice.ok(&["audit", "verify"]);
    assert!(
        ran.out
            .ends_with("note: the clock went back before event 13\n"),
        "{}",
        ran.out
    );
}

/// Writes the log anew as somebody with a database tool and time would: entries changed, every hash
/// made to fit. Returns the number of the last entry.
pub(crate) fn forge(sluice: &Sluice, change: &dyn Fn(&mut Value)) -> i64 {
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    conn.execute_batch("drop trigger event_is_never_changed")
        .unwrap();
    let mut previous = "0".repeat(64);
    let mut last = 0;
    for line in sluice.quiet(&["audit", "export"]).lines() {
        let mut event: Value = serde_json::from_str(line).unwrap();
        change(&mut event);
        event["previous"] = json!(previous);
        previous = hash(&event);
        last = event["seq"].as_i64().unwrap();
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        conn.execute(
            "update event set actor = ?2, payload = ?3, previous = ?4, hash = ?5 where seq = ?1",
            (
                last,
                text(&event["actor"]["name"]),
                text(&event["payload"]),
                text(&event["previous"]),
                &previous,
            ),
        )
        .unwrap();
    }
    last
}
