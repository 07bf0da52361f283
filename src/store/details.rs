//! What only the full view shows of findings: JSON texts, many compressed into one block.
//!
//! The texts of one report say much the same, so a block takes a fraction of their room, and less
//! time than writing them as they are. A block is never changed: a finding of which a later scan
//! says something else points into another block, and its image for undo still into the old one.
//! Blocks that nothing points into any more go when the store is compacted.

use super::rows::to_json;
use super::{Result, StoreError, Tx};
use crate::model::{Detail, Location, Package};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};
use std::io::{Read as _, Write as _};

/// Bytes of text after which a block ends: small enough to unpack for one finding.
const BLOCK: usize = 16 * 1024;

/// A block is never larger than its limit and one text, which formats bound.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What only the full view shows: stored as one JSON text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// The place, without file and lines, which are columns.
    pub place: Location,
    /// The component.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<Package>,
    /// The tool's word for its severity.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub word: String,
    /// Preview of a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub masked: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub detail: Detail,
}

impl Body {
    /// The JSON to store.
    pub fn to_text(&self) -> Result<String> {
        to_json("the detail of a finding", self)
    }
}

/// Where the text of one finding is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// Row number of the block.
    pub block: i64,
    /// Which text in it, from zero.
    pub nth: u32,
}

/// Takes texts and stores them in blocks. One at a time in a transaction.
#[derive(Debug)]
pub struct Writer<'a> {
    tx: Tx<'a>,
    next: At,
    texts: Vec<u8>,
}

impl<'a> Writer<'a> {
    /// Begins behind the last block.
    pub fn new(tx: &Tx<'a>) -> Result<Self> {
        let sql = "select coalesce(max(id), 0) + 1 from detail_block";
        let block = tx.0.query_row(sql, [], |row| row.get(0))?;
        Ok(Self {
            tx: Tx(tx.0),
            next: At { block, nth: 0 },
            texts: Vec::with_capacity(2 * BLOCK),
        })
    }

    /// Takes one text, which has no line break, as JSON on one line has none.
    pub fn add(&mut self, text: &str) -> Result<At> {
        let at = self.next;
        self.texts.extend_from_slice(text.as_bytes());
        self.texts.push(b'\n');
        self.next.nth += 1;
        if self.texts.len() >= BLOCK {
            self.store()?;
        }
        Ok(at)
    }

    /// Stores what is left. Without it, the last findings have no detail.
    pub fn finish(mut self) -> Result<()> {
        if !self.texts.is_empty() {
            self.store()?;
        }
        Ok(())
    }

    fn store(&mut self) -> Result<()> {
        let mut pack = ZlibEncoder::new(Vec::new(), Compression::fast());
        pack.write_all(&self.texts)?;
        let body = pack.finish()?;
        let sql = "insert into detail_block (id, body) values (?1, ?2)";
        self.tx
            .0
            .prepare_cached(sql)?
            .execute((self.next.block, body))?;
        self.texts.clear();
        self.next = At {
            block: self.next.block + 1,
            nth: 0,
        };
        Ok(())
    }
}

/// The text of one finding.
pub(super) fn unpack(body: &[u8], nth: u32) -> Result<String> {
    let mut texts = String::new();
    ZlibDecoder::new(body)
        .take(LARGEST)
        .read_to_string(&mut texts)?;
    let text = texts.lines().nth(nth as usize);
    text.map(str::to_owned)
        .ok_or_else(|| StoreError::Value("a block of details is too short".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Keep, Store};

    #[test]
    fn every_text_of_every_block_reads_back() {
        let mut store = Store::in_memory().unwrap();
        let text =
            |nth: usize| format!("{{\"description\":\"{nth} {}\"}}", "long ".repeat(nth % 90));
        store
            .write(|tx| {
                let mut places = Vec::new();
                for part in 0..2 {
                    let mut writer = Writer::new(tx)?;
                    for nth in 0..300 {
                        places.push(writer.add(&text(part * 300 + nth))?);
                    }
                    writer.finish()?;
                }
                assert!(places.last().unwrap().block > 4);
                for (nth, at) in places.iter().enumerate() {
                    let sql = "select body from detail_block where id = ?1";
                    let body: Vec<u8> = tx.0.query_row(sql, [at.block], |row| row.get(0))?;
                    assert_eq!(unpack(&body, at.nth)?, text(nth));
                }
                assert!(unpack(&[], 0).is_err());
                Ok::<_, StoreError>(((), Keep::All))
            })
            .unwrap();
    }
}
