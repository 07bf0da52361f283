//! Fuzzy finding over the titles and places of the rows shown. Bounded, and off the screen thread.

use crate::tui::board::Board;
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

/// A text that fits what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The text.
    pub text: String,
    /// The first issue that has it.
    pub id: i64,
}

/// Most distinct texts that are ranked. What has not all of the letters in their order costs next to
/// nothing and is not among them, so that a rare word is found wherever it stands.
const CANDIDATES: usize = 20_000;
/// Most hits that are shown.
const HITS: usize = 100;

/// The best fitting titles and places of `rows`, best first; rows higher in the list win a tie.
pub fn run(board: &Board, rows: &[u32], typed: &str) -> Vec<Hit> {
    let columns = &board.columns;
    let mut seen = vec![false; columns.pool.len()];
    let mut found = Vec::new();
    let matcher = SkimMatcherV2::default();
    let letters: Vec<char> = typed.to_lowercase().chars().collect();
    let mut ranked = 0;
    for row in rows {
        for column in [&columns.title, &columns.place] {
            let Some(text) = column.get(*row as usize) else {
                continue;
            };
            if seen
                .get_mut(*text as usize)
                .is_none_or(|it| std::mem::replace(it, true))
            {
                continue;
            }
            let (text, id) = (columns.pool.get(*text), board.id(*row).unwrap_or_default());
            if !may_fit(text, &letters) {
                continue;
            }
            ranked += 1;
            if let Some(score) = matcher.fuzzy_match(text, typed) {
                found.push((score, text, id));
            }
        }
        if ranked >= CANDIDATES {
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

/// True when a text has these lower-case letters in their order.
fn may_fit(text: &str, letters: &[char]) -> bool {
    let mut left = letters.iter();
    let mut next = left.next();
    for c in text.chars() {
        let Some(wanted) = next else { return true };
        if c == *wanted || c.to_lowercase().eq([*wanted]) {
            next = left.next();
        }
    }
    next.is_none()
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
