//! Gate runs, the sets of findings that releases are compared with, and what the gate asks of scans
//! and findings.

use super::{Result, StoreError, Tx};
use crate::model::gate::{BaselineRef, EarlierBreak};
use crate::model::{Digest, digest};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{OptionalExtension as _, Row, named_params};
use std::io::{Read as _, Write as _};

const COLUMNS: &str = "id, event, at, application, release, answer, blocking, due, closed";

/// A gate run as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateRow {
    /// SHA-256 of its record, hex.
    pub id: String,
    /// Number of its event.
    pub event: i64,
    /// UTC seconds.
    pub at: i64,
    /// Application.
    pub app: String,
    /// Release that asked to pass.
    pub release: String,
    /// Word of the answer.
    pub answer: String,
    /// Issues that block, or would.
    pub blocking: u32,
    /// When somebody must look again, UTC seconds.
    pub due: Option<i64>,
    /// The event by which somebody has.
    pub closed: Option<i64>,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<GateRow> {
    Ok(GateRow {
        id: row.get("id")?,
        event: row.get("event")?,
        at: row.get("at")?,
        app: row.get("application")?,
        release: row.get("release")?,
        answer: row.get("answer")?,
        blocking: row.get("blocking")?,
        due: row.get("due")?,
        closed: row.get("closed")?,
    })
}

/// Stores a run with its record. The same record twice is one run.
pub fn insert(tx: &Tx<'_>, row: &GateRow, record: &[u8]) -> Result<()> {
    let mut pack = ZlibEncoder::new(Vec::new(), Compression::fast());
    pack.write_all(record)?;
    let body = pack.finish()?;
    tx.0.prepare_cached(&format!(
        "insert into gate_run ({COLUMNS}, record) values (:id, :event, :at, :app, :release,
         :answer, :blocking, :due, :closed, :record)"
    ))?
    .execute(named_params! {
        ":id": row.id, ":event": row.event, ":at": row.at, ":app": row.app,
        ":release": row.release, ":answer": row.answer, ":blocking": row.blocking,
        ":due": row.due, ":closed": row.closed, ":record": body,
    })?;
    Ok(())
}

