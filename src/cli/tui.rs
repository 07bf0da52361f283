//! `sluice tui`

use super::formats_folder::FormatsFolder;
use super::{Status, Terminal};
use crate::error::Problem;
use crate::ops::Workspace;
use crate::tui::{self, Options, keymap::KeysFile, theme::Colour};
use std::sync::Arc;

/// Open the console (also without any command)
#[derive(Debug, Default, clap::Args)]
pub(super) struct TuiArgs {
    /// The first filter
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    #[command(flatten)]
    filters: FormatsFolder,
}

impl TuiArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        if !at.outside.terminal {
            return Err(Problem::usage("the console needs a terminal")
                .hint("use `sluice list` in scripts and pipes"));
        }
        let store = at.store.display().to_string();
        let workspace = at.workspace()?;
        open(
            at,
            workspace,
            (store, self.filter.join(" ")),
            Some(&self.filters),
        )
    }
}

/// Opens the console on a workspace, under a name and with a filter; without a folder of formats on
/// the sample data.
pub(super) fn open(
    at: &Terminal<'_>,
    workspace: Workspace,
    (store, filter): (String, String),
    filters: Option<&FormatsFolder>,
) -> Result<Status, Problem> {
    let who = at.outside.who();
    let formats = filters.cloned().unwrap_or_default().later(at)?;
    tui::run(Options {
        workspace,
        store,
        who_name: who.name,
        clock: Arc::new(at.outside.clock()),
        filter,
        editor: at.outside.editor.clone(),
        colour: if at.outside.colour {
            Colour::Ansi
        } else {
            Colour::None
        },
        keys: at
            .outside
            .keys()
            .map(|(file, text)| KeysFile { file, text }),
        demo: filters.is_none(),
        formats,
    })?;
    Ok(Status::Done)
}
