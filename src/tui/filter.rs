//! From the text of a filter to the rows that pass it. The one file that knows the filter language;
//! runs on the searcher's thread, never on a keystroke's.

use crate::model::{Band, Columns, Severity, Status, TextId};
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
    _ = now;
    let terms = parse(text)?;
    let all_states = terms.iter().any(|it| matches!(it, Term::Status(_)));
    let mut keep: Vec<bool> = columns
        .status
        .iter()
        .map(|it| all_states || it.is_open())
        .collect();
    for term in &terms {
        narrow(term, columns, &mut keep);
    }
    let rows = (0..)
        .zip(keep)
        .filter_map(|(row, keep)| keep.then_some(row))
        .collect();
    Ok(shown(rows, sort, columns))
}

/// Words for the caret at byte `caret`, best first.
pub fn complete(text: &str, caret: usize, columns: &Columns) -> Vec<Completion> {
    let before = text.get(..caret).unwrap_or("");
    let start = before.rfind(' ').map_or(0, |at| at + 1);
    let word = before.get(start..).unwrap_or("");
    if word.is_empty() {
        return Vec::new();
    }
    let (start, word, candidates) = match word.split_once(':') {
        None => (
            start,
            word,
            FIELDS.iter().map(|it| format!("{it}:")).collect(),
        ),
        Some((field, value)) => (caret - value.len(), value, values(field, columns)),
    };
    let fits = candidates
        .into_iter()
        .filter(|it| it.starts_with(word) && it != word);
    let offer = |text| Completion {
        at: start..caret,
        text,
        count: None,
    };
    fits.take(20).map(offer).collect()
}

fn values(field: &str, columns: &Columns) -> Vec<String> {
    match field {
        "sev" => Severity::ALL.iter().map(ToString::to_string).collect(),
        "status" => Status::ALL.iter().map(ToString::to_string).collect(),
        "band" => Band::ALL.iter().map(ToString::to_string).collect(),
        "app" => {
            let ids: std::collections::BTreeSet<_> = columns.app.iter().collect();
            ids.into_iter()
                .map(|id| columns.pool.get(*id).to_owned())
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The filter that shows one application.
pub fn same_application(app: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if app.chars().all(plain) {
        return format!("app:{app}");
    }
    format!("app:\"{}\"", app.replace('\\', "\\\\").replace('"', "\\\""))
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

const FIELDS: &[&str] = &["app", "sev", "status", "band"];

enum Term {
    App(String),
    Severity(Severity),
    Status(Status),
    Band(Band),
    Text(String),
}

fn parse(text: &str) -> Result<Vec<Term>, Wrong> {
    let mut out = Vec::new();
    let mut from = 0;
    for word in text.split(' ') {
        let at = from..from + word.len();
        from = at.end + 1;
        if !word.is_empty() {
            out.push(term(word, at)?);
        }
    }
    Ok(out)
}

fn term(word: &str, at: Range<usize>) -> Result<Term, Wrong> {
    let Some((field, value)) = word.split_once(':') else {
        return Ok(Term::Text(word.to_lowercase()));
    };
    let start = at.start + field.len() + 1;
    let wrong = |what: &str, hint: String| Wrong {
        at: start..at.end,
        message: format!("'{value}' is no {what}"),
        hint,
    };
    match field {
        "app" => Ok(Term::App(value.to_lowercase())),
        "sev" => Severity::parse(value)
            .map(Term::Severity)
            .ok_or_else(|| wrong(Severity::WHAT, words(Severity::ALL))),
        "status" => Status::parse(value)
            .map(Term::Status)
            .ok_or_else(|| wrong(Status::WHAT, words(Status::ALL))),
        "band" => Band::parse(&value.to_uppercase())
            .map(Term::Band)
            .ok_or_else(|| wrong(Band::WHAT, words(Band::ALL))),
        _ => Err(Wrong {
            at: at.start..start - 1,
            message: format!("'{field}' is no field"),
            hint: FIELDS.join(", "),
        }),
    }
}

fn words<T: ToString>(all: &[T]) -> String {
    let all: Vec<_> = all.iter().map(T::to_string).collect();
    all.join(", ")
}

fn narrow(term: &Term, columns: &Columns, keep: &mut [bool]) {
    match term {
        Term::Severity(it) => only(keep, &columns.severity, |has| has == it),
        Term::Status(it) => only(keep, &columns.status, |has| has == it),
        Term::Band(it) => only(keep, &columns.band, |has| has == it),
        Term::App(name) => {
            let hit = texts(columns, name);
            only(keep, &columns.app, |id| has(&hit, *id));
        }
        Term::Text(word) => {
            let hit = texts(columns, word);
            let rest = columns.place.iter().zip(&columns.app).zip(&columns.tools);
            for ((keep, title), ((place, app), tools)) in
                keep.iter_mut().zip(&columns.title).zip(rest)
            {
                *keep &= [title, place, app, tools]
                    .into_iter()
                    .any(|id| has(&hit, *id));
            }
        }
    }
}

fn only<T>(keep: &mut [bool], column: &[T], hit: impl Fn(&T) -> bool) {
    for (keep, value) in keep.iter_mut().zip(column) {
        *keep &= hit(value);
    }
}

/// For each text of the pool, whether it contains the word.
fn texts(columns: &Columns, word: &str) -> Vec<bool> {
    columns
        .pool
        .iter()
        .map(|(_, text)| text.to_lowercase().contains(word))
        .collect()
}

fn has(hit: &[bool], id: TextId) -> bool {
    hit.get(id as usize).copied().unwrap_or(false)
}
