//! The store as a file, and the derived part of it as a whole.

use super::{Result, Store, Tx};
use crate::model::Digest;
use rusqlite::types::ValueRef;
use std::collections::BTreeMap;
use std::path::Path;

impl Store {
    /// Writes a whole and compact copy to a path where nothing is yet, while others go on working.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        self.conn
            .execute("vacuum into ?1", [path.to_string_lossy()])?;
        Ok(())
    }

    /// Drops what nothing points at, and gives the room back to the file system.
    pub fn compact(&mut self) -> Result<()> {
        self.conn.execute(
            "delete from detail_block where id not in
             (select detail_block from finding union select detail_block from finding_image)",
            [],
        )?;
        self.conn.execute_batch("vacuum")?;
        self.conn
            .query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
        Ok(())
    }
}

/// Throws away all that can be made again from findings, feeds and decisions.
pub fn forget_derived(tx: &Tx<'_>) -> Result<()> {
    tx.0.execute_batch(
        "delete from link;
         delete from suggestion;
         delete from issue;
         delete from score;
         delete from correlation_key;
         delete from finding_vulnerability;
         update finding set issue_id = case state when 'withdrawn' then null else id end;",
    )?;
    Ok(())
}

/// What every issue is, by its row number: a digest of its row, of the findings in it and of why
/// they are. Numbers of texts and scores are looked up, so that equal issues have equal digests.
pub fn issues(tx: &Tx<'_>) -> Result<BTreeMap<i64, Digest>> {
    let mut out = BTreeMap::new();
    let mut stmt = tx.0.prepare(
        "select issue.id, issue.fingerprint, application_id, title_id, class, severity, points, band,
         score.terms, status, team_id, person_id, proof_id, place_id, line, tools_id, tool_count,
         rule_id, ids_id, cwes_id, package_id, findings, first_seen, last_seen, kev, epss,
         hidden_id, hidden_until, woken_id
         from issue join score on score.id = score_id",
    )?;
    let count = stmt.column_count();
    let mut members = tx.0.prepare(
        "select finding.id, to_id, rule, version, confidence, evidence from finding
         left join link on link.finding_id = finding.id
         where issue_id = ?1 and state <> 'withdrawn' order by finding.id",
    )?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let mut parts = Vec::new();
        for column in 1..count {
            parts.push(text(row.get_ref(column)?));
        }
        let mut rows = members.query([id])?;
        while let Some(row) = rows.next()? {
            for column in 0..6 {
                parts.push(text(row.get_ref(column)?));
            }
        }
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        out.insert(id, Digest::of("issue/1", &parts));
    }
    Ok(out)
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Integer(it) => it.to_string(),
        ValueRef::Real(it) => it.to_string(),
        ValueRef::Text(it) => String::from_utf8_lossy(it).into_owned(),
        ValueRef::Blob(it) => crate::model::digest::hex(it),
    }
}
