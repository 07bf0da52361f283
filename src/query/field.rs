//! What a field of the filter language is: its names, what it compares, how its rows are judged.

use crate::model::{Columns, TextId};
use std::ops::Range;

/// A column of texts.
pub type TextColumn = fn(&Columns) -> &[TextId];

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Other spellings.
    pub aliases: &'static [&'static str],
    /// What it compares, and where its values come from.
    pub compares: Compares,
    /// One line of help.
    pub about: &'static str,
    /// A term that uses it.
    pub example: &'static str,
}

/// What a field compares. Its completions are the words, or the texts of the columns.
#[derive(Debug)]
pub enum Compares {
    /// Texts.
    Texts {
        /// The field holds when one of these does; `none` when all are empty.
        columns: &'static [TextColumn],
        /// How a text is looked at.
        how: How,
    },
    /// Words of a closed vocabulary.
    Words {
        /// The vocabulary, by position.
        word: fn(usize) -> Option<&'static str>,
        /// Further words that stand for several.
        groups: &'static [(&'static str, u32)],
        /// How many of the first words have an order, worst first.
        ordered: usize,
        /// Which rows of a range (at most 64) have one of the words whose bits are set.
        rows: fn(&Columns, Range<usize>, u32) -> u64,
    },
    /// Numbers, compared as whole multiples of a fraction.
    Numbers {
        /// How many steps of the column are one.
        scale: f64,
        /// The largest value, in steps.
        most: i64,
        /// The step that says "not known", if there is one.
        none: Option<i64>,
        /// Which rows of a range (at most 64) lie between two steps, both included.
        rows: fn(&Columns, Range<usize>, (i64, i64)) -> u64,
    },
    /// The time of the first sighting, as an age or a day.
    Age,
    /// The time until it is to be closed, or that day.
    Due,
    /// Whether that time has passed: yes or no.
    Overdue,
    /// The first digits of the id.
    Id,
}

impl Compares {
    /// True when `=` says something else than `:`.
    pub(super) const fn tells_whole_from_part(&self) -> bool {
        matches!(self, Self::Texts { .. })
    }
}

/// How a text column is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The whole text.
    Name,
    /// One of the texts between commas.
    List,
    /// One of the numbers between commas, with or without `CWE-`.
    Cwe,
    /// The whole name of a package, or what stands behind its last `/`.
    Package,
    /// A part of the text.
    Part,
    /// A part of a place; with `*` the whole path, or the file's name if the pattern has no `/`.
    Place,
}

impl Field {
    /// Its name and other spellings.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// The words it knows; none when it is open.
    pub fn words(&self) -> Vec<&'static str> {
        if matches!(self.compares, Compares::Overdue) {
            return vec!["yes", "no"];
        }
        let Compares::Words { word, groups, .. } = self.compares else {
            return Vec::new();
        };
        let own = (0..).map_while(word);
        own.chain(groups.iter().map(|(name, _)| *name)).collect()
    }
}

/// Which rows of a range (at most 64) of a column fit.
pub(super) fn bits<T: Copy>(column: &[T], rows: Range<usize>, fits: impl Fn(T) -> bool) -> u64 {
    let rows = column.get(rows).unwrap_or_default();
    rows.iter()
        .take(64)
        .zip(0_u32..)
        .fold(0, |word, (it, bit)| word | (u64::from(fits(*it)) << bit))
}

/// Texts of some columns.
pub(super) const fn texts(columns: &'static [TextColumn], how: How) -> Compares {
    Compares::Texts { columns, how }
}

/// Numbers of one column.
pub(super) const fn numbers(
    scale: f64,
    most: i64,
    none: Option<i64>,
    rows: fn(&Columns, Range<usize>, (i64, i64)) -> u64,
) -> Compares {
    Compares::Numbers {
        scale,
        most,
        none,
        rows,
    }
}

/// An entry of the list.
pub(super) const fn field(
    name: &'static str,
    aliases: &'static [&'static str],
    example: &'static str,
    about: &'static str,
    compares: Compares,
) -> Field {
    Field {
        name,
        aliases,
        compares,
        about,
        example,
    }
}

/// True when a step lies between two, both included.
pub(super) fn within(step: impl Into<i64>, (low, high): (i64, i64)) -> bool {
    (low..=high).contains(&step.into())
}

/// True when the bit of a word is set.
pub(super) const fn has(set: u32, word: u32) -> bool {
    set >> word & 1 == 1
}
