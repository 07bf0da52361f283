//! What is needed to say what issues were on a past day: scans as they came, what an issue was until
//! an event, and the narrow rows of findings and issues.
//!
//! The table `was` is written by a trigger of the table `issue`, so that no operation can forget to:
//! whatever changes a band, a severity, a status or a due date keeps what was before. [`date`] gives the rows
//! the event and the time of the operation, at its end.

use super::{Result, Tx, scans};
use crate::model::{Band, Digest, FindingKind, FindingState, Severity, Status};

/// What an issue was until a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Was {
    /// Fingerprint of the issue.
    pub fingerprint: Digest,
    /// UTC seconds of the change.
    pub until: i64,
    /// Its band before.
    pub band: Band,
    /// Its severity before.
    pub severity: Severity,
    /// Its status before.
    pub status: Status,
    /// Until when it was to be closed, UTC seconds.
    pub due: Option<i64>,
}

/// Gives the changes of this transaction the number and time of its newest event.
pub fn date(tx: &Tx<'_>) -> Result<()> {
    tx.0.prepare_cached(
        "update was set (event, at) = (select seq, at from event order by seq desc limit 1)
         where event = 0 and exists (select 1 from event)",
    )?
    .execute([])?;
    Ok(())
}

/// Notes what all issues are, before they are thrown away and made again.
pub fn remember(tx: &Tx<'_>) -> Result<()> {
    tx.0.execute_batch(
        "create temp table before_rebuild as
         select fingerprint, band, severity, status, due from issue",
    )?;
    Ok(())
}

/// Keeps what was noted of the issues that came out otherwise.
pub fn compare(tx: &Tx<'_>) -> Result<()> {
    tx.0.execute_batch(
        "insert into was (fingerprint, event, at, band, severity, status, due)
         select fingerprint, 0, 0, old.band, old.severity, old.status, old.due
         from issue as new join temp.before_rebuild as old using (fingerprint)
         where old.band <> new.band or old.severity <> new.severity or old.status <> new.status
             or old.due <> new.due
         order by fingerprint;
         drop table temp.before_rebuild",
    )?;
    Ok(())
}

/// Hands every change to `visit`, those of one issue together and the oldest first.
pub fn each_was(tx: &Tx<'_>, visit: &mut dyn FnMut(Was)) -> Result<()> {
    let mut stmt = tx.0.prepare(
        "select fingerprint, at, band, severity, status, nullif(due, 0) as due from was
         order by fingerprint, event, id",
    )?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        visit(Was {
            fingerprint: row.get("fingerprint")?,
            until: row.get("at")?,
            band: row.get("band")?,
            severity: row.get("severity")?,
            status: row.get("status")?,
            due: row.get("due")?,
        });
    }
    Ok(())
}

/// A scope, with the name of its tool.
#[derive(Clone, Debug)]
pub struct ScopeRow {
    /// Row number.
    pub id: i64,
    /// Application.
    pub application: i64,
    /// Name of the tool.
    pub tool: String,
}

/// Every scope, in order.
pub fn scopes(tx: &Tx<'_>) -> Result<Vec<ScopeRow>> {
    let mut stmt = tx.0.prepare_cached(
        "select scope.id, application_id, value from scope join text on text.id = tool_id
         order by scope.id",
    )?;
    let rows = stmt.query_map([], |row| {
        Ok(ScopeRow {
            id: row.get(0)?,
            application: row.get(1)?,
            tool: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A scan that stands.
#[derive(Clone, Debug)]
pub struct ScanRow {
    /// UTC seconds; a report that claims to come from the future was made when it came.
    pub at: i64,
    /// Its branch.
    pub branch: String,
    /// True when absence does not count.
    pub incomplete: bool,
    /// Format of its report.
    pub format: String,
    /// What it saw, ascending.
    pub present: Vec<i64>,
}

/// Hands the standing scans of a scope to `visit`, in the order in which they were made.
pub fn each_scan(tx: &Tx<'_>, scope: i64, visit: &mut dyn FnMut(ScanRow)) -> Result<()> {
    let mut stmt = tx.0.prepare_cached(
        "select min(scanned_at, imported_at) as at, scan.branch, incomplete is not null as cut, format, present
         from scan join report on report.id = report_id
         where scope_id = ?1 and scan.withdrawn = 0 order by scanned_at, scan.id",
    )?;
    let mut rows = stmt.query([scope])?;
    while let Some(row) = rows.next()? {
        let present = row.get_ref("present")?;
        visit(ScanRow {
            at: row.get("at")?,
            branch: row.get("branch")?,
            incomplete: row.get("cut")?,
            format: row.get("format")?,
            present: scans::unpack(present.as_blob().map_err(rusqlite::Error::from)?)?,
        });
    }
    Ok(())
}

/// A finding, as far as its history goes.
#[derive(Clone, Copy, Debug)]
pub struct FindingRow {
    /// Row number.
    pub id: i64,
    /// Its issue.
    pub issue: i64,
    /// Its scope.
    pub scope: i64,
    /// Number of the text of its rule.
    pub rule: i64,
    /// What sort of tool found it.
    pub kind: FindingKind,
    /// Whether scans still see it.
    pub state: FindingState,
    /// UTC seconds.
    pub first_seen: i64,
    /// UTC seconds.
    pub last_seen: i64,
}

/// Hands every finding that is in an issue to `visit`, in order of row numbers.
pub fn each_finding(tx: &Tx<'_>, visit: &mut dyn FnMut(FindingRow)) -> Result<()> {
    let mut stmt = tx.0.prepare(
        "select id, issue_id, scope_id, rule_id, kind, state, first_seen, last_seen from finding
         where issue_id is not null and state <> 'withdrawn' order by id",
    )?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        visit(FindingRow {
            id: row.get("id")?,
            issue: row.get("issue_id")?,
            scope: row.get("scope_id")?,
            rule: row.get("rule_id")?,
            kind: row.get("kind")?,
            state: row.get("state")?,
            first_seen: row.get("first_seen")?,
            last_seen: row.get("last_seen")?,
        });
    }
    Ok(())
}

/// An issue, as far as its history goes.
#[derive(Clone, Copy, Debug)]
pub struct IssueRow {
    /// Row number.
    pub id: i64,
    /// Fingerprint of its first finding.
    pub fingerprint: Digest,
    /// Application.
    pub application: i64,
    /// Its band now.
    pub band: Band,
    /// Its severity now.
    pub severity: Severity,
    /// Its status now.
    pub status: Status,
    /// Until when it is to be closed, UTC seconds.
    pub due: Option<i64>,
    /// True when a team has it.
    pub owned: bool,
}

/// Hands every issue to `visit`, in order of row numbers.
pub fn each_issue(tx: &Tx<'_>, visit: &mut dyn FnMut(IssueRow)) -> Result<()> {
    let mut stmt = tx.0.prepare(
        "select id, fingerprint, application_id, band, severity, status, nullif(due, 0) as due,
         team_id <> 0 as owned
         from issue order by id",
    )?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        visit(IssueRow {
            id: row.get("id")?,
            fingerprint: row.get("fingerprint")?,
            application: row.get("application_id")?,
            band: row.get("band")?,
            severity: row.get("severity")?,
            status: row.get("status")?,
            due: row.get("due")?,
            owned: row.get("owned")?,
        });
    }
    Ok(())
}
