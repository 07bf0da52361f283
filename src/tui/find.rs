//! Fuzzy finding over the titles and places of the rows shown. Bounded, and off the screen thread.

use crate::tui::board::Board;
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use std::collections::BTreeSet;

/// A text that fits what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The text.
    pub text: String,
    /// The first issue that has it.
    pub id: i64,
}

/// Most distinct texts that are looked at.
const CANDIDATES: usize = 20_000;
/// Most hits that are shown.
const HITS: usize = 100;

/// The best fitting titles and places of `rows`, best first; rows higher in the list win a tie.
pub fn run(board: &Board, rows: &[u32], typed: &str) -> Vec<Hit> {
    let columns = &board.columns;
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let matcher = SkimMatcherV2::default();
    for row in rows {
        for column in [&columns.title, &columns.place] {
            let Some(text) = column.get(*row as usize) else {
                continue;
            };
            if !seen.insert(*text) {
                continue;
            }
            let (text, id) = (columns.pool.get(*text), board.id(*row).unwrap_or_default());
            if let Some(score) = matcher.fuzzy_match(text, typed) {
                found.push((score, text, id));
            }
        }
        if seen.len() >= CANDIDATES {
            break;
        }
    }
    found.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
    found.truncate(HITS);
    found
        .into_iter()
        .map(|(_, text, id)| Hit {
            text: text.to_owned(),
            id,
        })
        .collect()
}

/// The numbers of the labels that fit what was typed, best first.
pub fn rank<'a>(labels: impl Iterator<Item = &'a str>, typed: &str) -> Vec<usize> {
    let matcher = SkimMatcherV2::default();
    let scored = labels.enumerate().filter_map(|(idx, label)| {
        let score = matcher.fuzzy_match(label, typed)?;
        Some((std::cmp::Reverse(score), idx))
    });
    let mut found: Vec<_> = scored.collect();
    found.sort_unstable();
    found.into_iter().map(|(_, idx)| idx).collect()
}
