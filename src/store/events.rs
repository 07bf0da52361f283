//! The append-only log.

use super::{Result, StoreError, Tx};
use crate::model::{Actor, ActorKind, Digest, Event, digest};
use rusqlite::{OptionalExtension as _, Row, named_params};

const COLUMNS: &str = "seq, at, actor_kind, actor, operation, summary, payload, previous, hash";

/// What goes into the log; its place and hashes are found here.
#[derive(Clone, Debug)]
pub struct NewEvent<'a> {
    /// UTC seconds.
    pub at: i64,
    /// Who.
    pub actor: Actor,
    /// Stable name of the operation.
    pub operation: &'a str,
    /// One line for a person.
    pub summary: String,
    /// JSON text without line breaks.
    pub payload: String,
}

/// The number that the next event will have.
pub fn next(tx: &Tx<'_>) -> Result<i64> {
    Ok(last(tx)?.map_or(1, |it| it.seq + 1))
}

/// Appends an event and returns its number.
pub fn append(tx: &Tx<'_>, new: NewEvent<'_>) -> Result<i64> {
    let last = last(tx)?;
    let mut event = Event {
        seq: last.as_ref().map_or(1, |it| it.seq + 1),
        at: new.at,
        actor: new.actor,
        operation: new.operation.to_owned(),
        summary: new.summary.replace('\n', " "),
        payload: new.payload,
        previous: last.map_or_else(|| "0".repeat(64), |it| it.hash),
        hash: String::new(),
    };
    event.actor.name = event.actor.name.replace('\n', " ");
    event.hash = digest::sha256_hex(event.hashed_text().as_bytes());
    tx.0.prepare_cached(&format!(
        "insert into event ({COLUMNS}) values (:seq, :at, :kind, :actor, :operation, :summary,
         :payload, :previous, :hash)"
    ))?
    .execute(named_params! {
        ":seq": event.seq, ":at": event.at, ":kind": kind_name(event.actor.kind),
        ":actor": event.actor.name, ":operation": event.operation, ":summary": event.summary,
        ":payload": event.payload, ":previous": event.previous, ":hash": event.hash,
    })?;
    Ok(event.seq)
}

fn last(tx: &Tx<'_>) -> Result<Option<Event>> {
    let mut stmt = tx.0.prepare_cached(&format!(
        "select {COLUMNS} from event order by seq desc limit 1"
    ))?;
    Ok(stmt.query_row([], from_row).optional()?)
}

/// The hash of the newest event.
pub fn head(tx: &Tx<'_>) -> Result<Option<String>> {
    Ok(last(tx)?.map(|it| it.hash))
}

/// One event.
pub fn one(tx: &Tx<'_>, seq: i64) -> Result<Option<Event>> {
    let mut stmt =
        tx.0.prepare_cached(&format!("select {COLUMNS} from event where seq = ?1"))?;
    Ok(stmt.query_row([seq], from_row).optional()?)
}

/// Hands every event to `visit`, oldest first, until it says stop by returning false.
pub fn each(tx: &Tx<'_>, visit: &mut dyn FnMut(Event) -> bool) -> Result<()> {
    let mut stmt =
        tx.0.prepare(&format!("select {COLUMNS} from event order by seq"))?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        if !visit(from_row(row)?) {
            break;
        }
    }
    Ok(())
}

/// The newest operation that can be taken back and is not yet. Undo events are not among them.
pub fn newest_standing(tx: &Tx<'_>) -> Result<Option<Event>> {
    let sql = format!(
        "select {COLUMNS} from event
         where operation in ('decide', 'assign', 'note', 'import', 'inventory', 'set', 'merge',
             'split', 'never', 'waive', 'snooze', 'exception', 'suppress', 'policy',
             'baseline', 'follow-up', 'clocks', 'edit')
         and seq not in (select event from undone) order by seq desc limit 1"
    );
    Ok(tx
        .0
        .prepare_cached(&sql)?
        .query_row([], from_row)
        .optional()?)
}

