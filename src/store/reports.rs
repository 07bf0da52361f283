//! Reports: the file as it was, compressed, and what could not be read of it.

use super::{Result, Tx};
use crate::model::Skipped;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{OptionalExtension as _, named_params};
use std::io::{Read as _, Write};

/// Bytes of a report in one frame: small enough to unpack for one record.
const FRAME: usize = 256 * 1024;

/// A report about to be stored.
#[derive(Clone, Debug)]
pub struct NewReport<'a> {
    /// SHA-256 of the original bytes, hex.
    pub sha256: &'a str,
    /// The name a person gave it.
    pub name: &'a str,
    /// The format that read it.
    pub format: &'a str,
    /// Size of the original.
    pub bytes: u64,
    /// Application.
    pub application: i64,
    /// What `--target` said.
    pub target: &'a str,
    /// What `--branch` said.
    pub branch: &'a str,
    /// What `--commit` said.
    pub revision: &'a str,
    /// What `--release` said.
    pub release: &'a str,
    /// UTC seconds.
    pub at: i64,
}

/// A known report.
#[derive(Clone, Debug)]
pub struct KnownReport {
    /// Row number.
    pub id: i64,
    /// The format that read it.
    pub format: String,
    /// Findings it held.
    pub findings: u64,
}

/// The report with these bytes that was imported in the same way.
pub fn find(tx: &Tx<'_>, new: &NewReport<'_>) -> Result<Option<KnownReport>> {
    let mut stmt = tx.0.prepare_cached(
        "select id, format, findings from report where sha256 = :sha256 and application_id = :app
         and target = :target and branch = :branch and withdrawn = 0",
    )?;
    let params = named_params! {
        ":sha256": new.sha256, ":app": new.application, ":target": new.target,
        ":branch": new.branch,
    };
    let row = stmt.query_row(params, |row| {
        Ok(KnownReport {
            id: row.get("id")?,
            format: row.get("format")?,
            findings: row.get("findings")?,
        })
    });
    Ok(row.optional()?)
}

/// Stores a report's row and returns its number.
pub fn insert(tx: &Tx<'_>, new: &NewReport<'_>, event: i64) -> Result<i64> {
    let mut stmt = tx.0.prepare_cached(
        "insert into report (sha256, name, format, bytes, application_id, target, branch,
         revision, release, imported_at, findings, event)
         values (:sha256, :name, :format, :bytes, :app, :target, :branch, :revision, :release,
         :at, 0, :event)",
    )?;
    Ok(stmt.insert(named_params! {
        ":sha256": new.sha256, ":name": new.name, ":format": new.format, ":bytes": new.bytes,
        ":app": new.application, ":target": new.target, ":branch": new.branch,
        ":revision": new.revision, ":release": new.release, ":at": new.at, ":event": event,
    })?)
}

/// Notes how many findings a report held, and what sorts of weakness its tool looked for.
pub fn set_findings(tx: &Tx<'_>, id: i64, findings: u64, kinds: &[&str]) -> Result<()> {
    tx.0.prepare_cached("update report set findings = ?2, kinds = ?3 where id = ?1")?
        .execute((id, findings, kinds.join(",")))?;
    Ok(())
}

/// Stores a record that could not be used.
pub fn insert_skipped(tx: &Tx<'_>, report: i64, skipped: &Skipped) -> Result<()> {
    tx.0.prepare_cached(
        "insert into skipped (report_id, line, path, reason) values (?1, ?2, ?3, ?4)",
    )?
    .execute((
        report,
        skipped.record.line,
        &skipped.record.path,
        &skipped.reason,
    ))?;
    Ok(())
}

/// Takes a report's bytes in any pieces and stores them in compressed frames.
#[derive(Debug)]
pub struct Archive<'a> {
    tx: Tx<'a>,
    report: i64,
    start: u64,
    buf: Vec<u8>,
}

impl<'a> Archive<'a> {
    /// Begins the archive of a report.
    pub fn new(tx: &Tx<'a>, report: i64) -> Self {
        Self {
            tx: Tx(tx.0),
            report,
            start: 0,
            buf: Vec::with_capacity(FRAME),
        }
    }

    fn frame(&mut self) -> Result<()> {
        let mut pack = ZlibEncoder::new(Vec::new(), Compression::fast());
        pack.write_all(&self.buf)?;
        let body = pack.finish()?;
        self.tx
            .0
            .prepare_cached(
                "insert into report_frame (report_id, start, body) values (?1, ?2, ?3)",
            )?
            .execute((self.report, self.start, body))?;
        self.start += self.buf.len() as u64;
        self.buf.clear();
        Ok(())
    }