/// The runs of an application, or of all, newest first.
pub fn list(tx: &Tx<'_>, app: Option<&str>, limit: u32) -> Result<Vec<GateRow>> {
    let mut stmt = tx.0.prepare_cached(&format!(
        "select {COLUMNS} from gate_run where :app is null or application = :app
         order by event desc limit :limit"
    ))?;
    let rows = stmt.query_map(named_params! {":app": app, ":limit": limit}, from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many runs there are.
pub fn count(tx: &Tx<'_>) -> Result<u64> {
    let count: i64 =
        tx.0.query_row("select count(*) from gate_run", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// The runs whose id begins so, at most three.
pub fn by_prefix(tx: &Tx<'_>, hex: &str) -> Result<Vec<GateRow>> {
    let mut stmt = tx.0.prepare_cached(&format!(
        "select {COLUMNS} from gate_run where id >= ?1 and id < ?1 || 'g' order by id limit 3"
    ))?;
    let rows = stmt.query_map([hex], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The bytes of a run's record; empty when it is not there.
pub fn record(tx: &Tx<'_>, id: &str) -> Result<Vec<u8>> {
    let mut stmt =
        tx.0.prepare_cached("select record from gate_run where id = ?1")?;
    let body: Option<Vec<u8>> = stmt.query_row([id], |row| row.get(0)).optional()?;
    let mut out = Vec::new();
    if let Some(body) = body {
        ZlibDecoder::new(body.as_slice()).read_to_end(&mut out)?;
    }
    Ok(out)
}

/// The passes by break-glass of an application that are newer than a time or not looked at again.
pub fn breaks(tx: &Tx<'_>, app: &str, since: i64) -> Result<Vec<EarlierBreak>> {
    let mut stmt = tx.0.prepare_cached(
        "select id, at, due, closed from gate_run where application = ?1 and answer = 'break-glass'
         and (at > ?2 or closed is null) order by at desc, event desc",
    )?;
    let rows = stmt.query_map((app, since), |row| {
        let id: String = row.get("id")?;
        Ok(EarlierBreak {
            id: id.chars().take(8).collect(),
            at: row.get("at")?,
            due: row.get::<_, Option<i64>>("due")?.unwrap_or_default(),
            closed: row.get::<_, Option<i64>>("closed")?.is_some(),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes by which event somebody looked at a run again, or that nobody has.
pub fn set_closed(tx: &Tx<'_>, id: &str, event: Option<i64>) -> Result<()> {
    tx.0.execute("update gate_run set closed = ?2 where id = ?1", (id, event))?;
    Ok(())
}

/// A recorded baseline.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BaselineRow {
    /// Application.
    pub app: String,
    /// Name, mostly a release.
    pub name: String,
    /// `recorded` by a person or `gate`.
    pub origin: String,
    /// UTC seconds.
    pub at: i64,
    /// Who.
    pub by: String,
    /// Number of the event.
    pub event: i64,
    /// How many findings are in it.
    pub findings: usize,
    /// SHA-256 of its fingerprints, hex.
    pub sha256: String,
}

impl BaselineRow {
    /// As a record cites it.
    pub fn cited(&self) -> BaselineRef {
        BaselineRef {
            name: self.name.clone(),
            origin: self.origin.clone(),
            at: self.at,
            findings: self.findings,
            sha256: self.sha256.clone(),
        }
    }
}

/// The baselines of an application, or of all; newest first.
pub fn baselines(tx: &Tx<'_>, app: Option<&str>) -> Result<Vec<BaselineRow>> {
    let mut stmt = tx.0.prepare_cached(
        "select application, name, origin, at, by, event, findings, sha256 from baseline
         where :app is null or application = :app order by at desc, event desc, name",
    )?;
    let rows = stmt.query_map(named_params! {":app": app}, |row| {
        Ok(BaselineRow {
            app: row.get("application")?,
            name: row.get("name")?,
            origin: row.get("origin")?,
            at: row.get("at")?,
            by: row.get("by")?,
            event: row.get("event")?,
            findings: row.get("findings")?,
            sha256: row.get("sha256")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Puts a baseline under its name; with `None` there is none of this name.
pub fn set_baseline(
    tx: &Tx<'_>,
    (app, name): (&str, &str),
    row: Option<&BaselineRow>,
) -> Result<()> {
    tx.0.execute(
        "delete from baseline where application = ?1 and name = ?2",
        (app, name),
    )?;
    if let Some(row) = row {
        tx.0.prepare_cached(
            "insert into baseline (application, name, origin, at, by, event, findings, sha256)
             values (:app, :name, :origin, :at, :by, :event, :findings, :sha256)",
        )?
        .execute(named_params! {
            ":app": app, ":name": name, ":origin": row.origin, ":at": row.at, ":by": row.by,
            ":event": row.event, ":findings": row.findings, ":sha256": row.sha256,
        })?;
    }
    Ok(())
}

/// Keeps a sorted set of fingerprints and gives its SHA-256.
pub fn keep_set(tx: &Tx<'_>, prints: &[Digest]) -> Result<String> {
    let bytes: Vec<u8> = prints.iter().flat_map(|it| it.0).collect();
    let sha256 = digest::sha256_hex(&bytes);
    tx.0.prepare_cached("insert or ignore into finding_set (sha256, prints) values (?1, ?2)")?
        .execute((&sha256, bytes))?;
    Ok(sha256)
}

/// A kept set of fingerprints, sorted.
pub fn set(tx: &Tx<'_>, sha256: &str) -> Result<Vec<Digest>> {
    let mut stmt =
        tx.0.prepare_cached("select prints from finding_set where sha256 = ?1")?;
    let found = stmt.query_row([sha256], |row| {
        let bytes = row.get_ref(0)?.as_blob()?;
        let (all, _) = bytes.as_chunks::<16>();
        Ok(all.iter().map(|it| Digest(*it)).collect())
    });
    found.optional()?.ok_or_else(|| {
        StoreError::Value(format!(
            "the findings of the baseline {sha256} are not there"
        ))
    })
}

/// Forgets sets that no baseline names. Records name them by their SHA-256 and need them no more.
pub fn forget_sets(tx: &Tx<'_>) -> Result<()> {
    tx.0.execute(
        "delete from finding_set where sha256 not in (select sha256 from baseline)",
        [],
    )?;
    Ok(())
}

/// The fingerprints of an application's open findings, sorted.
pub fn open_findings(tx: &Tx<'_>, application: i64) -> Result<Vec<Digest>> {
    let mut stmt = tx.0.prepare_cached(
        "select fingerprint from finding where state = 'open' and scope_id in
         (select id from scope where application_id = ?1)",
    )?;
    let rows = stmt.query_map([application], |row| row.get(0))?;
    let mut out: Vec<Digest> = rows.collect::<rusqlite::Result<_>>()?;
    out.sort_unstable();
    Ok(out)
}

/// What the scans of a release saw: the newest event among their imports, and fingerprints, sorted.
pub fn seen_by_release(
    tx: &Tx<'_>,
    application: i64,
    release: &str,
) -> Result<Option<(i64, i64, Vec<Digest>)>> {
    let mut stmt = tx.0.prepare(
        "select scan.present, report.event, report.imported_at, scan.scope_id, scan.branch from scan
         join report on report.id = scan.report_id
         where report.application_id = ?1 and report.release = ?2 and scan.withdrawn = 0
         order by scan.scanned_at desc, scan.id desc",
    )?;
    let mut rows = stmt.query((application, release))?;
    let (mut ids, mut last, mut scopes) = (Vec::new(), None, std::collections::BTreeSet::new());
    while let Some(row) = rows.next()? {
        // Of several scans of one release the last says what is in it.
        if scopes.insert((row.get::<_, i64>(3)?, row.get::<_, String>(4)?)) {
            ids.extend(super::scans::unpack(
                row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?,
            )?);
            last = last.max(Some((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)));
        }
    }
    let Some((event, at)) = last else {
        return Ok(None);
    };
    let mut stmt =
        tx.0.prepare_cached("select fingerprint from finding where id = ?1")?;
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        out.extend(
            stmt.query_row([id], |row| row.get::<_, Digest>(0))
                .optional()?,
        );
    }
    out.sort_unstable();
    out.dedup();
    Ok(Some((event, at, out)))
}

/// Row numbers of findings that are open, and were gone at some time after an event. Undoing an
/// import is no return.
pub fn back_since(tx: &Tx<'_>, event: i64) -> Result<Vec<i64>> {
    let mut stmt = tx.0.prepare_cached(
        "select distinct finding_id from finding_image indexed by finding_image_gone
         join finding on finding.id = finding_id
         where finding_image.event > ?1 and finding_image.state = 'gone' and finding.state = 'open'
         and finding_image.event in (select seq from event where operation = 'import')
         and finding_image.event not in (select event from undone) order by finding_id",
    )?;
    let rows = stmt.query_map([event], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The open findings of an issue: row number and fingerprint.
pub fn open_members(tx: &Tx<'_>, issue: i64) -> Result<Vec<(i64, Digest)>> {
    let mut stmt = tx.0.prepare_cached(
        "select id, fingerprint from finding where issue_id = ?1 and state = 'open' order by id",
    )?;
    let rows = stmt.query_map([issue], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A scan that stands.
#[derive(Clone, Debug)]
pub struct ScanRow {
    /// Tool.
    pub tool: String,
    /// Tool × target.
    pub scope: i64,
    /// Branch.
    pub branch: String,
    /// What its report's tools looked for, joined by `,`.
    pub kinds: String,
    /// UTC seconds.
    pub scanned_at: i64,
    /// Release that was scanned.
    pub release: String,
    /// Why it did not see all.
    pub incomplete: Option<String>,
    /// Name of the report.
    pub report: String,
    /// SHA-256 of the report, hex.
    pub sha256: String,
}

/// Every scan of an application that stands, newest first.
pub fn scans(tx: &Tx<'_>, application: i64) -> Result<Vec<ScanRow>> {
    let mut stmt = tx.0.prepare_cached(
        "select text.value as tool, scan.scope_id, scan.branch, report.kinds, scan.scanned_at,
         report.release, scan.incomplete, report.name, report.sha256
         from scan join scope on scope.id = scan.scope_id join text on text.id = scope.tool_id
         join report on report.id = scan.report_id
         where scope.application_id = ?1 and scan.withdrawn = 0
         order by scan.scanned_at desc, scan.id desc",
    )?;
    let rows = stmt.query_map([application], |row| {
        Ok(ScanRow {
            tool: row.get("tool")?,
            scope: row.get("scope_id")?,
            branch: row.get("branch")?,
            kinds: row.get("kinds")?,
            scanned_at: row.get("scanned_at")?,
            release: row.get("release")?,
            incomplete: row.get("incomplete")?,
            report: row.get("name")?,
            sha256: row.get("sha256")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
