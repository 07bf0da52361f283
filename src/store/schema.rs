//! The schema, as numbered steps. A step that has been released is never edited.

use super::{Result, StoreError};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

const STEPS: &[&str] = &[
    include_str!("migrations/0001_init.sql"),
    include_str!("migrations/0002_by_hand.sql"),
    include_str!("migrations/0003_decisions.sql"),
    include_str!("migrations/0004_gate.sql"),
    include_str!("migrations/0005_history.sql"),
    include_str!("migrations/0006_absence.sql"),
    include_str!("migrations/0007_due.sql"),
    include_str!("migrations/0008_feeds.sql"),
    include_str!("migrations/0009_standing.sql"),
];

/// Brings the schema up to date, or leaves the file untouched. A file with decisions in it is
/// copied beside itself first.
///
/// Foreign keys are off meanwhile: with them on, a step that rebuilds a parent table deletes the
/// children, and the setting cannot be changed inside the transaction.
pub(super) fn migrate(conn: &mut Connection, path: Option<&Path>) -> Result<()> {
    let found = version(conn)?;
    if found != known() {
        if let Some(path) = path.filter(|_| found > 0 && found < known()) {
            let copy = path.with_extension(format!("v{found}.backup"));
            conn.execute("vacuum into ?1", [copy.to_string_lossy()])?;
        }
        conn.pragma_update(None, "foreign_keys", false)?;
        upgrade_to(conn, STEPS.len())?;
    }
    conn.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

fn known() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

fn version(conn: &Connection) -> Result<i64> {
    Ok(
        conn.query_row("select user_version from pragma_user_version", [], |row| {
            row.get(0)
        })?,
    )
}

fn upgrade_to(conn: &mut Connection, end: usize) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let found = version(&tx)?;
    let Some(done) = usize::try_from(found)
        .ok()
        .filter(|done| *done <= STEPS.len())
    else {
        return Err(StoreError::TooNew {
            found,
            known: known(),
        });
    };
    for step in STEPS.iter().take(end).skip(done) {
        tx.execute_batch(step)?;
    }
    if end == STEPS.len() {
        tx.execute_batch(include_str!("migrations/triggers.sql"))?;
    }
    let orphans: i64 =
        tx.query_row("select count(*) from pragma_foreign_key_check", [], |row| {
            row.get(0)
        })?;
    if orphans != 0 {
        return Err(StoreError::Orphans(orphans));
    }
    tx.pragma_update(
        None,
        "user_version",
        i64::try_from(end.max(done)).unwrap_or(found),
    )?;
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as each released version could have written them; index = version.
    const SEEDS: &[&str] = &[
        "",
        "insert into event values (1, 5, 'person', 'ann', 'note', 's', '{}', 'p', 'h');
         insert into note values (1, x'00', 'kept', 0);
         insert into decision values (x'00', 'verdict', '{}', 1)",
        "insert into event values (1, 5, 'person', 'ann', 'merge', 's', '{}', 'p', 'h');
         insert into note values (1, x'00', 'kept', 0);
         insert into hand_link values (1, 0, x'00', 0, 'must', 0);
         insert into decision values (x'00', 'title', '{}', 1)",
        "insert into event values (1, 5, 'person', 'ann', 'snooze', 's', '{}', 'p', 'h');
         insert into note values (1, x'00', 'kept', 0);
         insert into decision values (x'00', 'snooze', '{\"until\":5}', 1)",
        "insert into event values (1, 5, 'person', 'ann', 'merge', 's', '{}', 'p', 'h');
         insert into note values (1, x'00', 'kept', 0);
         insert into decision values (x'00', 'title', '{}', 1);
         insert into gate_run values ('ab', 2, 5, 'shop', '1.4', 'pass', 0, null, null, x'00')",
        "insert into event values (1, 5, 'person', 'ann', 'merge', 's', '{}', 'p', 'h');
         insert into note values (1, x'00', 'kept', 0);
         insert into decision values (x'00', 'title', '{}', 1);
         insert into was values (1, x'00', 1, 5, 'P2', 'high', 'new')",
        "insert into event values (1, 5, 'person', 'ann', 'merge', 's', '{}', 'p', 'h');
         insert into note values (1, x'00', 'kept', 0);
         insert into decision values (x'00', 'title', '{}', 1);
         insert into was values (1, x'00', 1, 5, 'P2', 'high', 'new')",
        "insert into event values (1, 5, 'person', 'ann', 'clocks', 's', '{}', 'p', 'h');
         insert into note values (1, x'00', 'kept', 0);
         insert into decision values (x'00', 'title', '{}', 1);
         insert into was values (1, x'00', 1, 5, 'P2', 'high', 'new', 432000)",
        "insert into event values (1, 5, 'person', 'ann', 'set', 's', '{}', 'p', 'h');
         insert into note values (1, x'00', 'kept', 0);
         insert into kev values ('CVE-2021-44228', 'kev', '2021-12-10', '', 1, 'Log4j');
         insert into decision values (x'00', 'answers', '{}', 1)",
        "insert into event values (1, 5, 'person', 'ann', 'set', 's', '{}', 'p', 'h');
         insert into note values (1, x'00', 'kept', 0);
         insert into kev values ('CVE-2021-44228', 'kev', '2021-12-10', '', 1, 'Log4j');
         insert into decision values (x'00', 'answers', '{}', 1)",
    ];

    #[test]
    fn every_released_version_upgrades_and_keeps_its_rows() {
        assert_eq!(SEEDS.len(), STEPS.len() + 1, "a new step needs a seed");
        for (version, seed) in SEEDS.iter().enumerate() {
            let mut conn = Connection::open_in_memory().unwrap();
            conn.pragma_update(None, "foreign_keys", false).unwrap();
            upgrade_to(&mut conn, version).unwrap();
            conn.execute_batch(seed).unwrap();
            migrate(&mut conn, None).unwrap();
            let notes: i64 = conn
                .query_row("select count(*) from note", [], |row| row.get(0))
                .unwrap();
            assert_eq!(notes, i64::from(version > 0), "from {version}");
            let decisions: i64 = conn
                .query_row("select count(*) from decision", [], |row| row.get(0))
                .unwrap();
            assert_eq!(decisions, notes, "from {version}");
        }
    }

    #[test]
    fn refuses_a_newer_file() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.pragma_update(None, "user_version", 99).unwrap();
        let err = migrate(&mut conn, None).unwrap_err().to_string();
        assert_eq!(
            err,
            "the store has schema version 99, this program knows up to 9"
        );
    }

    #[test]
    fn the_log_cannot_be_changed_even_by_sql() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, None).unwrap();
        conn.execute_batch(SEEDS.last().unwrap()).unwrap();
        assert!(conn.execute("update event set actor = 'bob'", []).is_err());
        assert!(conn.execute("delete from event", []).is_err());
    }
}
