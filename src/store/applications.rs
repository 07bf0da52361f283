//! Applications.

use super::{Result, Tx};
use rusqlite::{OptionalExtension as _, named_params};

/// The row number of an application, created when it is new.
pub fn ensure(tx: &Tx<'_>, name: &str, at: i64) -> Result<i64> {
    if let Some(id) = find(tx, name)? {
        return Ok(id);
    }
    let mut stmt =
        tx.0.prepare_cached("insert into application (name, created_at) values (?1, ?2)")?;
    Ok(stmt.insert((name, at))?)
}

/// The row number of an application.
pub fn find(tx: &Tx<'_>, name: &str) -> Result<Option<i64>> {
    let mut stmt =
        tx.0.prepare_cached("select id from application where name = :name")?;
    Ok(stmt
        .query_row(named_params! {":name": name}, |row| row.get("id"))
        .optional()?)
}

/// All applications, by name.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(i64, String)>> {
    let mut stmt =
        tx.0.prepare_cached("select id, name from application order by name")?;
    let rows = stmt.query_map([], |row| Ok((row.get("id")?, row.get("name")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
