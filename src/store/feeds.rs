//! Imported feeds: catalogues of exploited vulnerabilities, EPSS, aliases, Vulnrichment; and what was
//! known when.

use super::{Result, Tx};
use rusqlite::{OptionalExtension as _, Row, named_params, params};
use std::collections::BTreeMap;

/// One entry of the KEV catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KevRow {
    /// CVE id.
    pub cve: String,
    /// Whose list: `kev` is CISA's.
    pub catalogue: String,
    /// `YYYY-MM-DD`.
    pub added: String,
    /// `YYYY-MM-DD`, the date for US federal agencies.
    pub due: String,
    /// Known use in ransomware campaigns; false means not known.
    pub ransomware: bool,
    /// Name of the vulnerability.
    pub name: String,
}

/// What is known of an imported feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    /// `kev`, `epss`, `aliases`, `vulnrichment`, or `kev:` and the name of another catalogue.
    pub name: String,
    /// Version of the catalogue or the model.
    pub version: String,
    /// The feed's own date.
    pub dated: String,
    /// Number of rows.
    pub rows: i64,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// UTC seconds.
    pub imported_at: i64,
}

/// Every entry of a catalogue, by CVE.
pub fn catalogue(tx: &Tx<'_>, name: &str) -> Result<BTreeMap<String, KevRow>> {
    let mut stmt = tx.0.prepare(
        "select cve, catalogue, added, due, ransomware, name from kev where catalogue = ?1",
    )?;
    let rows = stmt.query_map([name], kev_row)?;
    let mut out = BTreeMap::new();
    for row in rows {
        let row = row?;
        out.insert(row.cve.clone(), row);
    }
    Ok(out)
}

/// Adds an entry to a catalogue, in place of what it said of that CVE.
pub fn add_kev(tx: &Tx<'_>, row: &KevRow) -> Result<()> {
    tx.0.prepare_cached(
        "insert or replace into kev (cve, catalogue, added, due, ransomware, name)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        row.cve,
        row.catalogue,
        row.added,
        row.due,
        row.ransomware,
        row.name
    ])?;
    Ok(())
}

/// Takes an entry out of a catalogue.
pub fn remove_kev(tx: &Tx<'_>, cve: &str, catalogue: &str) -> Result<()> {
    tx.0.prepare_cached("delete from kev where cve = ?1 and catalogue = ?2")?
        .execute((cve, catalogue))?;
    Ok(())
}

/// Hands every stored score to `visit`: CVE and probability.
pub fn each_epss(tx: &Tx<'_>, visit: &mut dyn FnMut(&str, f64)) -> Result<()> {
    let mut stmt = tx.0.prepare("select cve, probability from epss")?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        visit(row.get_ref(0)?.as_str().unwrap_or_default(), row.get(1)?);
    }
    Ok(())
}

/// Sets the score of a CVE.
pub fn set_epss(tx: &Tx<'_>, cve: &str, row: &EpssRow) -> Result<()> {
    tx.0.prepare_cached(
        "insert or replace into epss (cve, probability, percentile, dated)
         values (?1, ?2, ?3, ?4)",
    )?
    .execute((cve, row.probability, row.percentile, &row.dated))?;
    Ok(())
}

/// Takes the score of a CVE away.
pub fn remove_epss(tx: &Tx<'_>, cve: &str) -> Result<()> {
    tx.0.prepare_cached("delete from epss where cve = ?1")?
        .execute([cve])?;
    Ok(())
}

