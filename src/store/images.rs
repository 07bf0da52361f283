//! Images of finding rows before an operation changed them, from which it is taken back.

use super::{Result, Tx};
use rusqlite::named_params;

/// What an image holds: everything an import may change of a known finding.
const COLUMNS: &str = "bucket, native, content, said, kind, rule_id, title_id, severity, file_id,
    line, end_line, past, flow, code, hints_id, resource_id, endpoint_id, package_id, version_id, ids_id, cwes_id, cvss_id,
    secret, state, first_seen, last_seen, report_id, record_start, record_length, detail_block,
    detail_nth";

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
