//! Facts of the inventory, each with its source.

use super::{Result, Tx};
use crate::model::inventory::{Key, Said};
use crate::model::{Band, Digest, FindingKind};
use rusqlite::{OptionalExtension as _, named_params};

/// All facts, in order.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(Key, Said)>> {
    let mut stmt = tx.0.prepare_cached(
        "select subject, name, field, value, source, line, at from inventory
         order by subject, name, field",
    )?;
    let rows = stmt.query_map([], |row| {
        let key = Key {
            subject: row.get("subject")?,
            name: row.get("name")?,
            field: row.get("field")?,
        };
        let said = Said {
            value: row.get("value")?,
            source: row.get("source")?,
            line: row.get("line")?,
            at: row.get("at")?,
        };
        Ok((key, said))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sets a fact, or takes it away.
pub fn set(tx: &Tx<'_>, key: &Key, said: Option<&Said>) -> Result<()> {
    let Some(said) = said else {
        tx.0.prepare_cached(
            "delete from inventory where subject = :subject and name = :name and field = :field",
        )?
        .execute(named_params! {
            ":subject": key.subject, ":name": key.name, ":field": key.field,
        })?;
        return Ok(());
    };
    tx.0.prepare_cached(
        "insert or replace into inventory (subject, name, field, value, source, line, at)
         values (:subject, :name, :field, :value, :source, :line, :at)",
    )?
    .execute(named_params! {
        ":subject": key.subject, ":name": key.name, ":field": key.field, ":value": said.value,
        ":source": said.source, ":line": said.line, ":at": said.at,
    })?;
    Ok(())
}

/// Keeps a text that facts refer to by its digest.
pub fn keep_text(tx: &Tx<'_>, digest: Digest, body: &str) -> Result<()> {
    tx.0.execute(
        "insert or ignore into inventory_text (digest, body) values (?1, ?2)",
        (digest, body),
    )?;
    Ok(())
}

/// A kept text.
pub fn text(tx: &Tx<'_>, digest: Digest) -> Result<Option<String>> {
    Ok(tx
        .0
        .query_row(
            "select body from inventory_text where digest = ?1",
            [digest],
            |row| row.get("body"),
        )
        .optional()?)
}

/// When an application was last scanned with each format: application, format, UTC seconds.
pub fn last_reports(tx: &Tx<'_>) -> Result<Vec<(i64, String, i64)>> {
    let mut stmt = tx.0.prepare_cached(
        "select application_id, format, max(imported_at) as at from report where withdrawn = 0
         group by application_id, format order by application_id, format",
    )?;
    let rows = stmt.query_map([], |row| {
        Ok((
            row.get("application_id")?,
            row.get("format")?,
            row.get("at")?,
        ))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// When findings of each kind were last seen in an application: application, kind, UTC seconds.
pub fn last_findings(tx: &Tx<'_>) -> Result<Vec<(i64, FindingKind, i64)>> {
    let mut stmt = tx.0.prepare_cached(
        "select scope.application_id, finding.kind, max(finding.last_seen) as at
         from finding join scope on scope.id = finding.scope_id
         where finding.state <> 'withdrawn'
         group by scope.application_id, finding.kind
         order by scope.application_id, finding.kind",
    )?;
    let rows = stmt.query_map([], |row| {
        Ok((row.get("application_id")?, row.get("kind")?, row.get("at")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The bands of an application's open issues: row number, band.
pub fn bands(tx: &Tx<'_>, application: i64) -> Result<Vec<(i64, Band)>> {
    let mut stmt = tx.0.prepare_cached(
        "select id, band from issue where application_id = ?1 and status in ('new', 'confirmed')
         order by id",
    )?;
    let rows = stmt.query_map([application], |row| Ok((row.get("id")?, row.get("band")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
