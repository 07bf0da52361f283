//! Findings of two issues that may be the same weakness. Derived: made anew with the issues.

use super::links::NewLink;
use super::{Result, Tx};
use crate::model::Suggestion;
use rusqlite::{Row, named_params};

/// Replaces the suggestions that any of some findings is part of.
pub fn replace(tx: &Tx<'_>, members: &[i64], rows: &[NewLink]) -> Result<()> {
    clear(tx, members)?;
    let mut stmt = tx.0.prepare_cached(
        "insert or replace into suggestion
         (finding_id, other_id, rule, version, confidence, evidence)
         values (:finding, :to, :rule, :version, :confidence, :evidence)",
    )?;
    for it in rows {
        stmt.execute(named_params! {
            ":finding": it.finding, ":to": it.to, ":rule": it.rule, ":version": it.version,
            ":confidence": it.confidence, ":evidence": it.evidence,
        })?;
    }
    Ok(())
}

fn clear(tx: &Tx<'_>, members: &[i64]) -> Result<()> {
    let mut any = tx.0.prepare_cached("select 1 from suggestion limit 1")?;
    if !any.exists([])? {
        return Ok(());
    }
    for sql in [
        "delete from suggestion where finding_id = ?1",
        "delete from suggestion where other_id = ?1",
    ] {
        let mut stmt = tx.0.prepare_cached(sql)?;
        for member in members {
            stmt.execute([member])?;
        }
    }
    Ok(())
}

/// The columns of a suggestion, the finding on this side as `one` and the other one as `two`.
const COLUMNS: &str = "
    select one.fingerprint as finding, two.fingerprint as other, two.issue_id as issue, it.rule,
    it.version, it.confidence, it.evidence,
    case it.confidence when 'certain' then 0 when 'high' then 1 when 'medium' then 2 else 3 end
    as sureness";

/// Strongest first, then in an order that does not depend on row numbers.
const ORDER: &str = "order by sureness, finding, other";

/// What may be the same as an issue, strongest first.
pub fn of_issue(tx: &Tx<'_>, issue: i64) -> Result<Vec<Suggestion>> {
    let side = |this: &str, that: &str| {
        format!(
            "{COLUMNS} from finding as one
             join suggestion as it on it.{this} = one.id
             join finding as two on two.id = it.{that}
             where one.issue_id = ?1 and one.state <> 'withdrawn' and two.issue_id <> ?1"
        )
    };
    let (one, two) = (
        side("finding_id", "other_id"),
        side("other_id", "finding_id"),
    );
    let mut stmt =
        tx.0.prepare_cached(&format!("{one} union all {two} {ORDER}"))?;
    let rows = stmt.query_map([issue], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Some of all suggestions, each once, strongest first.
pub fn window(tx: &Tx<'_>, offset: i64, limit: i64) -> Result<Vec<Suggestion>> {
    let sql = format!(
        "{COLUMNS} from suggestion as it
         join finding as one on one.id = it.finding_id
         join finding as two on two.id = it.other_id
         where one.issue_id <> two.issue_id
         {ORDER} limit ?2 offset ?1"
    );
    let mut stmt = tx.0.prepare_cached(&sql)?;
    let rows = stmt.query_map([offset, limit], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many there are.
pub fn count(tx: &Tx<'_>) -> Result<i64> {
    let mut stmt = tx.0.prepare_cached("select count(*) from suggestion")?;
    Ok(stmt.query_row([], |row| row.get(0))?)
}

/// How many each rule makes, by name.
pub fn by_rule(tx: &Tx<'_>) -> Result<Vec<(String, i64)>> {
    let mut stmt =
        tx.0.prepare_cached("select rule, count(*) from suggestion group by rule order by rule")?;
    let rows = stmt.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Suggestion> {
    Ok(Suggestion {
        finding: row.get("finding")?,
        other: row.get("other")?,
        issue: row.get("issue")?,
        rule: row.get("rule")?,
        version: row.get("version")?,
        confidence: row.get("confidence")?,
        evidence: row.get("evidence")?,
    })
}
