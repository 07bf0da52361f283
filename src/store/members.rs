//! Findings as correlation and scoring see them: narrow rows with numbers for texts, and the keys
//! that join them.

use super::{Result, Tx};
use crate::model::{Digest, FindingKind, FindingState, Severity};
use rusqlite::{OptionalExtension as _, Row};
use std::collections::BTreeSet;

/// A narrow row of `finding`.
#[derive(Clone, Debug)]
pub struct Member {
    /// Row number.
    pub id: i64,
    /// Fingerprint.
    pub fingerprint: Digest,
    /// Application.
    pub application: i64,
    /// Tool.
    pub tool: i64,
    /// What was scanned.
    pub target: String,
    /// Sort of tool.
    pub kind: FindingKind,
    /// Rule.
    pub rule: i64,
    /// Title.
    pub title: i64,
    /// Severity.
    pub severity: Severity,
    /// File.
    pub file: i64,
    /// First line, 0 for none.
    pub line: u32,
    /// Last line, 0 for none.
    pub end_line: u32,
    /// Line ranges in this file where earlier scans saw it, such as `10-12,14-14`.
    pub past: String,
    /// Line ranges that its data flows begin and end with.
    pub flow: String,
    /// Digest of the flagged code, 0 for none.
    pub code: i64,
    /// What the code names.
    pub hints: i64,
    /// Resource.
    pub resource: i64,
    /// Method, templated URL and parameter.
    pub endpoint: i64,
    /// Package.
    pub package: i64,
    /// Vulnerability ids.
    pub ids: i64,
    /// CWE numbers.
    pub cwes: i64,
    /// CVSS.
    pub cvss: i64,
    /// Keyed hash of a secret.
    pub secret: Option<Vec<u8>>,
    /// State.
    pub state: FindingState,
    /// First sighting.
    pub first_seen: i64,
    /// Last change.
    pub last_seen: i64,
    /// The issue it is in now.
    pub issue: Option<i64>,
}

const SQL: &str = "
    select finding.id, fingerprint, application_id, tool_id, target, kind, rule_id, title_id,
    severity, file_id, line, end_line, resource_id, package_id, ids_id, cwes_id, cvss_id, secret,
    state, first_seen, last_seen, issue_id, endpoint_id, past, flow, code,
    hints_id
    from finding join scope on scope.id = finding.scope_id";

/// One finding; `None` when its import was taken back.
pub fn one(tx: &Tx<'_>, id: i64) -> Result<Option<Member>> {
    let sql = format!("{SQL} where finding.id = ?1 and state <> 'withdrawn'");
    let mut stmt = tx.0.prepare_cached(&sql)?;
    let mut rows = stmt.query([id])?;
    Ok(rows.next()?.map(from_row).transpose()?)
}

/// The row number of the finding with this fingerprint, unless its import was taken back.
pub fn with_fingerprint(tx: &Tx<'_>, fingerprint: Digest) -> Result<Option<i64>> {
    let mut stmt = tx
        .0
        .prepare_cached("select id from finding where fingerprint = ?1 and state <> 'withdrawn'")?;
    Ok(stmt.query_row([fingerprint], |row| row.get(0)).optional()?)
}

/// The findings of an issue, by row number.
pub fn of_issue(tx: &Tx<'_>, issue: i64) -> Result<Vec<Member>> {
    let sql = format!("{SQL} where issue_id = ?1 and state <> 'withdrawn' order by finding.id");
    let mut stmt = tx.0.prepare_cached(&sql)?;
    let rows = stmt.query_map([issue], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        id: row.get(0)?,
        fingerprint: row.get(1)?,
        application: row.get(2)?,
        tool: row.get(3)?,
        target: row.get(4)?,
        kind: row.get(5)?,
        rule: row.get(6)?,
        title: row.get(7)?,
        severity: row.get(8)?,
        file: row.get(9)?,
        line: row.get(10)?,
        end_line: row.get(11)?,
        resource: row.get(12)?,
        package: row.get(13)?,
        ids: row.get(14)?,
        cwes: row.get(15)?,
        cvss: row.get(16)?,
        secret: row.get(17)?,
        state: row.get(18)?,
        first_seen: row.get(19)?,
        last_seen: row.get(20)?,
        issue: row.get(21)?,
        endpoint: row.get(22)?,
        past: row.get(23)?,
        flow: row.get(24)?,
        code: row.get(25)?,
        hints: row.get(26)?,
    })
}

