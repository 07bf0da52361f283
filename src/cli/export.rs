//! `sluice export`

use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::ops::export::{self, Style};
use crate::ops::queue;
use clap::Subcommand;

/// Write decisions, issues or findings for other programs
///
/// JSON by default; `--output csv` for a spreadsheet.
#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Every standing decision with who, when and why
    Decisions,
    /// Issues with their findings and links
    Issues {
        /// Which
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
    },
    /// Raw findings
    Findings {
        /// Of which issues
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
    },
}

impl ExportArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let workspace = at.workspace()?;
        let style = if at.output == Output::Csv {
            Style::Csv
        } else {
            Style::Json
        };
        match &self.what {
            What::Decisions => {
                let name = if style == Style::Csv { "csv" } else { "json" };
                export::decisions(&workspace, name, at.out)?;
            }
            What::Issues { filter } => {
                let columns = queue::load(&workspace)?;
                let rows = queue::filter(&columns, &filter.join(" "), at.outside.now())?;
                export::issues(&workspace, (&columns, &rows), (style, true), at.out)?;
            }
            What::Findings { filter } => {
                let columns = queue::load(&workspace)?;
                let rows = queue::filter(&columns, &filter.join(" "), at.outside.now())?;
                export::findings(&workspace, (&columns, &rows), style, at.out)?;
            }
        }
        Ok(Status::Done)
    }
}
