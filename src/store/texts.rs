//! Interned texts.

use super::{Result, Tx};
use rusqlite::{OptionalExtension as _, named_params};

#[expect(
    clippy::disallowed_types,
    reason = "asked several times for every finding and never walked; paths share long beginnings, \
              which a tree compares again at every step"
)]
type Known = std::collections::HashMap<String, i64>;

/// Turns texts into numbers, remembering those of this operation. Number 0 is the empty text.
#[derive(Debug, Default)]
pub struct Interner {
    known: Known,
}

/// Beyond this many texts the memory of an operation is emptied, to bound it.
const REMEMBERED: usize = 200_000;

impl Interner {
    /// The number of a text; it is stored when new.
    pub fn id(&mut self, tx: &Tx<'_>, text: &str) -> Result<i64> {
        if text.is_empty() {
            return Ok(0);
        }
        if let Some(id) = self.known.get(text) {
            return Ok(*id);
        }
        let id = ensure(tx, text)?;
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(text.to_owned(), id);
        Ok(id)
    }
}

/// The number of a text; it is stored when new.
fn ensure(tx: &Tx<'_>, text: &str) -> Result<i64> {
    if text.is_empty() {
        return Ok(0);
    }
    // Most texts that are not remembered are new: one walk down the index then does for both.
    let sql = "insert into text (value) values (?1) on conflict (value) do nothing";
    if tx.0.prepare_cached(sql)?.execute([text])? > 0 {
        return Ok(tx.0.last_insert_rowid());
    }
    Ok(find(tx, text)?.unwrap_or_default())
}

/// The number of a text, if it is stored.
pub fn find(tx: &Tx<'_>, text: &str) -> Result<Option<i64>> {
    let mut stmt =
        tx.0.prepare_cached("select id from text where value = :value")?;
    Ok(stmt
        .query_row(named_params! {":value": text}, |row| row.get("id"))
        .optional()?)
}

/// The text with a number; empty when there is none.
pub fn get(tx: &Tx<'_>, id: i64) -> Result<String> {
    let mut stmt =
        tx.0.prepare_cached("select value from text where id = :id")?;
    let text = stmt
        .query_row(named_params! {":id": id}, |row| row.get("value"))
        .optional()?;
    Ok(text.unwrap_or_default())
}