/// The CVEs that an id stands for, sorted.
pub fn aliases(tx: &Tx<'_>, id: &str) -> Result<Vec<String>> {
    let mut stmt =
        tx.0.prepare_cached("select cve from alias where id = ?1 order by cve")?;
    let rows = stmt.query_map([id], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Says which CVEs an id stands for, in place of what was said before.
pub fn set_aliases(tx: &Tx<'_>, id: &str, cves: &[String]) -> Result<()> {
    tx.0.prepare_cached("delete from alias where id = ?1")?
        .execute([id])?;
    let mut stmt =
        tx.0.prepare_cached("insert or ignore into alias (id, cve) values (?1, ?2)")?;
    for cve in cves {
        stmt.execute((id, cve))?;
    }
    Ok(())
}

/// What CISA's Vulnrichment says of a CVE.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SsvcRow {
    /// `none`, `public-poc` or `active`; empty when not said.
    pub exploitation: String,
    /// `no` or `yes`; empty when not said.
    pub automatable: String,
    /// `partial` or `total`; empty when not said.
    pub impact: String,
    /// Day, `YYYY-MM-DD`.
    pub dated: String,
}

/// The SSVC decision points of a CVE.
pub fn ssvc(tx: &Tx<'_>, cve: &str) -> Result<Option<SsvcRow>> {
    let mut stmt = tx.0.prepare_cached(
        "select exploitation, automatable, impact, dated from ssvc where cve = ?1",
    )?;
    let row = stmt.query_row([cve], |row| {
        Ok(SsvcRow {
            exploitation: row.get("exploitation")?,
            automatable: row.get("automatable")?,
            impact: row.get("impact")?,
            dated: row.get("dated")?,
        })
    });
    Ok(row.optional()?)
}

/// Sets the SSVC decision points of a CVE.
pub fn set_ssvc(tx: &Tx<'_>, cve: &str, row: &SsvcRow) -> Result<()> {
    tx.0.prepare_cached(
        "insert or replace into ssvc (cve, exploitation, automatable, impact, dated)
         values (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((
        cve,
        &row.exploitation,
        &row.automatable,
        &row.impact,
        &row.dated,
    ))?;
    Ok(())
}

/// How many ids have aliases, and how many CVEs have decision points.
pub fn counts(tx: &Tx<'_>) -> Result<(i64, i64)> {
    let sql = "select (select count(distinct id) from alias), (select count(*) from ssvc)";
    Ok(tx
        .0
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Notes what an import changed in what is known of a CVE.
pub fn add_change(tx: &Tx<'_>, event: i64, feed: &str, change: &Change) -> Result<()> {
    tx.0.prepare_cached(
        "insert or replace into feed_change (cve, event, feed, before, after)
         values (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((&change.cve, event, feed, &change.before, &change.after))?;
    Ok(())
}

/// A change of what is known of a CVE.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The CVE.
    pub cve: String,
    /// What was known, in words; empty for nothing.
    pub before: String,
    /// What is known since; empty for nothing.
    pub after: String,
}

/// What was known of a CVE, the oldest first: time of the import, feed, change.
pub fn history(tx: &Tx<'_>, cve: &str) -> Result<Vec<(i64, String, Change)>> {
    let mut stmt = tx.0.prepare_cached(
        "select event.at as at, feed, cve, before, after from feed_change
         join event on event.seq = feed_change.event where cve = ?1 order by seq, feed",
    )?;
    let rows = stmt.query_map([cve], |row| {
        let change = Change {
            cve: row.get("cve")?,
            before: row.get("before")?,
            after: row.get("after")?,
        };
        Ok((row.get("at")?, row.get("feed")?, change))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes that a feed was imported.
pub fn set(tx: &Tx<'_>, row: &FeedRow) -> Result<()> {
    tx.0.prepare_cached(
        "insert or replace into feed (name, version, dated, rows, sha256, imported_at)
         values (:name, :version, :dated, :rows, :sha256, :at)",
    )?
    .execute(named_params! {
        ":name": row.name, ":version": row.version, ":dated": row.dated, ":rows": row.rows,
        ":sha256": row.sha256, ":at": row.imported_at,
    })?;
    Ok(())
}

/// All imported feeds, by name.
pub fn all(tx: &Tx<'_>) -> Result<Vec<FeedRow>> {
    let mut stmt = tx.0.prepare_cached(
        "select name, version, dated, rows, sha256, imported_at from feed order by name",
    )?;
    let rows = stmt.query_map([], |row: &Row<'_>| {
        Ok(FeedRow {
            name: row.get("name")?,
            version: row.get("version")?,
            dated: row.get("dated")?,
            rows: row.get("rows")?,
            sha256: row.get("sha256")?,
            imported_at: row.get("imported_at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What catalogues say of a CVE, CISA's first.
pub fn kev(tx: &Tx<'_>, cve: &str) -> Result<Vec<KevRow>> {
    let mut stmt = tx.0.prepare_cached(
        "select cve, catalogue, added, due, ransomware, name from kev where cve = ?1
         order by catalogue <> 'kev', catalogue",
    )?;
    let rows = stmt.query_map([cve], kev_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn kev_row(row: &Row<'_>) -> rusqlite::Result<KevRow> {
    Ok(KevRow {
        cve: row.get("cve")?,
        catalogue: row.get("catalogue")?,
        added: row.get("added")?,
        due: row.get("due")?,
        ransomware: row.get("ransomware")?,
        name: row.get("name")?,
    })
}

/// A stored score of EPSS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EpssRow {
    /// Probability, 0–1.
    pub probability: f64,
    /// Percentile of the same day, 0–1.
    pub percentile: Option<f64>,
    /// Day since which it is so, `YYYY-MM-DD`.
    pub dated: String,
}

/// The score of a CVE.
pub fn epss(tx: &Tx<'_>, cve: &str) -> Result<Option<EpssRow>> {
    let mut stmt =
        tx.0.prepare_cached("select probability, percentile, dated from epss where cve = ?1")?;
    let row = stmt.query_row([cve], |row| {
        Ok(EpssRow {
            probability: row.get("probability")?,
            percentile: row.get("percentile")?,
            dated: row.get("dated")?,
        })
    });
    Ok(row.optional()?)
}
