//! A filter held against the queue's columns.
//!
//! What a filter says about texts is decided once per distinct text when the matcher is made; a row
//! then costs a few look-ups. Rows are judged 64 at a time, one bit each, without allocation.

use super::Query;
use super::field::{Compares, How, TextColumn, bits};
use super::fields::{BARE, by_name};
use super::pattern::Pattern;
use super::span::{ahead, seen, spread, steps};
use super::tree::{Node, Term, Value};
use crate::model::{Columns, TextId};
use std::ops::Range;

/// A filter, ready for the rows of one queue.
pub struct Matcher<'c> {
    columns: &'c Columns,
    test: Test<'c>,
}

/// A filter with everything looked up that can be.
enum Test<'c> {
    All,
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
    /// One of the columns has a text that is marked.
    Texts {
        columns: Vec<&'c [TextId]>,
        marked: Vec<bool>,
    },
    /// All of the columns are empty, or (false) one is not.
    Empty(Vec<&'c [TextId]>, bool),
    Words(fn(&Columns, Range<usize>, u32) -> u64, u32),
    Numbers(fn(&Columns, Range<usize>, (i64, i64)) -> u64, (i64, i64)),
    /// A time of the column lies between two, both included.
    Between(&'c [i64], (i64, i64)),
    /// The time until which a row is to be closed lies between two, both included; 0 is the time of one
    /// that has no clock or is closed.
    Due((i64, i64)),
    /// The id shifted right by so many bits is this.
    Id(u32, u128),
}

impl<'c> Matcher<'c> {
    /// Looks up what can be looked up. Ages count back from `now`, UTC seconds.
    pub fn new(query: &Query, columns: &'c Columns, now: i64) -> Self {
        let test = Test::new(&query.tree, columns, now);
        Self { columns, test }
    }

    /// True when a row passes.
    pub fn matches(&self, row: usize) -> bool {
        row < self.columns.len() && self.test.rows(self.columns, &(row..row + 1)) & 1 == 1
    }

    /// The rows that pass, in order.
    pub fn filter(&self) -> Vec<u32> {
        let len = self.columns.len();
        let mut out = Vec::new();
        for start in (0..len).step_by(64) {
            let rows = start..(start + 64).min(len);
            let mut word = self.test.rows(self.columns, &rows);
            let first = u32::try_from(start).unwrap_or(u32::MAX);
            while word != 0 {
                out.push(first.saturating_add(word.trailing_zeros()));
                word &= word - 1;
            }
        }
        out
    }

    /// How many rows pass.
    pub fn count(&self) -> usize {
        let len = self.columns.len();
        let words = (0..len).step_by(64).map(|start| {
            let rows = start..(start + 64).min(len);
            self.test.rows(self.columns, &rows).count_ones() as usize
        });
        words.sum()
    }
}

impl<'c> Test<'c> {
    fn new(node: &Node, columns: &'c Columns, now: i64) -> Self {
        let list = |nodes: &[Node]| nodes.iter().map(|it| Self::new(it, columns, now)).collect();
        match node {
            Node::All => Self::All,
            Node::Word(text) => texts(columns, BARE, &[Pattern::bare(text)]),
            Node::Term(term) => Self::term(term, columns, now),
            Node::Not(inner) => Self::Not(Box::new(Self::new(inner, columns, now))),
            Node::And(nodes) => Self::And(list(nodes)),
            Node::Or(nodes) => Self::Or(list(nodes)),
        }
    }

    fn term(term: &Term, columns: &'c Columns, now: i64) -> Self {
        let Some(field) = by_name(term.field) else {
            return Self::Or(Vec::new());
        };
        let values = || term.values.iter();
        match &field.compares {
            Compares::Texts { columns: of, how } => Self::texts(term, columns, of, *how),
            Compares::Words {
                word,
                groups,
                ordered,
                rows,
            } => {
                let own = (0..).map_while(word).zip(0_u32..);
                let bit = |name: &str| own.clone().find(|(it, _)| *it == name).map(|(_, at)| at);
                let set = values().fold(0, |set, value| {
                    let Value::Word(name) = value else { return set };
                    let group = groups.iter().find(|(it, _)| it == name);
                    set | match (bit(name), group) {
                        (Some(at), _) => spread(term.op, at, *ordered),
                        (None, Some((_, bits))) => *bits,
                        (None, None) => 0,
                    }
                });
                Self::Words(*rows, set)
            }
            Compares::Numbers {
                scale,
                most,
                none,
                rows,
            } => {
                let span = |it| steps(term.op, it, *scale, *most, *none);
                let tests = values().filter_map(span);
                Self::Or(tests.map(|it| Self::Numbers(*rows, it)).collect())
            }
            Compares::Age => {
                let span = |it| seen(term.op, it, now);
                let tests = values().filter_map(span);
                let seen = |span| Self::Between(&columns.first_seen, span);
                Self::Or(tests.map(seen).collect())
            }
            Compares::Due => {
                let tests = values().filter_map(|it| ahead(term.op, it, now));
                Self::Or(tests.map(Self::Due).collect())
            }
            Compares::Overdue => {
                let late = || Self::Due((1, now - 1));
                let tests = values().map(|it| {
                    if *it == Value::Word("yes") {
                        late()
                    } else {
                        Self::Not(Box::new(late()))
                    }
                });
                Self::Or(tests.collect())
            }
            Compares::Id => Self::Or(values().filter_map(prefix).collect()),
        }
    }

    /// One of the texts fits, or there is none, or any.
    fn texts(term: &Term, columns: &'c Columns, of: &[TextColumn], how: How) -> Self {
        let mut patterns = Vec::new();
        let mut tests = Vec::new();
        for value in &term.values {
            match value {
                Value::Text(text) => patterns.push(Pattern::new(text, term.op, how)),
                Value::None | Value::Any => {
                    let of = of.iter().map(|it| it(columns)).collect();
                    tests.push(Self::Empty(of, *value == Value::None));
                }
                Value::Word(_)
                | Value::Number(_)
                | Value::Age(_)
                | Value::Day(_)
                | Value::Id(_) => {}
            }
        }
        if !patterns.is_empty() {
            tests.push(texts(columns, of, &patterns));
        }
        Self::Or(tests)
    }

    /// Which rows of a range of at most 64 pass; bit 0 is the first.
    fn rows(&self, columns: &Columns, rows: &Range<usize>) -> u64 {
        let all = u64::MAX >> 64_usize.saturating_sub(rows.len()).min(63);
        match self {
            Self::All => all,
            Self::Not(inner) => all & !inner.rows(columns, rows),
            Self::And(tests) => tests.iter().fold(all, |word, it| match word {
                0 => 0,
                word => word & it.rows(columns, rows),
            }),
            Self::Or(tests) => tests.iter().fold(0, |word, it| match word {
                word if word == all => word,
                word => word | it.rows(columns, rows),
            }),
            Self::Texts { columns, marked } => {
                let fits = |id: TextId| marked.get(id as usize).copied().unwrap_or(false);
                let words = columns.iter().map(|it| bits(it, rows.clone(), fits));
                words.fold(0, |all, word| all | word)
            }
            Self::Empty(columns, empty) => {
                let filled = columns
                    .iter()
                    .map(|it| bits(it, rows.clone(), |id| id != 0));
                let filled = filled.fold(0, |all, word| all | word);
                if *empty { all & !filled } else { filled }
            }
            Self::Words(test, set) => test(columns, rows.clone(), *set),
            Self::Numbers(test, span) => test(columns, rows.clone(), *span),
            Self::Between(column, (low, high)) => {
                bits(column, rows.clone(), |it| (*low..=*high).contains(&it))
            }
            Self::Due((low, high)) => {
                let fits = |row| (*low..=*high).contains(&columns.due_at(row).unwrap_or(0));
                let bit = |(row, bit): (usize, u32)| u64::from(fits(row)) << bit;
                rows.clone()
                    .zip(0_u32..64)
                    .map(bit)
                    .fold(0, |all, it| all | it)
            }
            Self::Id(shift, digits) => bits(&columns.fingerprint, rows.clone(), |it| {
                u128::from_be_bytes(it.0) >> shift == *digits
            }),
        }
    }
}

/// Marks every distinct text that fits one of the patterns.
fn texts<'c>(all: &'c Columns, of: &[TextColumn], patterns: &[Pattern]) -> Test<'c> {
    let fits = |text: &str| !text.is_empty() && patterns.iter().any(|it| it.fits(text));
    Test::Texts {
        columns: of.iter().map(|it| it(all)).collect(),
        marked: all.pool.iter().map(|(_, text)| fits(text)).collect(),
    }
}

fn prefix<'c>(value: &Value) -> Option<Test<'c>> {
    let Value::Id(digits) = value else {
        return None;
    };
    let number = u128::from_str_radix(digits, 16).ok()?;
    let shift = 128_u32.checked_sub(u32::try_from(digits.len()).ok()? * 4)?;
    Some(Test::Id(shift, number))
}
