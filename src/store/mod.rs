//! The only SQL. One open function, one file per kind of row, every write in one transaction.
//!
//! Concurrency: WAL; one writer at a time (it waits five seconds, then says so), readers never wait.
//! A kill at any moment leaves the store as before or after a transaction. A damaged file is never
//! deleted or overwritten.

pub mod applications;
pub mod claims;
pub mod columns;
pub mod components;
pub mod decisions;
pub mod details;
pub mod events;
pub mod exceptions;
pub mod feeds;
pub mod findings;
pub mod gates;
pub mod hand_links;
pub mod history;
pub mod images;
pub mod indexes;
pub mod inventory;
pub mod issues;
pub mod links;
pub mod members;
pub mod meta;
pub mod reports;
mod rows;
pub mod scans;
mod schema;
pub mod suggestions;
pub mod texts;
pub mod upkeep;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Written by a newer version of the program.
    #[error("the store has schema version {found}, this program knows up to {known}")]
    TooNew {
        /// Version in the file.
        found: i64,
        /// Version this program knows.
        known: i64,
    },
    /// An upgrade step left rows without their parent.
    #[error("an upgrade step would leave {0} rows without a parent")]
    Orphans(i64),
    /// A stored word is not in its vocabulary.
    #[error("the store holds the word '{word}', which is no {what}")]
    Word {
        /// The vocabulary.
        what: &'static str,
        /// The word.
        word: String,
    },
    /// A stored text is not the JSON it should be.
    #[error("the store holds {what} that cannot be read")]
    Json {
        /// What it should be.
        what: &'static str,
        /// Why not.
        #[source]
        cause: serde_json::Error,
    },
    /// A stored value has an impossible form.
    #[error("the store holds an impossible value: {0}")]
    Value(String),
    /// Reading or writing compressed bytes failed.
    #[error("the kept report cannot be packed or unpacked")]
    Pack(#[from] std::io::Error),
    /// The database engine said no.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

impl StoreError {
    /// True when another process holds the write lock.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Sqlite(err)
            if err.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy))
    }

    /// True when the file is not a database, or a broken one.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Sqlite(err) if matches!(err.sqlite_error_code(), Some(
            rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt)))
    }
}

/// A short name for the result of every query.
pub type Result<T> = std::result::Result<T, StoreError>;

/// An open store with the current schema.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
}

impl Store {
    /// Opens or creates the file, and brings the schema up to date.
    pub fn open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::prepare(Connection::open_with_flags(path, flags)?, Some(path))
    }

    /// A store in memory, for tests.
    pub fn in_memory() -> Result<Self> {
        Self::prepare(Connection::open_in_memory()?, None)
    }

    fn prepare(mut conn: Connection, path: Option<&Path>) -> Result<Self> {
        conn.busy_timeout(Duration::from_secs(5))?;
        conn.pragma_update(None, "journal_mode", "wal")?;
        conn.pragma_update(None, "synchronous", "normal")?;
        conn.pragma_update(None, "cache_size", -65_536)?;
        // Without this a statement is parsed anew whenever a value that the planner looked at changes,
        // which happened for every finding that was grouped.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // Temporary data stays in files: in memory, the journal of a savepoint is walked from its start
        // by every statement, which made imports quadratic, and sorting for an index has no bound.
        conn.set_prepared_statement_cache_capacity(128);
        schema::migrate(&mut conn, path)?;
        Ok(Self { conn })
    }

    /// Runs `work` in one transaction: all of it is stored, or nothing. `Keep::Nothing` in the
    /// answer rolls back on purpose, which is how a plan is made.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Tx<'_>) -> std::result::Result<(T, Keep), E>,
    ) -> std::result::Result<T, E> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let (out, keep) = work(&Tx(&tx))?;
        match keep {
            Keep::All => {
                history::date(&Tx(&tx))?;
                tx.commit().map_err(StoreError::from)?;
            }
            Keep::Nothing => tx.rollback().map_err(StoreError::from)?,
        }
        Ok(out)
    }

    /// Reads.
    pub fn read(&self) -> Tx<'_> {
        Tx(&self.conn)
    }

    /// A number that changes whenever this or another process commits a change.
    pub fn version(&self) -> Result<i64> {
        let others: i64 = self
            .conn
            .query_row("pragma data_version", [], |row| row.get(0))?;
        let ours = i64::try_from(self.conn.total_changes()).unwrap_or(i64::MAX / 2);
        Ok(others.wrapping_mul(1 << 32).wrapping_add(ours))
    }
}

/// What becomes of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It is stored.
    All,
    /// It is rolled back.
    Nothing,
}

/// What query functions take: a connection, inside or outside a transaction.
#[derive(Debug)]
pub struct Tx<'a>(&'a Connection);

impl Tx<'_> {
    /// Runs `work` so that its failure takes back only its own changes.
    pub fn nested<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.0
            .execute_batch("savepoint nested")
            .map_err(StoreError::from)?;
        let out = work();
        let end = if out.is_ok() {
            "release nested"
        } else {
            "rollback to nested; release nested"
        };
        self.0.execute_batch(end).map_err(StoreError::from)?;
        out
    }
}
