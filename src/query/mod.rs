//! The filter language: text ↔ tree, evaluation over the queue's columns, completion.
//!
//! ```text
//! filter = any
//! any    = all { "or" all }
//! all    = one { ["and"] one }                    terms side by side must all hold
//! one    = ( "-" | "not" ) one | "(" any ")" | word | term
//! term   = field op value { "," value }           a list holds when one of its values does
//! op     = ":" | "=" | "!=" | "<" | "<=" | ">" | ">="      also `first:<7d`
//! value  = plain | "\"" text with \" and \\ "\""
//! ```
//!
//! - A bare word is looked for, ignoring case, in title, place, rule, vulnerability ids and package.
//! - `:` asks a name for the whole name, a text for a part of it; `*` stands for any text (within one
//!   folder in paths, `**` across folders). `=` always asks for the whole. Quotes take `*` literally.
//! - Greater is worse: `sev>=high` is critical and high, `band>=P2` is P1 and P2. An unknown severity
//!   is neither above nor below anything and is asked for by name.
//! - `none` and `any` ask whether there is a value at all: `owner:none`.
//! - Without a `status:` term nothing is said about the status: see [`Query::mentions_status`].
//!
//! Invariants: the canonical text of a tree parses to an equal tree; nothing here reads a clock; a
//! filter costs one pass over the distinct texts and one over the rows, whatever it asks.
//! All fields stand in [`fields::FIELDS`]; help, completion, parsing and evaluation loop over it.

pub mod complete;
pub mod components;
pub mod field;
pub mod fields;
pub mod matcher;
pub mod tree;

mod lex;
mod parse;
mod pattern;
mod span;
mod value;

pub use complete::{Completion, complete};
pub use matcher::Matcher;

use crate::error::{Place, Problem};
use std::fmt;
use std::ops::Range;
use tree::Node;

/// A filter that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What it says.
    pub tree: Node,
}

impl Query {
    /// Reads a filter. The empty text is the filter that everything passes.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parse::parse(text).map(|tree| Self { tree })
    }

    /// The filter that everything passes.
    pub const fn all() -> Self {
        Self { tree: Node::All }
    }

    /// Both filters must hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            tree: Node::and([self.tree, other.tree]),
        }
    }

    /// A weaker filter that asks of these fields alone: whatever passes the filter passes it too.
    #[must_use]
    pub fn only(&self, fields: &[&str]) -> Self {
        Self {
            tree: self.tree.only(fields, true),
        }
    }

    /// True when the person said something about the status, so that no default may be added.
    pub fn mentions_status(&self) -> bool {
        self.tree.mentions("status")
    }
}

/// The canonical text; parses to an equal filter.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree.fmt(f)
    }
}

/// Why a filter was not understood, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The filter.
    pub text: String,
    /// Bytes of the filter that are wrong.
    pub at: Range<usize>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl QueryError {
    pub(super) fn new(text: &str, at: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            text: text.to_owned(),
            at,
            message: message.into(),
            hint: None,
        }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Column of the first wrong character, counted from one.
    pub fn column(&self) -> usize {
        let before = self.text.get(..self.at.start).unwrap_or(&self.text);
        before.chars().count() + 1
    }

    /// A line with carets under the wrong part, to be printed under the filter.
    pub fn carets(&self) -> String {
        let wrong = self.text.get(self.at.clone()).unwrap_or_default();
        let blanks = " ".repeat(self.column() - 1);
        blanks + &"^".repeat(wrong.chars().count().max(1))
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for QueryError {}

impl From<QueryError> for Problem {
    fn from(err: QueryError) -> Self {
        let place = Place {
            file: "filter".to_owned(),
            line: None,
            path: format!("column {} of '{}'", err.column(), err.text),
        };
        let hint = err.hint.unwrap_or_else(|| {
            "put text with special characters in quotes, or see the list of fields".to_owned()
        });
        Self::usage(err.message).at(place).hint(hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_points_at_what_is_wrong() {
        let err = Query::parse("app:x é sevv>=high").unwrap_err();
        assert_eq!(err.carets(), "        ^^^^");
        let problem = Problem::from(err);
        assert_eq!(problem.to_string(), "no field is called 'sevv'");
        assert_eq!(
            problem.place().unwrap().to_string(),
            "filter at column 9 of 'app:x é sevv>=high'"
        );
        assert!(problem.hint_text().unwrap().contains("'sev'"));
    }

    #[test]
    fn a_status_is_noticed_wherever_it_stands() {
        for (text, expected) in [
            ("sev:high", false),
            ("x or -(y status:fixed)", true),
            ("", false),
        ] {
            assert_eq!(Query::parse(text).unwrap().mentions_status(), expected);
        }
    }
}
