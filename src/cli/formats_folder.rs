//! The option that names the folder of a person's own formats.

use super::Terminal;
use crate::error::Problem;
use crate::formats::Formats;
use crate::ops::filters::{Limits, Workers};
use crate::ops::formats;
use crate::tui::worker::LoadFormats;
use std::path::PathBuf;
use std::sync::Arc;

/// Where a person's own formats are.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct FormatsFolder {
    /// Folder of your own formats, written as jq filters [default: `formats` in the platform's
    /// configuration folder]
    #[arg(long, env = "SLUICE_FORMATS", value_name = "FOLDER")]
    formats_folder: Option<PathBuf>,
}

/// What runs filters.
pub(super) fn workers(at: &Terminal<'_>) -> Result<Workers, Problem> {
    Ok(Workers {
        program: at.outside.program()?,
        limits: Limits::default(),
    })
}

impl FormatsFolder {
    /// All formats, and what is wrong with the person's own.
    pub(super) fn all(&self, at: &Terminal<'_>) -> Result<(Formats, Vec<Problem>), Problem> {
        let usual = at.outside.formats_folder();
        let folder = self.formats_folder.clone().or(usual);
        formats::load(folder.as_deref(), &workers(at)?)
    }

    /// All formats; those that cannot be used are named on the error stream.
    pub(super) fn load(&self, at: &mut Terminal<'_>) -> Result<Formats, Problem> {
        let (formats, wrong) = self.all(at)?;
        for problem in &wrong {
            super::print(problem, at.err);
        }
        Ok(formats)
    }

    /// Loads all formats when they are needed. What is wrong with the person's own is an error then.
    pub(super) fn later(&self, at: &Terminal<'_>) -> Result<LoadFormats, Problem> {
        let folder = self.formats_folder.clone().or(at.outside.formats_folder());
        let workers = workers(at)?;
        Ok(Arc::new(move || {
            let (formats, wrong) = formats::load(folder.as_deref(), &workers)?;
            wrong.into_iter().next().map_or(Ok(formats), Err)
        }))
    }
}
