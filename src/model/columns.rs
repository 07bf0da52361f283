//! The queue as columns: one narrow vector per field, texts as numbers into one pool.
//!
//! A keystroke in the console filters and counts over these, so nothing here may cost more than a
//! pass over a vector. Rows stand in priority order; their order is total and stable.

use crate::model::{Band, Class, Digest, Severity, Status};

/// A text's number in the [`Pool`]. 0 is the empty text.
pub type TextId = u32;

/// The distinct texts of a queue.
#[derive(Clone, Debug)]
pub struct Pool {
    texts: Vec<Box<str>>,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            texts: vec!["".into()],
        }
    }
}

impl Pool {
    /// The text with this number; empty when there is none.
    pub fn get(&self, id: TextId) -> &str {
        self.texts.get(id as usize).map_or("", |it| it)
    }

    /// Puts a text at a number, growing the pool as needed.
    pub fn set(&mut self, id: TextId, text: &str) {
        let at = id as usize;
        if self.texts.len() <= at {
            self.texts.resize(at + 1, "".into());
        }
        if let Some(slot) = self.texts.get_mut(at) {
            *slot = text.into();
        }
    }

    /// Adds a text at the end and returns its number. Does not look for an equal one.
    pub fn push(&mut self, text: &str) -> TextId {
        let id = TextId::try_from(self.texts.len()).unwrap_or(TextId::MAX);
        self.texts.push(text.into());
        id
    }

    /// How many numbers are taken.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// True when only the empty text is there.
    pub fn is_empty(&self) -> bool {
        self.texts.len() <= 1
    }

    /// Every number with its text.
    pub fn iter(&self) -> impl Iterator<Item = (TextId, &str)> {
        (0..).zip(self.texts.iter().map(|it| &**it))
    }
}

/// All issues of a store, in priority order (highest score first, then the oldest, then the
/// fingerprint).
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Texts of all columns that hold a [`TextId`].
    pub pool: Pool,
    /// Row numbers in the store.
    pub id: Vec<i64>,
    /// Fingerprints of the first findings.
    pub fingerprint: Vec<Digest>,
    /// Application.
    pub app: Vec<TextId>,
    /// One line.
    pub title: Vec<TextId>,
    /// Shortest useful place.
    pub place: Vec<TextId>,
    /// Owning team; 0 for nobody.
    pub team: Vec<TextId>,
    /// Owning person; 0 for nobody.
    pub person: Vec<TextId>,
    /// Names of the tools, sorted, joined by `,`.
    pub tools: Vec<TextId>,
    /// The first finding's rule.
    pub rule: Vec<TextId>,
    /// Vulnerability ids joined by `,`.
    pub vulnerabilities: Vec<TextId>,
    /// CWE numbers joined by `,`.
    pub cwes: Vec<TextId>,
    /// Package name; 0 for none.
    pub package: Vec<TextId>,
    /// Sort of weakness.
    pub class: Vec<Class>,
    /// Worst severity.
    pub severity: Vec<Severity>,
    /// Score in hundredths, 0–10000.
    pub score: Vec<u16>,
    /// Band.
    pub band: Vec<Band>,
    /// Where it stands.
    pub status: Vec<Status>,
    /// Number of tools.
    pub tool_count: Vec<u8>,
    /// Number of findings.
    pub findings: Vec<u32>,
    /// First sighting, UTC seconds.
    pub first_seen: Vec<i64>,
    /// Known to be exploited.
    pub kev: Vec<bool>,
    /// A catalogue was imported that could list it: without one, nobody knows.
    pub kev_asked: Vec<bool>,
    /// EPSS probability in ten-thousandths; `u16::MAX` when not fed.
    pub epss: Vec<u16>,
    /// When it is or was to be closed, UTC seconds; 0 when it has no clock. What is still to be closed
    /// says [`Columns::due_at`].
    pub due: Vec<i64>,
}

impl Columns {
    /// Number of issues.
    pub fn len(&self) -> usize {
        self.id.len()
    }

    /// True when there are no issues.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// When the issue at a row is to be closed, UTC seconds; `None` when it has no clock, or is closed and
    /// so neither late nor due. What is only put off stays due.
    pub fn due_at(&self, row: usize) -> Option<i64> {
        let closed = self.status.get(row).is_none_or(|it| it.is_closed());
        let due = self.due.get(row).filter(|it| !closed && **it != 0);
        due.copied()
    }

    /// The text of a column at a row; empty beyond the end.
    pub fn text(&self, column: &[TextId], row: usize) -> &str {
        column.get(row).map_or("", |id| self.pool.get(*id))
    }
}
