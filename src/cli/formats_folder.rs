//! The option that names the folder of a person's own formats.

use super::Terminal;
use crate::error::Problem;
use crate::formats::Formats;
use crate::ops::filters::{Limits, Workers};
use crate::ops::formats;
use std::path::PathBuf;

/// Where a person's own formats are.
#[derive(Debug, clap::Args)]
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
}
