//! Applications and what is known of them.

use super::{Result, Tx};
use rusqlite::{OptionalExtension as _, named_params};

/// One stored field of an application's context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextRow {
    /// `in_production`, `internet_facing`, `personal_data`, `criticality` or `owner_team`.
    pub field: String,
    /// Its word.
    pub value: String,
    /// Who or what said so.
    pub source: String,
    /// When, UTC seconds.
    pub at: i64,
}

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

/// What is known of an application.
pub fn context(tx: &Tx<'_>, id: i64) -> Result<Vec<ContextRow>> {
    let mut stmt = tx.0.prepare_cached(
        "select field, value, source, at from context where application_id = :id order by field",
    )?;
    let rows = stmt.query_map(named_params! {":id": id}, |row| {
        Ok(ContextRow {
            field: row.get("field")?,
            value: row.get("value")?,
            source: row.get("source")?,
            at: row.get("at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sets one field of an application's context.
pub fn set_context(tx: &Tx<'_>, id: i64, row: &ContextRow) -> Result<()> {
    let sql = "insert into context (application_id, field, value, source, at)
               values (:id, :field, :value, :source, :at)
               on conflict (application_id, field) do update
               set value = excluded.value, source = excluded.source, at = excluded.at";
    let params = named_params! {
        ":id": id, ":field": row.field, ":value": row.value, ":source": row.source, ":at": row.at,
    };
    tx.0.execute(sql, params)?;
    Ok(())
}
