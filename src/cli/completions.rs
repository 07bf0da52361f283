//! `sluice completions`

use super::{Status, Terminal};
use crate::error::Problem;
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl CompletionsArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        // The generator panics on a closed pipe when it writes itself.
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut super::tree(), "sluice", &mut text);
        at.out.write_all(&text)?;
        Ok(Status::Done)
    }
}
