//! Decisions as they stand and notes: the fold of the log, kept so that nobody has to replay it.

use super::{Result, StoreError, Tx};
use crate::model::Digest;
use rusqlite::{OptionalExtension as _, named_params};

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Real or not.
    Verdict,
    /// Who has it.
    Owner,
    /// How bad it is, in place of what the tools say.
    Severity,
    /// What it is called, in place of what the tools say.
    Title,
    /// Which of its findings speaks for the issue.
    Lead,
    /// The exception in force.
    Exception,
    /// Put off.
    Snooze,
    /// Back in the queue, and why.
    Woken,
}

impl Aspect {
    /// Every aspect.
    pub const ALL: &[Self] = &[
        Self::Verdict,
        Self::Owner,
        Self::Severity,
        Self::Title,
        Self::Lead,
        Self::Exception,
        Self::Snooze,
        Self::Woken,
    ];

    /// The stored word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Owner => "owner",
            Self::Severity => "severity",
            Self::Title => "title",
            Self::Lead => "lead",
            Self::Exception => "exception",
            Self::Snooze => "snooze",
            Self::Woken => "woken",
        }
    }

    /// The aspect with a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == word)
    }
}

/// A standing decision: its JSON value and the event that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// JSON.
    pub value: String,
    /// Number of the event.
    pub event: i64,
}

/// The standing decision on a fingerprint.
pub fn get(tx: &Tx<'_>, fingerprint: Digest, aspect: Aspect) -> Result<Option<Standing>> {
    let mut stmt = tx.0.prepare_cached(
        "select value, event from decision where fingerprint = :fingerprint and aspect = :aspect",
    )?;
    let params = named_params! {":fingerprint": fingerprint, ":aspect": aspect.name()};
    let row = stmt.query_row(params, |row| {
        Ok(Standing {
            value: row.get("value")?,
            event: row.get("event")?,
        })
    });
    Ok(row.optional()?)
}

/// All standing decisions on a fingerprint.
pub fn of(tx: &Tx<'_>, fingerprint: Digest) -> Result<Vec<(Aspect, Standing)>> {
    let mut stmt =
        tx.0.prepare_cached("select aspect, value, event from decision where fingerprint = ?1")?;
    let rows = stmt.query_map([fingerprint], |row| {
        let standing = Standing {
            value: row.get("value")?,
            event: row.get("event")?,
        };
        Ok((row.get::<_, String>("aspect")?, standing))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (word, standing) = row?;
        out.push((aspect(word)?, standing));
    }
    Ok(out)
}

/// Puts the standing decision on a fingerprint; `None` takes it away.
pub fn set(
    tx: &Tx<'_>,
    fingerprint: Digest,
    aspect: Aspect,
    standing: Option<&Standing>,
) -> Result<()> {
    let Some(standing) = standing else {
        let sql = "delete from decision where fingerprint = ?1 and aspect = ?2";
        tx.0.prepare_cached(sql)?
            .execute((fingerprint, aspect.name()))?;
        return Ok(());
    };
    tx.0.prepare_cached(
        "insert into decision (fingerprint, aspect, value, event)
         values (:fingerprint, :aspect, :value, :event)
         on conflict (fingerprint, aspect) do update
         set value = excluded.value, event = excluded.event",
    )?
    .execute(named_params! {
        ":fingerprint": fingerprint, ":aspect": aspect.name(), ":value": standing.value,
        ":event": standing.event,
    })?;
    Ok(())
}

/// Decisions whose date has come, found by the index of dates alone.
pub fn due(tx: &Tx<'_>, now: i64) -> Result<Vec<(Digest, Aspect)>> {
    keyed(
        tx,
        "select fingerprint, aspect from decision where json_extract(value, '$.until') <= ?1
         order by fingerprint, aspect",
        now,
    )
}

/// Decisions that a standing rule made.
pub fn by_rule(tx: &Tx<'_>, rule: &str) -> Result<Vec<(Digest, Aspect)>> {
    keyed(
        tx,
        "select fingerprint, aspect from decision where json_extract(value, '$.rule') = ?1
         order by fingerprint, aspect",
        rule,
    )
}

/// Decisions that a release ends: this one, or the next.
pub fn by_release(tx: &Tx<'_>, release: &str) -> Result<Vec<(Digest, Aspect)>> {
    keyed(
        tx,
        "select fingerprint, aspect from decision
         where json_extract(value, '$.release') in (?1, 'next') order by fingerprint, aspect",
        release,
    )
}

fn keyed(tx: &Tx<'_>, sql: &str, key: impl rusqlite::ToSql) -> Result<Vec<(Digest, Aspect)>> {
    let mut stmt = tx.0.prepare_cached(sql)?;
    let rows = stmt.query_map([key], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let mut out = Vec::new();
    for row in rows {
        let (print, word) = row?;
        out.push((print, aspect(word)?));
    }
    Ok(out)
}

fn aspect(word: String) -> Result<Aspect> {
    Aspect::parse(&word).ok_or(StoreError::Word {
        what: "aspect of a decision",
        word,
    })
}

/// True when nothing at all is decided, which lets imports skip the question.
pub fn none_at_all(tx: &Tx<'_>) -> Result<bool> {
    Ok(tx
        .0
        .query_row("select not exists (select 1 from decision)", [], |row| {
            row.get(0)
        })?)
}

/// Adds a note.
pub fn add_note(tx: &Tx<'_>, event: i64, fingerprint: Digest, text: &str) -> Result<()> {
    tx.0.prepare_cached("insert into note (event, fingerprint, text) values (?1, ?2, ?3)")?
        .execute((event, fingerprint, text))?;
    Ok(())
}

/// Takes the notes of an event back, or lets them stand again.
pub fn withdraw_notes(tx: &Tx<'_>, event: i64, withdrawn: bool) -> Result<()> {
    tx.0.execute(
        "update note set withdrawn = ?2 where event = ?1",
        (event, withdrawn),
    )?;
    Ok(())
}

/// The standing notes on a fingerprint as event and text, oldest first.
pub fn notes(tx: &Tx<'_>, fingerprint: Digest) -> Result<Vec<(i64, String)>> {
    let mut stmt = tx.0.prepare_cached(
        "select event, text from note where fingerprint = ?1 and withdrawn = 0 order by event",
    )?;
    let rows = stmt.query_map([fingerprint], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The number of decisions that stand, and the newest event among them, for exports.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(Digest, String, Standing)>> {
    let mut stmt = tx.0.prepare_cached(
        "select fingerprint, aspect, value, event from decision order by event, fingerprint, aspect",
    )?;
    let rows = stmt.query_map([], |row| {
        let standing = Standing {
            value: row.get("value")?,
            event: row.get("event")?,
        };
        Ok((row.get("fingerprint")?, row.get("aspect")?, standing))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// All standing notes as event, fingerprint and text, oldest first.
pub fn all_notes(tx: &Tx<'_>) -> Result<Vec<(i64, Digest, String)>> {
    let mut stmt = tx.0.prepare_cached(
        "select event, fingerprint, text from note where withdrawn = 0 order by event, fingerprint",
    )?;
    let rows = stmt.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
