//! Images of finding rows before an operation changed them, from which it is taken back.

use super::{Result, Tx};
use crate::model::{FindingState, Severity};
use rusqlite::named_params;

/// What an image holds: everything an import may change of a known finding.
const COLUMNS: &str = "bucket, native, content, said, kind, rule_id, title_id, severity, file_id,
    line, end_line, past, flow, code, hints_id, resource_id, endpoint_id, package_id, version_id, ids_id, cwes_id, cvss_id,
    secret, state, first_seen, last_seen, report_id, record_start, record_length, detail_block,
    detail_nth, absence";

/// Keeps the image of a finding under an event; the first one of an event stays.
pub fn keep(tx: &Tx<'_>, event: i64, finding: i64) -> Result<()> {
    let sql = format!(
        "insert or ignore into finding_image (event, finding_id, {COLUMNS})
         select :event, id, {COLUMNS} from finding where id = :finding"
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
        "select image.event as event, event.at as at, image.bucket as bucket,
         image.native as native, image.content as content, file.value as file,
         image.line as line, image.severity as severity, image.state as state
         from finding_image as image
         join event on event.seq = image.event and event.operation = 'import'
         join text as file on file.id = image.file_id
         where image.finding_id = :finding
         and image.event not in (select event from undone)
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
    let sql = format!(
        "update finding set ({COLUMNS}) = (select {COLUMNS} from finding_image
         where event = :event and finding_id = :finding)
         where id = :finding and exists (select 1 from finding_image
         where event = :event and finding_id = :finding)"
    );
    tx.0.prepare_cached(&sql)?
        .execute(named_params! {":event": event, ":finding": finding})?;
    Ok(())
}