/// The newest event of all that changed something, if it is an undo that still stands.
pub fn newest_undo(tx: &Tx<'_>) -> Result<Option<Event>> {
    let sql = format!(
        "select {COLUMNS} from event where operation not in ('feed', 'rebuild', 'gate', 'due', 'hide')
         and seq not in (select event from undone where event in
             (select seq from event where operation = 'undo'))
         and seq not in (select by from undone where event in
             (select seq from event where operation = 'undo'))
         order by seq desc limit 1"
    );
    let newest =
        tx.0.prepare_cached(&sql)?
            .query_row([], from_row)
            .optional()?;
    Ok(newest.filter(|it| it.operation == "undo"))
}

/// The standing decisions about what is one issue, oldest first.
pub fn by_hand(tx: &Tx<'_>) -> Result<Vec<Event>> {
    let sql = format!(
        "select {COLUMNS} from event where operation in ('merge', 'split', 'never', 'waive')
         and seq not in (select event from undone) order by seq"
    );
    let mut stmt = tx.0.prepare_cached(&sql)?;
    let rows = stmt.query_map([], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What the engine and standing rules did because of an import, oldest first.
pub fn following(tx: &Tx<'_>, import: i64) -> Result<Vec<Event>> {
    let sql = format!(
        "select {COLUMNS} from event where seq > ?1 and operation in ('due', 'hide')
         and json_extract(payload, '$.follows') = ?1 order by seq"
    );
    let mut stmt = tx.0.prepare_cached(&sql)?;
    let rows = stmt.query_map([import], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The event that took this one back, if it is taken back now.
pub fn undone_by(tx: &Tx<'_>, event: i64) -> Result<Option<i64>> {
    let mut stmt =
        tx.0.prepare_cached("select by from undone where event = ?1")?;
    Ok(stmt.query_row([event], |row| row.get(0)).optional()?)
}

/// Notes that an event is taken back by another, or stands again.
pub fn set_undone(tx: &Tx<'_>, event: i64, by: Option<i64>) -> Result<()> {
    match by {
        Some(by) => tx.0.execute(
            "insert into undone (event, by) values (?1, ?2)",
            (event, by),
        )?,
        None => {
            tx.0.execute("delete from undone where event = ?1", [event])?
        }
    };
    Ok(())
}

/// Notes that an event is about a finding.
pub fn add_subject(tx: &Tx<'_>, fingerprint: Digest, event: i64) -> Result<()> {
    tx.0.prepare_cached("insert or ignore into subject (fingerprint, event) values (?1, ?2)")?
        .execute((fingerprint, event))?;
    Ok(())
}

/// The events about a finding, oldest first.
pub fn about(tx: &Tx<'_>, fingerprint: Digest) -> Result<Vec<Event>> {
    let sql = format!(
        "select {COLUMNS} from event where seq in
         (select event from subject where fingerprint = ?1) order by seq"
    );
    let mut stmt = tx.0.prepare_cached(&sql)?;
    let rows = stmt.query_map([fingerprint], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn kind_name(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Rule => "rule",
        ActorKind::Engine => "engine",
        ActorKind::Import => "import",
        ActorKind::Tool => "tool",
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Event> {
    let kind: String = row.get("actor_kind")?;
    let kind = match kind.as_str() {
        "person" => ActorKind::Person,
        "rule" => ActorKind::Rule,
        "engine" => ActorKind::Engine,
        "import" => ActorKind::Import,
        "tool" => ActorKind::Tool,
        _ => {
            let cause = StoreError::Word {
                what: "kind of actor",
                word: kind,
            };
            return Err(rusqlite::Error::FromSqlConversionFailure(
                2,
                rusqlite::types::Type::Text,
                Box::new(cause),
            ));
        }
    };
    Ok(Event {
        seq: row.get("seq")?,
        at: row.get("at")?,
        actor: Actor {
            kind,
            name: row.get("actor")?,
        },
        operation: row.get("operation")?,
        summary: row.get("summary")?,
        payload: row.get("payload")?,
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}
