//! What a list screen shows: columns, rows, and the details of each row. Plain values.

use crate::tui::theme::Role;

/// All that a list screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Lines above the list: what matters most. At most three are shown.
    pub notes: Vec<(Role, String)>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How many rows there are in all, when not all were loaded; else 0.
    pub all: usize,
    /// What to say when there is no row.
    pub empty: Vec<String>,
}

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// So many columns of the terminal.
    Exactly(usize),
    /// So many shares of what the others leave.
    Share(usize),
}

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// How wide it is.
    pub width: Width,
    /// Lists narrower than this do not show it.
    pub from: usize,
    /// Numbers stand at its right edge.
    pub right: bool,
}

impl Column {
    /// A column of text that is always shown.
    pub const fn new(title: &'static str, width: Width) -> Self {
        Self {
            title,
            width,
            from: 0,
            right: false,
        }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn number(title: &'static str, width: usize) -> Self {
        Self {
            title,
            width: Width::Exactly(width),
            from: 0,
            right: true,
        }
    }

    /// The same, shown in lists of this width and wider.
    #[must_use]
    pub const fn from(mut self, width: usize) -> Self {
        self.from = width;
        self
    }
}

/// A piece of text in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The text; made harmless when it is drawn.
    pub text: String,
    /// How it looks.
    pub role: Role,
}

impl Cell {
    /// A text that looks like this.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role,
        }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::new(Role::Plain, text)
    }
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is: stays the same when the list is read again, and is told to the verbs.
    pub key: String,
    /// One for each column.
    pub cells: Vec<Cell>,
    /// The pane of details.
    pub details: Vec<Detail>,
    /// What Enter does.
    pub enter: Enter,
}

/// A line of the details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// A heading.
    Heading(String),
    /// A label of at most eleven letters and what it says; left out when it says nothing.
    Pair(String, String),
    /// Text, wrapped.
    Text(Role, String),
}

/// What Enter does with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enter {
    /// Shows the details whole, in a window.
    Details,
    /// Opens the queue with this filter; Esc comes back.
    Queue(String),
    /// Opens this issue (its row number in the store); Esc comes back.
    Issue(i64),
    /// Shows a text in a window: heading and lines.
    Text(String, Vec<Detail>),
}
