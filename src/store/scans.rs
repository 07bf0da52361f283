//! Scopes and the scans in them. What a scan saw is one blob of row numbers, not a row each.

use super::{Result, StoreError, Tx};
use rusqlite::{OptionalExtension as _, named_params};

/// The row number of a scope, created when it is new.
pub fn ensure_scope(tx: &Tx<'_>, application: i64, tool: i64, target: &str) -> Result<i64> {
    let mut stmt = tx.0.prepare_cached(
        "select id from scope where application_id = :app and tool_id = :tool and target = :target",
    )?;
    let params = named_params! {":app": application, ":tool": tool, ":target": target};
    if let Some(id) = stmt.query_row(params, |row| row.get("id")).optional()? {
        return Ok(id);
    }
    let sql = "insert into scope (application_id, tool_id, target) values (?1, ?2, ?3)";
    Ok(tx
        .0
        .prepare_cached(sql)?
        .insert((application, tool, target))?)
}

/// A scan about to be stored.
#[derive(Clone, Debug)]
pub struct NewScan<'a> {
    /// The report it came in.
    pub report: i64,
    /// Its scope.
    pub scope: i64,
    /// Its branch.
    pub branch: &'a str,
    /// Version of the tool.
    pub version: &'a str,
    /// UTC seconds.
    pub scanned_at: i64,
    /// Why absence does not count.
    pub incomplete: Option<&'a str>,
    /// What it saw, ascending.
    pub present: &'a [i64],
    /// What it lists, ascending, when the report is a bill of materials.
    pub components: Option<&'a [i64]>,
}

/// Stores a scan.
pub fn insert(tx: &Tx<'_>, new: &NewScan<'_>) -> Result<i64> {
    let mut stmt = tx.0.prepare_cached(
        "insert into scan (report_id, scope_id, branch, version, scanned_at, incomplete, present,
         components)
         values (:report, :scope, :branch, :version, :scanned_at, :incomplete, :present,
         :components)",
    )?;
    Ok(stmt.insert(named_params! {
        ":report": new.report, ":scope": new.scope, ":branch": new.branch,
        ":version": new.version, ":scanned_at": new.scanned_at, ":incomplete": new.incomplete,
        ":present": pack(new.present), ":components": new.components.map(pack),
    })?)
}

/// When a scope and branch was last scanned, UTC seconds.
pub fn latest(tx: &Tx<'_>, scope: i64, branch: &str) -> Result<Option<i64>> {
    let mut stmt = tx.0.prepare_cached(
        "select max(scanned_at) from scan
         where scope_id = ?1 and branch = ?2 and withdrawn = 0",
    )?;
    Ok(stmt.query_row((scope, branch), |row| row.get(0))?)
}

/// True when a scope was scanned, on any branch, even if that was taken back.
pub fn any(tx: &Tx<'_>, scope: i64) -> Result<bool> {
    let mut stmt =
        tx.0.prepare_cached("select 1 from scan where scope_id = ?1")?;
    Ok(stmt.exists([scope])?)
}

/// What the latest scans of a scope's other branches saw, ascending.
pub fn present_elsewhere(tx: &Tx<'_>, scope: i64, branch: &str) -> Result<Vec<i64>> {
    let mut stmt = tx.0.prepare_cached(
        "select present, max(scanned_at * 1000000 + id % 1000000) from scan
         where scope_id = ?1 and branch <> ?2 and withdrawn = 0 group by branch",
    )?;
    let mut rows = stmt.query((scope, branch))?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.extend(unpack(
            row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?,
        )?);
    }
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

/// True when one of a report's scopes was scanned again after it.
pub fn has_later(tx: &Tx<'_>, report: i64) -> Result<bool> {
    let sql = "select exists (select 1 from scan as mine join scan as other
               on other.scope_id = mine.scope_id and other.id > mine.id and other.withdrawn = 0
               where mine.report_id = ?1 and other.report_id <> ?1)";
    Ok(tx.0.query_row(sql, [report], |row| row.get(0))?)
}

/// Ascending numbers as varint differences: about one byte for each of a dense list.
fn pack(ids: &[i64]) -> Vec<u8> {
    let mut out = Vec::with_capacity(ids.len() + 8);
    let mut last = 0;
    for id in ids {
        let mut step = id.wrapping_sub(last).cast_unsigned();
        last = *id;
        while step >= 0x80 {
            out.push(step.to_le_bytes()[0] | 0x80);
            step >>= 7;
        }
        out.push(step.to_le_bytes()[0]);
    }
    out
}

pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<i64>> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut last, mut step, mut shift) = (0_i64, 0_u64, 0);
    for byte in bytes {
        if shift > 63 {
            return Err(StoreError::Value("a list of row numbers".to_owned()));
        }
        step |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            last = last.wrapping_add(step.cast_signed());
            out.push(last);
            (step, shift) = (0, 0);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_read_back() {
        let ids = [1, 2, 3, 200, 201, 70_000, 1 << 40];
        assert_eq!(unpack(&pack(&ids)).unwrap(), ids);
        assert!(unpack(&[0xff; 12]).is_err());
    }
}
