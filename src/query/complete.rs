//! What could stand at the cursor of a half-written filter: fields, words, and texts of the queue
//! with the number of issues that have them.

use super::field::{Compares, Field, How, TextColumn};
use super::fields::{FIELDS, by_name};
use super::tree::{Text, Value};
use crate::model::Columns;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most offers that are made at once.
const MOST: usize = 50;

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the filter that it replaces.
    pub at: Range<usize>,
    /// What to put there.
    pub text: String,
    /// What it means, one line; empty for a text of the queue.
    pub about: String,
    /// How many issues of the queue have it, for values.
    pub count: Option<usize>,
}

/// What could stand at a cursor, best first. Offers of values come with the number of issues.
pub fn complete(text: &str, cursor: usize, columns: &Columns) -> Vec<Completion> {
    let cursor = (0..=cursor.min(text.len())).rev();
    let cursor = cursor.into_iter().find(|at| text.is_char_boundary(*at));
    let before = text.get(..cursor.unwrap_or(0)).unwrap_or_default();
    let start = fragment(before);
    let written = before.get(start..).unwrap_or_default();
    let skipped = written.len() - written.trim_start_matches('-').len();
    let start = start + skipped;
    let written = before.get(start..).unwrap_or_default();
    let Some(sign) = written.find([':', '<', '>', '=', '!']) else {
        return names(written, start..before.len());
    };
    let Some(field) = written.get(..sign).and_then(by_name) else {
        return Vec::new();
    };
    let after = written.get(sign..).unwrap_or_default();
    let signs = after.len() - after.trim_start_matches([':', '<', '>', '=', '!']).len();
    let values = after.get(signs..).unwrap_or_default();
    let list = values.rfind(',').map_or(0, |it| it + 1);
    let value = values.get(list..).unwrap_or_default();
    let at = before.len() - value.len()..before.len();
    offers(field, value.trim_matches('"'), &at, columns)
}

/// Where the term that ends at the cursor begins.
fn fragment(before: &str) -> usize {
    let mut start = 0;
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in before.char_indices() {
        match c {
            '\\' if quoted && !escaped => {
                escaped = true;
                continue;
            }
            '"' if !escaped => quoted = !quoted,
            c if !quoted && (c.is_whitespace() || c == '(' || c == ')') => {
                start = at + c.len_utf8();
            }
            _ => {}
        }
        escaped = false;
    }
    start
}

fn names(written: &str, at: Range<usize>) -> Vec<Completion> {
    let begins = |name: &&str| starts_with(name, written);
    let fields = FIELDS.iter().filter_map(|field| {
        let name = field.names().find(begins)?;
        let sign = match field.compares {
            Compares::Texts { .. } | Compares::Words { .. } | Compares::Overdue | Compares::Id => {
                ":"
            }
            Compares::Numbers { .. } => ">=",
            Compares::Age | Compares::Due => "<",
        };
        Some(Completion {
            at: at.clone(),
            text: format!("{name}{sign}"),
            about: format!("{}, as in {}", field.about, field.example),
            count: None,
        })
    });
    fields.collect()
}

fn offers(field: &Field, written: &str, at: &Range<usize>, columns: &Columns) -> Vec<Completion> {
    let offer = |text: String, about: &str, count| Completion {
        at: at.clone(),
        text,
        about: about.to_owned(),
        count,
    };
    match &field.compares {
        Compares::Words {
            word, groups, rows, ..
        } => {
            let own = (0..).map_while(word).zip(0_u32..);
            let own = own.map(|(name, bit)| (name, 1_u32 << bit.min(31)));
            let all = own.chain(groups.iter().copied());
            let fitting = all.filter(|(name, _)| starts_with(name, written));
            let counted = fitting.map(|(name, set)| {
                let starts = (0..columns.len()).step_by(64);
                let count = starts.map(|it| {
                    let end = (it + 64).min(columns.len());
                    rows(columns, it..end, set).count_ones() as usize
                });
                offer(name.to_owned(), "", Some(count.sum()))
            });
            counted.collect()
        }
        Compares::Texts { columns: of, how } => {
            let mut out: Vec<_> = texts(of, *how, written, columns)
                .into_iter()
                .map(|(text, count)| {
                    let value = Value::Text(Text::new(text, true));
                    offer(value.to_string(), "", Some(count))
                })
                .collect();
            if !written.is_empty() && starts_with("none", written) {
                out.push(offer("none".to_owned(), "no value at all", None));
            }
            out
        }
        Compares::Age => ["24h", "7d", "30d", "90d", "1y"]
            .iter()
            .filter(|it| starts_with(it, written))
            .map(|it| offer((*it).to_owned(), "time since the first sighting", None))
            .collect(),
        Compares::Due => ["7d", "30d", "90d"]
            .iter()
            .filter(|it| starts_with(it, written))
            .map(|it| offer((*it).to_owned(), "time until it is due", None))
            .collect(),
        Compares::Overdue => ["yes", "no"]
            .iter()
            .filter(|it| starts_with(it, written))
            .map(|it| offer((*it).to_owned(), "", None))
            .collect(),
        Compares::Numbers { .. } | Compares::Id => Vec::new(),
    }
}

/// The texts of some columns that hold what is written: those that begin so first, then the most
/// frequent.
fn texts<'c>(
    of: &[TextColumn],
    how: How,
    written: &str,
    columns: &'c Columns,
) -> Vec<(&'c str, usize)> {
    let mut rows = vec![0_usize; columns.pool.len()];
    for column in of {
        for id in column(columns) {
            if let Some(count) = rows.get_mut(*id as usize) {
                *count += 1;
            }
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for ((_, text), rows) in columns.pool.iter().zip(rows) {
        if rows == 0 || text.is_empty() {
            continue;
        }
        match how {
            How::List | How::Cwe => {
                for part in text.split(',') {
                    *counts.entry(part).or_default() += rows;
                }
            }
            How::Name | How::Package | How::Part | How::Place => {
                *counts.entry(text).or_default() += rows;
            }
        }
    }
    let lower = written.to_lowercase();
    let mut out: Vec<_> = counts
        .into_iter()
        .filter_map(|(text, count)| {
            let rank = match text.to_lowercase().find(&lower)? {
                0 => 0,
                _ => 1,
            };
            Some((rank, std::cmp::Reverse(count), text))
        })
        .collect();
    out.sort_unstable();
    out.truncate(MOST);
    out.into_iter()
        .map(|(_, count, text)| (text, count.0))
        .collect()
}

fn starts_with(name: &str, written: &str) -> bool {
    name.get(..written.len())
        .is_some_and(|it| it.eq_ignore_ascii_case(written))
}
