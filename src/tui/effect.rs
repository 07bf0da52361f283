//! What the state asks the loop to do. State code never does it itself.
//!
//! Loads carry a number; an answer whose number is no longer the newest is dropped unseen. Writes
//! are never dropped and never reordered.

use crate::model::Digest;
use crate::ops::decide::Change;
use crate::tui::action::Action;
use crate::tui::filter::Sort;
use crate::tui::screens::sheet::Doing;

/// Something for the loop to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read all issues.
    Load {
        /// Number of the request.
        number: u64,
    },
    /// Read one issue whole.
    Open {
        /// Number of the request.
        number: u64,
        /// Row number in the store.
        id: i64,
    },
    /// Read what may be one.
    Suggestions {
        /// Number of the request.
        number: u64,
    },
    /// Explain something.
    Explain {
        /// Number of the request.
        number: u64,
        /// What.
        about: About,
    },
    /// Read what a list screen shows.
    Sheet {
        /// Number of the request.
        number: u64,
        /// The screen, by the action that opens it.
        screen: Action,
    },
    /// Work out which rows pass a filter.
    Filter {
        /// Number of the request.
        number: u64,
        /// The filter.
        text: String,
        /// Where it is being typed, in bytes.
        caret: usize,
        /// The order.
        sort: Sort,
    },
    /// Find titles and places among the rows shown.
    Find {
        /// Number of the request.
        number: u64,
        /// What was typed.
        text: String,
    },
    /// Work out what an import would change.
    Plan {
        /// Number of the request.
        number: u64,
        /// What to import.
        reports: Reports,
    },
    /// Change the store.
    Write(Write),
    /// Let the person write a longer text in the editor.
    Edit {
        /// The text so far.
        text: String,
    },
    /// Forget what is on the screen and draw all of it.
    Redraw,
    /// End the program.
    Quit,
}

/// Reports to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reports {
    /// A file, an archive or a folder.
    pub path: String,
    /// The application they are about.
    pub app: String,
}

/// What is to be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// An issue, by its row number in the store.
    Issue(i64),
    /// Two findings.
    Findings(Digest, Digest),
}

/// A change of the store.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// A decision about issues.
    Decide {
        /// Row numbers in the store.
        issues: Vec<i64>,
        /// What is decided.
        change: Change,
    },
    /// An import that was looked at before.
    Import(Reports),
    /// What a list screen does with a row.
    Sheet(Doing),
    /// Take the last operation back.
    Undo,
    /// Take the last undo back.
    Redo,
}
