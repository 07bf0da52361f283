//! Exceptions, standing rules and policies as they stand: the fold of the log.

use super::rows::{from_json, to_json};
use super::{Result, Tx};
use crate::model::{Exception, Suppression};
use rusqlite::OptionalExtension as _;

/// One exception.
pub fn one(tx: &Tx<'_>, id: &str) -> Result<Option<Exception>> {
    let mut stmt =
        tx.0.prepare_cached("select body from exception where id = ?1")?;
    let body: Option<String> = stmt.query_row([id], |row| row.get(0)).optional()?;
    body.map(|it| from_json("an exception", &it)).transpose()
}

/// Puts an exception as it now stands.
pub fn put(tx: &Tx<'_>, it: &Exception) -> Result<()> {
    let body = to_json("an exception", it)?;
    tx.0.prepare_cached(
        "insert into exception (id, state, ends, body) values (?1, ?2, ?3, ?4)
         on conflict (id) do update
         set state = excluded.state, ends = excluded.ends, body = excluded.body",
    )?
    .execute((&it.id, it.state.name(), it.ends, body))?;
    Ok(())
}

/// Takes an exception away whose request was taken back.
pub fn remove(tx: &Tx<'_>, id: &str) -> Result<()> {
    tx.0.prepare_cached("delete from exception where id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Every exception, the first to end first.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Exception>> {
    list(tx, "select body from exception order by ends, id", [])
}

/// Exceptions that wait or hold though their end has come.
pub fn due(tx: &Tx<'_>, now: i64) -> Result<Vec<Exception>> {
    let sql = "select body from exception where state in ('requested', 'approved')
               and ends <= ?1 order by ends, id";
    list(tx, sql, [now])
}

/// One standing rule.
pub fn rule(tx: &Tx<'_>, id: &str) -> Result<Option<Suppression>> {
    let mut stmt =
        tx.0.prepare_cached("select body from suppression where id = ?1")?;
    let body: Option<String> = stmt.query_row([id], |row| row.get(0)).optional()?;
    body.map(|it| from_json("a rule", &it)).transpose()
}

/// Puts a standing rule.
pub fn put_rule(tx: &Tx<'_>, it: &Suppression) -> Result<()> {
    let body = to_json("a rule", it)?;
    tx.0.prepare_cached(
        "insert or replace into suppression (id, until, body) values (?1, ?2, ?3)",
    )?
    .execute((&it.id, it.until.date, body))?;
    Ok(())
}

/// Takes a standing rule away.
pub fn remove_rule(tx: &Tx<'_>, id: &str) -> Result<()> {
    tx.0.prepare_cached("delete from suppression where id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Every standing rule.
pub fn rules(tx: &Tx<'_>) -> Result<Vec<Suppression>> {
    list(
        tx,
        "select body from suppression order by length(id), id",
        [],
    )
}

/// Standing rules whose end has come.
pub fn due_rules(tx: &Tx<'_>, now: i64) -> Result<Vec<Suppression>> {
    let sql = "select body from suppression where until is not null and until <= ?1 order by id";
    list(tx, sql, [now])
}

/// The policy that somebody put in force under a name.
pub fn policy(tx: &Tx<'_>, name: &str) -> Result<Option<String>> {
    let mut stmt =
        tx.0.prepare_cached("select body from policy where name = ?1")?;
    Ok(stmt.query_row([name], |row| row.get(0)).optional()?)
}

/// Puts a policy in force; `None` is the one that is compiled in.
pub fn set_policy(tx: &Tx<'_>, name: &str, body: Option<&str>) -> Result<()> {
    match body {
        Some(body) => tx.0.execute(
            "insert or replace into policy (name, body) values (?1, ?2)",
            (name, body),
        )?,
        None => tx.0.execute("delete from policy where name = ?1", [name])?,
    };
    Ok(())
}

fn list<T: serde::de::DeserializeOwned>(
    tx: &Tx<'_>,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<T>> {
    let mut stmt = tx.0.prepare_cached(sql)?;
    let rows = stmt.query_map(params, |row| row.get::<_, String>(0))?;
    let mut out = Vec::new();
    for row in rows {
        out.push(from_json("a decision", &row?)?);
    }
    Ok(out)
}
