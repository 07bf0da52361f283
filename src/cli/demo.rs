//! `sluice demo`

use super::{Output, Status, Terminal, list, tui};
use crate::error::Problem;
use crate::ops::{Workspace, demo, issues, queue};

/// Open the console on the bundled sample data, in a throw-away store
///
/// Without a terminal it prints the queue instead.
#[derive(Debug, clap::Args)]
pub(super) struct DemoArgs {}

impl DemoArgs {
    #[expect(clippy::unused_self, reason = "every command has the same form")]
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let folder = tempfile::tempdir()?;
        let mut workspace = Workspace::open(&folder.path().join("demo.db"))?;
        let made = demo::fill(&mut workspace, &at.outside.who())?;
        writeln!(
            at.err,
            "{} reports of {} tools: {} findings are {} issues in {} applications",
            made.reports, made.tools, made.findings, made.issues, made.applications
        )?;
        if at.outside.terminal && at.output == Output::Table {
            return tui::open(at, workspace, ("demo".to_owned(), String::new()), None);
        }
        let columns = queue::load(&workspace)?;
        let rows = queue::filter(&columns, "", at.outside.now())?;
        list::table_of_issues(at, &columns, &rows, issues::id_digits(&workspace)?)?;
        writeln!(at.err, "run `sluice demo` in a terminal to triage them")?;
        Ok(Status::Done)
    }
}