/// Numbers of the files in which a scope has open findings.
pub fn files_of(tx: &Tx<'_>, scope: i64) -> Result<BTreeSet<i64>> {
    let sql = "select distinct file_id from finding where scope_id = ?1 and state = 'open'";
    let mut stmt = tx.0.prepare_cached(sql)?;
    let rows = stmt.query_map([scope], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The findings that share a key, by row number.
pub fn sharing(tx: &Tx<'_>, key: i64) -> Result<Vec<i64>> {
    let sql = "select finding_id from correlation_key where key = ?1";
    let rows =
        tx.0.prepare_cached(sql)?
            .query_map([key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// Every two findings that stand next to each other under a key, in the order of the keys.
pub fn each_pair(tx: &Tx<'_>, visit: &mut dyn FnMut(i64, i64)) -> Result<()> {
    let sql = "select key, finding_id from correlation_key order by key, finding_id";
    let mut stmt = tx.0.prepare_cached(sql)?;
    let mut rows = stmt.query([])?;
    let mut last: Option<(i64, i64)> = None;
    while let Some(row) = rows.next()? {
        let now = (row.get(0)?, row.get(1)?);
        if let Some((key, finding)) = last
            && key == now.0
        {
            visit(finding, now.1);
        }
        last = Some(now);
    }
    Ok(())
}

/// Gives a finding its keys.
pub fn add_keys(tx: &Tx<'_>, finding: i64, keys: &[i64]) -> Result<()> {
    let mut stmt = tx.0.prepare_cached(
        "insert or ignore into correlation_key (key, finding_id) values (?1, ?2)",
    )?;
    for key in keys {
        stmt.execute((key, finding))?;
    }
    Ok(())
}

/// Takes a finding's keys away, before it gets others.
pub fn clear_keys(tx: &Tx<'_>, finding: i64, keys: &[i64]) -> Result<()> {
    let mut stmt =
        tx.0.prepare_cached("delete from correlation_key where key = ?1 and finding_id = ?2")?;
    for key in keys {
        stmt.execute((key, finding))?;
    }
    Ok(())
}

/// Notes which vulnerability ids a finding has.
pub fn add_vulnerability(tx: &Tx<'_>, vulnerability: i64, finding: i64) -> Result<()> {
    tx.0.prepare_cached(
        "insert or ignore into finding_vulnerability (vulnerability_id, finding_id)
         values (?1, ?2)",
    )?
    .execute((vulnerability, finding))?;
    Ok(())
}

/// Row numbers of the issues that hold a vulnerability id, ascending.
pub fn issues_with(tx: &Tx<'_>, vulnerability: i64) -> Result<Vec<i64>> {
    let mut stmt = tx.0.prepare_cached(
        "select distinct finding.issue_id from finding_vulnerability
         join finding on finding.id = finding_id
         where vulnerability_id = ?1 and finding.issue_id is not null order by 1",
    )?;
    let rows = stmt.query_map([vulnerability], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Every vulnerability id that some finding has, with its number.
pub fn vulnerabilities(tx: &Tx<'_>) -> Result<Vec<(i64, String)>> {
    let mut stmt = tx.0.prepare_cached(
        "select id, value from text where id in
         (select distinct vulnerability_id from finding_vulnerability) order by id",
    )?;
    let rows = stmt.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Row numbers of all findings that stand, ascending; for a rebuild.
pub fn all(tx: &Tx<'_>) -> Result<Vec<i64>> {
    let mut stmt =
        tx.0.prepare_cached("select id from finding where state <> 'withdrawn' order by id")?;
    let rows = stmt.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Every finding that stands and the issue it is in, by row number.
pub fn grouping(tx: &Tx<'_>) -> Result<Vec<(i64, i64)>> {
    let mut stmt = tx.0.prepare_cached(
        "select id, coalesce(issue_id, 0) from finding where state <> 'withdrawn' order by id",
    )?;
    let rows = stmt.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The fingerprint of a finding.
pub fn fingerprint(tx: &Tx<'_>, id: i64) -> Result<Option<Digest>> {
    let mut stmt =
        tx.0.prepare_cached("select fingerprint from finding where id = ?1")?;
    Ok(stmt.query_row([id], |row| row.get(0)).optional()?)
}

/// Takes all keys away, before all findings get those of the present rules.
pub fn clear_all_keys(tx: &Tx<'_>) -> Result<()> {
    tx.0.execute("delete from correlation_key", [])?;
    Ok(())
}
