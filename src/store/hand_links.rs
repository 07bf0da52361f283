//! What people say belongs together and what does not, by fingerprint: the fold of the log.
//!
//! Rows are never changed but for `withdrawn`, so that taking a decision back and doing it again
//! needs no more than its number.

use super::{Result, Tx};
use crate::model::Digest;
use rusqlite::named_params;

/// What a row says. Stored as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// All of these are one.
    Must,
    /// None of side 0 is one with any of side 1.
    Cannot,
    /// Side 0 and side 1 are not to be suggested to anybody again.
    Waived,
}

impl Tie {
    const fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Cannot => "cannot",
            Self::Waived => "waived",
        }
    }
}

/// One finding that a part of a decision names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandLink {
    /// Number of the event.
    pub event: i64,
    /// Part of the decision.
    pub part: u32,
    /// What is said.
    pub tie: Tie,
    /// On which side this finding is; always 0 for [`Tie::Must`].
    pub side: u8,
    /// The finding.
    pub fingerprint: Digest,
    /// Who said it.
    pub actor: String,
    /// Why.
    pub reason: String,
}

/// Stores one row; its actor and reason stand in the event.
pub fn add(tx: &Tx<'_>, it: &HandLink) -> Result<()> {
    tx.0.prepare_cached(
        "insert into hand_link (event, part, fingerprint, side, kind)
         values (:event, :part, :fingerprint, :side, :kind)",
    )?
    .execute(named_params! {
        ":event": it.event, ":part": it.part, ":fingerprint": it.fingerprint,
        ":side": it.side, ":kind": it.tie.name(),
    })?;
    Ok(())
}

/// Takes the rows of an event back, or lets them stand again.
pub fn withdraw(tx: &Tx<'_>, event: i64, withdrawn: bool) -> Result<()> {
    tx.0.execute(
        "update hand_link set withdrawn = ?2 where event = ?1",
        (event, withdrawn),
    )?;
    Ok(())
}

/// All that stands, the newest decision first, each part's findings in a row.
pub fn standing(tx: &Tx<'_>) -> Result<Vec<HandLink>> {
    let mut stmt = tx.0.prepare_cached(
        "select hand_link.event, part, kind, side, fingerprint, actor,
         coalesce(json_extract(payload, '$.reason'), '') as reason
         from hand_link join event on event.seq = hand_link.event
         where withdrawn = 0 order by hand_link.event desc, part, side, fingerprint",
    )?;
    let rows = stmt.query_map([], |row| {
        let kind: String = row.get("kind")?;
        Ok(HandLink {
            event: row.get("event")?,
            part: row.get("part")?,
            tie: match kind.as_str() {
                "must" => Tie::Must,
                "cannot" => Tie::Cannot,
                _ => Tie::Waived,
            },
            side: row.get("side")?,
            fingerprint: row.get("fingerprint")?,
            actor: row.get("actor")?,
            reason: row.get("reason")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The findings that an event names.
pub fn named_by(tx: &Tx<'_>, event: i64) -> Result<Vec<Digest>> {
    let mut stmt = tx.0.prepare_cached(
        "select distinct fingerprint from hand_link where event = ?1 order by fingerprint",
    )?;
    let rows = stmt.query_map([event], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
