//! `sluice man`

use super::{Status, Terminal};
use crate::error::Problem;

/// Print the manual page
#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {}

impl ManArgs {
    #[expect(clippy::unused_self, reason = "every command has the same form")]
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        clap_mangen::Man::new(super::tree()).render(&mut at.out)?;
        Ok(Status::Done)
    }
}
