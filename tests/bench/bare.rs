//! The floor that imports are measured against: the same findings in a plain table, nothing else.
//!
//! One transaction into an otherwise empty file under the store's own settings; texts that repeat
//! are interned; one column for what only the full view shows, as JSON. No identity, no index but
//! those of the row numbers and the texts, no foreign keys, no correlation, no kept report.

use rusqlite::Connection;
use sluice::error::{Kind, Problem};
use sluice::formats::Sink;
use sluice::model::{Component, NewClaim, NewFinding, Scan, Skipped};
use std::collections::BTreeMap;
use std::path::Path;

/// Counts and forgets.
#[derive(Default)]
pub(crate) struct Forget {
    pub(crate) findings: u64,
    pub(crate) skipped: u64,
}

impl Sink for Forget {
    fn scan(&mut self, _scan: Scan) -> Result<(), Problem> {
        Ok(())
    }

    fn finding(&mut self, finding: NewFinding) -> Result<(), Problem> {
        self.findings += 1;
        drop(finding);
        Ok(())
    }

    fn skipped(&mut self, _skipped: Skipped) -> Result<(), Problem> {
        self.skipped += 1;
        Ok(())
    }

    fn component(&mut self, component: Component) -> Result<(), Problem> {
        drop(component);
        Ok(())
    }

    fn claim(&mut self, claim: NewClaim) -> Result<(), Problem> {
        drop(claim);
        Ok(())
    }

    fn conceal(&mut self, _secret: &str) {}
}

/// Inserts into the plain table.
pub(crate) struct Bare {
    conn: Connection,
    texts: BTreeMap<String, i64>,
}

impl Bare {
    pub(crate) fn new(path: &Path) -> rusqlite::Result<Self> {
        let conn = Connection::open(path)?;
        conn.pragma_update(None, "journal_mode", "wal")?;
        conn.pragma_update(None, "synchronous", "normal")?;
        conn.pragma_update(None, "cache_size", -65_536)?;
        conn.execute_batch(
            "create table text (id integer primary key, value text not null unique) strict;
             create table finding (id integer primary key, kind text, rule integer, title integer,
             severity text, word text, file integer, line integer, end_line integer, place text,
             package text, ids integer, cwes integer, native text, secret text, detail text,
             start integer, length integer) strict;
             begin immediate",
        )?;
        Ok(Self {
            conn,
            texts: BTreeMap::new(),
        })
    }

    pub(crate) fn finish(self) -> rusqlite::Result<()> {
        self.conn.execute_batch("commit")
    }

    fn text(&mut self, text: &str) -> rusqlite::Result<i64> {
        if let Some(id) = self.texts.get(text) {
            return Ok(*id);
        }
        let mut stmt = self
            .conn
            .prepare_cached("insert into text (value) values (?1)")?;
        let id = stmt.insert([text])?;
        self.texts.insert(text.to_owned(), id);
        Ok(id)
    }

    fn insert(&mut self, it: &NewFinding) -> rusqlite::Result<()> {
        let rule = self.text(&it.rule)?;
        let title = self.text(&it.title)?;
        let file = self.text(it.place.file.as_deref().unwrap_or_default())?;
        let ids = self.text(&it.vulnerabilities.join(","))?;
        let cwes: Vec<String> = it.cwes.iter().map(u32::to_string).collect();
        let cwes = self.text(&cwes.join(","))?;
        let json = |value: serde_json::Result<String>| value.unwrap_or_default();
        let mut stmt = self.conn.prepare_cached(
            "insert into finding (kind, rule, title, severity, word, file, line, end_line, place,
             package, ids, cwes, native, secret, detail, start, length)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?;
        stmt.execute(rusqlite::params![
            it.kind.name(),
            rule,
            title,
            it.severity.name(),
            it.severity_word,
            file,
            it.place.line,
            it.place.end_line,
            it.place.resource,
            it.package
                .as_ref()
                .map(|it| json(serde_json::to_string(it))),
            ids,
            cwes,
            it.native,
            it.secret.as_ref().map(|it| &it.hash),
            json(serde_json::to_string(&it.detail)),
            it.record.offset,
            it.record.len,
        ])?;
        Ok(())
    }
}

impl Sink for Bare {
    fn scan(&mut self, _scan: Scan) -> Result<(), Problem> {
        Ok(())
    }

    fn finding(&mut self, finding: NewFinding) -> Result<(), Problem> {
        self.insert(&finding)
            .map_err(|err| Problem::new(Kind::Store, "the plain table refused").because(err))
    }

    fn skipped(&mut self, _skipped: Skipped) -> Result<(), Problem> {
        Ok(())
    }

    fn component(&mut self, component: Component) -> Result<(), Problem> {
        drop(component);
        Ok(())
    }

    fn claim(&mut self, claim: NewClaim) -> Result<(), Problem> {
        drop(claim);
        Ok(())
    }

    fn conceal(&mut self, _secret: &str) {}
}
