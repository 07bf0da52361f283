//! Use cases: the one door for `cli` and `tui`, and the only place where the rooms meet.
//!
//! An operation is one transaction with a recorded reason and an inverse. It takes the time and the
//! person as values ([`Who`]), prints nothing and asks nothing.

pub mod decide;
pub mod issues;
pub mod queue;
pub mod undo;

use crate::error::Problem;
use std::path::Path;

/// Who acts, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Login name.
    pub name: String,
    /// UTC seconds.
    pub at: i64,
}

/// An open store with all that operations need.
#[derive(Debug)]
pub struct Workspace {}

impl Workspace {
    /// Opens or creates the store at `path` and brings its schema up to date.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        _ = path;
        Ok(Self {})
    }
}
