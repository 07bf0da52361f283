//! Imported feeds: the KEV catalogue and EPSS.

use super::{Result, Tx};
use rusqlite::{OptionalExtension as _, Row, named_params};

/// One entry of the KEV catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KevRow {
    /// CVE id.
    pub cve: String,
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
    /// `kev` or `epss`.
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

/// Empties a feed before it is imported anew.
pub fn clear(tx: &Tx<'_>, name: &str) -> Result<()> {
    match name {
        "kev" => tx.0.execute("delete from kev", [])?,
        _ => tx.0.execute("delete from epss", [])?,
    };
    Ok(())
}

/// Adds an entry of the KEV catalogue.
pub fn add_kev(tx: &Tx<'_>, row: &KevRow) -> Result<()> {
    tx.0.prepare_cached(
        "insert or replace into kev (cve, added, due, ransomware, name) values (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((&row.cve, &row.added, &row.due, row.ransomware, &row.name))?;
    Ok(())
}

/// Adds a row of EPSS.
pub fn add_epss(tx: &Tx<'_>, cve: &str, probability: f64, percentile: Option<f64>) -> Result<()> {
    tx.0.prepare_cached(
        "insert or replace into epss (cve, probability, percentile) values (?1, ?2, ?3)",
    )?
    .execute((cve, probability, percentile))?;
    Ok(())
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

/// The KEV entry of a CVE.
pub fn kev(tx: &Tx<'_>, cve: &str) -> Result<Option<KevRow>> {
    let mut stmt =
        tx.0.prepare_cached("select cve, added, due, ransomware, name from kev where cve = :cve")?;
    let row = stmt.query_row(named_params! {":cve": cve}, |row| {
        Ok(KevRow {
            cve: row.get("cve")?,
            added: row.get("added")?,
            due: row.get("due")?,
            ransomware: row.get("ransomware")?,
            name: row.get("name")?,
        })
    });
    Ok(row.optional()?)
}

/// Probability and percentile of a CVE.
pub fn epss(tx: &Tx<'_>, cve: &str) -> Result<Option<(f64, Option<f64>)>> {
    let mut stmt =
        tx.0.prepare_cached("select probability, percentile from epss where cve = :cve")?;
    let row = stmt.query_row(named_params! {":cve": cve}, |row| {
        Ok((row.get("probability")?, row.get("percentile")?))
    });
    Ok(row.optional()?)
}
