//! From the text of a filter to the rows that pass it. The one file that knows the filter language;
//! runs on the searcher's thread, never on a keystroke's.

use crate::model::Columns;
use crate::query::{self, Matcher, Query, QueryError};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

/// The rows that pass a filter, in the order shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Row numbers of the columns.
    pub rows: Arc<[u32]>,
    /// How many of them are in each priority band.
    pub bands: [u32; 4],
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            rows: Arc::new([]),
            bands: [0; 4],
        }
    }
}

/// What is wrong with a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Bytes of the text it is about.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead; may be empty.
    pub hint: String,
}

/// A word that could stand where the caret is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the text that it replaces.
    pub at: Range<usize>,
    /// The word.
    pub text: String,
    /// How many issues have it, for values.
    pub count: Option<usize>,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Highest priority first.
    #[default]
    Priority,
    /// Worst severity first.
    Severity,
    /// Oldest first.
    Age,
    /// Seen by most tools first.
    Tools,
    /// By place, so that neighbours stand together.
    Place,
}

impl Sort {
    /// Every order, in the order the key steps through.
    pub const ALL: &[Self] = &[
        Self::Priority,
        Self::Severity,
        Self::Age,
        Self::Tools,
        Self::Place,
    ];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Priority => "priority",
            Self::Severity => "severity",
            Self::Age => "age",
            Self::Tools => "tools",
            Self::Place => "place",
        }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        let mut all = Self::ALL
            .iter()
            .copied()
            .cycle()
            .skip_while(|it| *it != self);
        all.nth(1).unwrap_or_default()
    }
}

/// The rows that pass `text`, sorted. Open issues only, unless the text speaks of the status.
pub fn run(text: &str, sort: Sort, columns: &Columns, now: i64) -> Result<Shown, Wrong> {
    let query = Query::parse(text)?;
    let mut rows = Matcher::new(&query, columns, now).filter();
    if !query.mentions_status() {
        let open = |row: &u32| {
            columns
                .status
                .get(*row as usize)
                .is_some_and(|it| it.is_open())
        };
        rows.retain(open);
    }
    Ok(shown(rows, sort, columns))
}

impl From<QueryError> for Wrong {
    fn from(err: QueryError) -> Self {
        Self {
            at: err.at,
            message: err.message,
            hint: err.hint.unwrap_or_default(),
        }
    }
}

/// Words for the caret at byte `caret`, best first.
pub fn complete(text: &str, caret: usize, columns: &Columns) -> Vec<Completion> {
    let offers = query::complete::complete(text, caret, columns).into_iter();
    offers
        .map(|it| Completion {
            at: it.at,
            text: it.text,
            count: it.count,
        })
        .collect()
}

/// The filter that shows what has exactly this name in a field.
pub fn only(field: &str, name: &str) -> String {
    // A name may hold blanks and signs of the language.
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if !name.is_empty() && name.chars().all(plain) && !matches!(name, "none" | "any") {
        return format!("{field}:{name}");
    }
    format!(
        "{field}:\"{}\"",
        name.replace('\\', "\\\\").replace('"', "\\\"")
    )
}

fn shown(mut rows: Vec<u32>, sort: Sort, columns: &Columns) -> Shown {
    let of = |row: u32| row as usize;
    match sort {
        Sort::Priority => {}
        Sort::Severity => rows.sort_by_key(|row| columns.severity.get(of(*row)).copied()),
        Sort::Age => rows.sort_by_key(|row| columns.first_seen.get(of(*row)).copied()),
        Sort::Tools => {
            rows.sort_by_key(|row| Reverse(columns.tool_count.get(of(*row)).copied()));
        }
        Sort::Place => rows.sort_by_key(|row| columns.text(&columns.place, of(*row))),
    }
    let mut bands = [0; 4];
    for row in &rows {
        if let Some(band) = columns.band.get(of(*row))
            && let Some(count) = bands.get_mut(*band as usize)
        {
            *count += 1;
        }
    }
    Shown {
        rows: rows.into(),
        bands,
    }
}
