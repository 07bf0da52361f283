//! `sluice undo`

use super::{Status, Terminal, decide};
use crate::error::Problem;
use crate::ops::undo;

/// Take back the last operation, or the one with a number; undo of an undo does it again
#[derive(Debug, clap::Args)]
pub(super) struct UndoArgs {
    /// Number of the event (see `sluice audit list`)
    #[arg(value_name = "EVENT")]
    event: Option<i64>,

    /// Take back the last undo instead
    #[arg(long, conflicts_with = "event")]
    redo: bool,
}

impl UndoArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        let who = at.outside.who();
        let outcome = if self.redo {
            undo::redo(&mut workspace, &who)?
        } else {
            undo::undo(&mut workspace, self.event, &who)?
        };
        decide::print(at, &outcome)
    }
}
