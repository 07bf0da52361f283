//! `sluice demo`

use super::{Status, Terminal};
use crate::error::Problem;

/// Open the console (also without any command)
#[derive(Debug, Default, clap::Args)]
pub(super) struct DemoArgs {
    /// The first filter
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
}

impl DemoArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        _ = (&self.filter, at);
        Ok(Status::Done)
    }
}