    /// Stores what is left.
    pub fn finish(mut self) -> Result<()> {
        if !self.buf.is_empty() {
            self.frame()?;
        }
        Ok(())
    }
}

impl Write for Archive<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let room = FRAME - self.buf.len();
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.buf.extend_from_slice(taken);
        if self.buf.len() == FRAME {
            self.frame().map_err(std::io::Error::other)?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A range of a report's kept bytes.
pub fn bytes(tx: &Tx<'_>, report: i64, offset: u64, len: u64) -> Result<Vec<u8>> {
    let mut stmt = tx.0.prepare_cached(
        "select start, body from report_frame where report_id = :report and start < :end
         and start > :offset - :frame order by start",
    )?;
    let frame = i64::try_from(FRAME).unwrap_or(i64::MAX);
    let params = named_params! {
        ":report": report, ":offset": offset, ":end": offset.saturating_add(len), ":frame": frame,
    };
    let mut rows = stmt.query(params)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let start: u64 = row.get("start")?;
        let mut plain = Vec::new();
        ZlibDecoder::new(
            row.get_ref("body")?
                .as_blob()
                .map_err(rusqlite::Error::from)?,
        )
        .take(FRAME as u64)
        .read_to_end(&mut plain)?;
        let from = usize::try_from(offset.saturating_sub(start)).unwrap_or(usize::MAX);
        out.extend_from_slice(plain.get(from..).unwrap_or_default());
    }
    out.truncate(usize::try_from(len).unwrap_or(usize::MAX));
    Ok(out)
}

/// The newest report with these bytes.
pub fn with_sha256(tx: &Tx<'_>, sha256: &str) -> Result<Option<i64>> {
    let sql = "select id from report where sha256 = ?1 order by id desc limit 1";
    Ok(tx
        .0
        .prepare_cached(sql)?
        .query_row([sha256], |row| row.get(0))
        .optional()?)
}

/// Marks a report and its scans as taken back, or as standing again.
pub fn set_withdrawn(tx: &Tx<'_>, report: i64, withdrawn: bool) -> Result<()> {
    tx.0.execute(
        "update report set withdrawn = ?2 where id = ?1",
        (report, withdrawn),
    )?;
    tx.0.execute(
        "update scan set withdrawn = ?2 where report_id = ?1",
        (report, withdrawn),
    )?;
    Ok(())
}

/// The tools whose scans a report holds, sorted.
pub fn tools(tx: &Tx<'_>, report: i64) -> Result<Vec<String>> {
    let mut stmt = tx.0.prepare_cached(
        "select distinct text.value from scan join scope on scope.id = scan.scope_id
         join text on text.id = scope.tool_id where scan.report_id = ?1 order by 1",
    )?;
    let rows = stmt.query_map([report], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The report that an import event stored.
pub fn of_event(tx: &Tx<'_>, event: i64) -> Result<Option<i64>> {
    let mut stmt =
        tx.0.prepare_cached("select id from report where event = ?1")?;
    Ok(stmt.query_row([event], |row| row.get(0)).optional()?)
}

/// Every release that was scanned, by application.
pub fn releases(tx: &Tx<'_>) -> Result<Vec<(i64, String)>> {
    let mut stmt = tx.0.prepare_cached(
        "select distinct application_id, release from report
         where release <> '' and withdrawn = 0 order by 1, 2",
    )?;
    let rows = stmt.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Keep, Store, StoreError, applications};

    #[test]
    fn any_range_of_a_kept_report_reads_back() {
        let mut store = Store::in_memory().unwrap();
        let body: Vec<u8> = (0..700_000_u32).map(|it| it.to_le_bytes()[0] ^ 7).collect();
        store
            .write(|tx| {
                let application = applications::ensure(tx, "a", 0)?;
                let new = NewReport {
                    sha256: "s",
                    name: "n",
                    format: "f",
                    bytes: 1,
                    application,
                    target: "",
                    branch: "",
                    revision: "",
                    release: "",
                    at: 0,
                };
                let id = insert(tx, &new, 1)?;
                let mut archive = Archive::new(tx, id);
                archive.write_all(&body)?;
                archive.finish()?;
                for (at, len) in [
                    (0, 10),
                    (262_140, 10),
                    (262_144, 5),
                    (100, 600_000),
                    (699_999, 9),
                ] {
                    let end = (at + len).min(body.len());
                    assert_eq!(
                        bytes(tx, id, at as u64, len as u64)?,
                        body[at..end],
                        "{at}+{len}"
                    );
                }
                Ok::<_, StoreError>(((), Keep::All))
            })
            .unwrap();
    }
}
