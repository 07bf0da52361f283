//! The kept copy of a report: every byte as it was, but secrets masked by as many `*`.
//!
//! Equal length keeps every record's byte range true.

use crate::error::Problem;
use crate::formats::Input as _;
use crate::ops::source::Source;
use crate::store::Tx;
use crate::store::reports::Archive;
use aho_corasick::AhoCorasick;
use std::collections::BTreeSet;
use std::io::{self, Read, Write};

/// A concealed text shorter than this would mask half the report with it.
const SHORTEST: usize = 4;

const CHUNK: u64 = 256 * 1024;

/// Keeps a report's bytes in the store.
pub(super) fn keep(
    tx: &Tx<'_>,
    source: &Source,
    report: i64,
    concealed: &BTreeSet<String>,
) -> Result<(), Problem> {
    let mut archive = Archive::new(tx, report);
    let mut from = source.open()?;
    let spellings = spellings(concealed);
    if spellings.is_empty() {
        io::copy(&mut from, &mut archive)?;
    } else {
        mask(from, &mut archive, &spellings)?;
    }
    Ok(archive.finish()?)
}

/// Copies, with every occurrence of every spelling masked, those that overlap or begin others too.
fn mask(mut from: impl Read, to: &mut dyn Write, spellings: &[String]) -> Result<(), Problem> {
    let finder = AhoCorasick::new(spellings)
        .map_err(|err| Problem::input("the secrets of the report cannot be masked").because(err))?;
    let longest = spellings.iter().map(String::len).max().unwrap_or(0);
    let (mut text, mut hidden): (Vec<u8>, Vec<bool>) = (Vec::new(), Vec::new());
    loop {
        let read = from.by_ref().take(CHUNK).read_to_end(&mut text)?;
        hidden.resize(text.len(), false);
        for found in finder.find_overlapping_iter(&text) {
            hidden.get_mut(found.range()).unwrap_or_default().fill(true);
        }
        // What may be the start of something longer stays for the next round.
        let ready = if read == 0 {
            text.len()
        } else {
            text.len().saturating_sub(longest)
        };
        let masked = text.iter().zip(&hidden).take(ready);
        let masked: Vec<u8> = masked
            .map(|(byte, hide)| if *hide { b'*' } else { *byte })
            .collect();
        to.write_all(&masked)?;
        text.drain(..ready);
        hidden.drain(..ready);
        if read == 0 {
            return Ok(());
        }
    }
}

/// The ways a concealed text may be written in JSON and XML, longest first.
fn spellings(concealed: &BTreeSet<String>) -> Vec<String> {
    let mut out = BTreeSet::new();
    for text in concealed.iter().filter(|it| it.len() >= SHORTEST) {
        let json = serde_json::to_string(text).unwrap_or_default();
        out.insert(json.trim_matches('"').to_owned());
        out.insert(json.trim_matches('"').replace('/', "\\/"));
        let xml = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        out.insert(xml.replace('"', "&quot;"));
        out.insert(xml);
        out.insert(text.clone());
        // A secret of several lines may be quoted line by line.
        let lines = text.lines().map(str::trim).filter(|it| it.len() >= 16);
        out.extend(lines.map(str::to_owned));
    }
    let mut out: Vec<String> = out.into_iter().collect();
    out.sort_by_key(|it| std::cmp::Reverse(it.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_at_equal_length_wherever_they_overlap() {
        let text = format!("{}abcd abcdefgh bcdx", "y".repeat(262_140));
        let spellings = ["abcd", "abcdefgh"].map(str::to_owned);
        let mut out = Vec::new();
        mask(text.as_bytes(), &mut out, &spellings).unwrap();
        let expected = format!("{}**** ******** bcdx", "y".repeat(262_140));
        assert!(out == expected.as_bytes());
    }

    #[test]
    fn a_secret_is_found_in_the_spellings_of_json_and_xml() {
        let of = spellings(&BTreeSet::from(["a\"b/<c".to_owned()]));
        for it in ["a\\\"b/<c", "a\\\"b\\/<c", "a\"b/&lt;c", "a&quot;b/&lt;c"] {
            assert!(of.iter().any(|have| have == it), "{it}");
        }
    }
}
