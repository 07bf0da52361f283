//! Images of finding rows before an operation changed them, from which it is taken back.

use super::{Result, Tx};
use crate::model::{FindingState, Severity};
use rusqlite::named_params;

/// What an image holds. Everything an import may change of a known finding.
const COLUMNS: &[&str] = &[
    "bucket",
    "native",
    "content",
    "said",
    "kind",
    "rule_id",
    "title_id",
    "severity",
    "file_id",
    "line",
    "end_line",
    "past",
    "flow",
    "code",
    "hints_id",
    "resource_id",
    "endpoint_id",
    "package_id",
    "ids_id",
    "cwes_id",
    "cvss_id",
    "state",
    "first_seen",
    "last_seen",
    "report_id",
    "record_start",
    "record_length",
];

/// Keeps the image of a finding under an event; the first one of an event stays.
pub fn keep(tx: &Tx<'_>, event: i64, finding: i64) -> Result<()> {
    let pairs: Vec<_> = COLUMNS.iter().map(|it| format!("'{it}', {it}")).collect();
    let sql = format!(
        "insert or ignore into finding_image (event, finding_id, before)
         select :event, id, json_object({}, 'secret', hex(secret), 'body',
         (select body from finding_detail where finding_id = finding.id))
         from finding where id = :finding",
        pairs.join(", ")
    );
    tx.0.prepare_cached(&sql)?
        .execute(named_params! {":event": event, ":finding": finding})?;
    Ok(())
}

/// The findings of which an event keeps images, ascending.
pub fn kept(tx: &Tx<'_>, event: i64) -> Result<Vec<i64>> {
    let mut stmt = tx.0.prepare_cached(
        "select finding_id from finding_image where event = ?1 order by finding_id",
    )?;
    let rows = stmt.query_map([event], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A sighting of a finding: what identity goes by, and where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighted {
    /// The event that changed it after this; 0 for how it is now.
    pub event: i64,
    /// When that was, UTC seconds.
    pub at: i64,
    /// Bucket.
    pub bucket: i64,
    /// The tool's own fingerprint, 0 for none.
    pub native: i64,
    /// Content, 0 for none.
    pub content: i64,
    /// File; empty for none.
    pub file: String,
    /// Line, 0 for none.
    pub line: u32,
    /// Severity.
    pub severity: Severity,
    /// State.
    pub state: FindingState,
}

/// How a finding was before each import that changed it, the oldest first, and how it is now.
pub fn history(tx: &Tx<'_>, finding: i64) -> Result<Vec<Sighted>> {
    let mut stmt = tx.0.prepare_cached(
        "with image as (
             select event, before from finding_image where finding_id = :finding
         )
         select image.event as event, event.at as at, before ->> 'bucket' as bucket,
         before ->> 'native' as native, before ->> 'content' as content, file.value as file,
         before ->> 'line' as line, before ->> 'severity' as severity, before ->> 'state' as state
         from image join event on event.seq = image.event and event.operation = 'import'
         join text as file on file.id = before ->> 'file_id'
         where image.event not in (select event from undone)
         union all
         select 0, 0, bucket, native, content, file.value, line, severity, state
         from finding join text as file on file.id = finding.file_id where finding.id = :finding",
    )?;
    let rows = stmt.query_map(named_params! {":finding": finding}, |row| {
        Ok(Sighted {
            event: row.get("event")?,
            at: row.get("at")?,
            bucket: row.get("bucket")?,
            native: row.get("native")?,
            content: row.get("content")?,
            file: row.get("file")?,
            line: row.get("line")?,
            severity: row.get("severity")?,
            state: row.get("state")?,
        })
    })?;
    let mut out: Vec<Sighted> = rows.collect::<rusqlite::Result<_>>()?;
    out.sort_by_key(|it| if it.event == 0 { i64::MAX } else { it.event });
    Ok(out)
}

/// Puts a finding back to the image that an event keeps of it.
pub fn restore(tx: &Tx<'_>, event: i64, finding: i64) -> Result<()> {
    let sets: Vec<_> = COLUMNS
        .iter()
        .map(|it| format!("{it} = json_extract(image.before, '$.{it}')"))
        .collect();
    let sql = format!(
        "update finding set {},
         secret = case json_extract(image.before, '$.secret') when '' then null
                  else unhex(json_extract(image.before, '$.secret')) end
         from finding_image as image
         where image.event = :event and image.finding_id = :finding and finding.id = :finding",
        sets.join(", ")
    );
    tx.0.prepare_cached(&sql)?
        .execute(named_params! {":event": event, ":finding": finding})?;
    tx.0.prepare_cached(
        "update finding_detail set body = json_extract(image.before, '$.body')
         from finding_image as image
         where image.event = :event and image.finding_id = :finding
         and finding_detail.finding_id = :finding",
    )?
    .execute(named_params! {":event": event, ":finding": finding})?;
    Ok(())
}
