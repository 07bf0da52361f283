//! Why findings are in one issue.

use super::{Result, Tx};
use crate::model::{Confidence, Link};
use rusqlite::named_params;

/// A link between row numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The finding that is joined.
    pub finding: i64,
    /// The finding it is joined to.
    pub to: i64,
    /// Stable name of the rule.
    pub rule: &'static str,
    /// Version of the rule.
    pub version: u32,
    /// How sure.
    pub confidence: Confidence,
    /// What matched, in words.
    pub evidence: String,
}

/// Stores the link of a finding, in place of an earlier one.
pub fn set(tx: &Tx<'_>, link: &NewLink) -> Result<()> {
    tx.0.prepare_cached(
        "insert or replace into link (finding_id, to_id, rule, version, confidence, evidence)
         values (:finding, :to, :rule, :version, :confidence, :evidence)",
    )?
    .execute(named_params! {
        ":finding": link.finding, ":to": link.to, ":rule": link.rule, ":version": link.version,
        ":confidence": link.confidence, ":evidence": link.evidence,
    })?;
    Ok(())
}

/// Takes the link of a finding away.
pub fn clear(tx: &Tx<'_>, finding: i64) -> Result<()> {
    tx.0.prepare_cached("delete from link where finding_id = ?1")?
        .execute([finding])?;
    Ok(())
}

/// The links inside an issue, in the order of its findings.
pub fn of_issue(tx: &Tx<'_>, issue: i64) -> Result<Vec<Link>> {
    let mut stmt = tx.0.prepare_cached(
        "select finding.fingerprint as finding, other.fingerprint as other, link.rule, link.version,
         link.confidence, link.evidence
         from link join finding on finding.id = link.finding_id
         join finding as other on other.id = link.to_id
         where finding.issue_id = :issue and finding.state <> 'withdrawn'
         order by finding.first_seen, finding.fingerprint",
    )?;
    let rows = stmt.query_map(named_params! {":issue": issue}, |row| {
        Ok(Link {
            finding: row.get("finding")?,
            to: row.get("other")?,
            rule: row.get("rule")?,
            version: row.get("version")?,
            confidence: row.get("confidence")?,
            evidence: row.get("evidence")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many links each rule has made, by name.
pub fn by_rule(tx: &Tx<'_>) -> Result<Vec<(String, i64)>> {
    let mut stmt =
        tx.0.prepare_cached("select rule, count(*) from link group by rule order by rule")?;
    let rows = stmt.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
