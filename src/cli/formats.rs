//! `sluice formats`

use super::formats_folder::FormatsFolder;
use super::formats_test::TestArgs;
use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::formats::Format;
use serde_json::json;

/// List the report formats that can be read, or try a filter of your own
#[derive(Debug, clap::Args)]
#[command(after_long_help = include_str!("formats.txt"))]
pub(super) struct FormatsArgs {
    #[command(flatten)]
    filters: FormatsFolder,

    #[command(subcommand)]
    command: Option<FormatsCommand>,
}

#[derive(Debug, clap::Subcommand)]
enum FormatsCommand {
    Test(TestArgs),
}

impl FormatsArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        match &self.command {
            Some(FormatsCommand::Test(args)) => args.run(at, &self.filters),
            None => self.list(at),
        }
    }

    fn list(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let (formats, mut wrong) = self.filters.all(at)?;
        let own = |it: &&dyn Format| it.filter().is_some_and(|it| it.origin() != BUILT_IN);
        let mut listed: Vec<_> = formats.all().collect();
        listed.sort_by(|a, b| a.name().cmp(b.name()));
        // The process of a filter says what is wrong with its text; built-in ones have tests.
        for it in listed.iter().copied().filter(own) {
            wrong.extend(it.filter().and_then(|it| it.check().err()));
        }
        if at.output == Output::Json {
            let all: Vec<_> = listed
                .iter()
                .map(|it| {
                    json!({
                        "name": it.name(), "tool": it.tool(), "kinds": kinds(*it),
                        "file_types": it.file_types(), "source": source(*it),
                    })
                })
                .collect();
            at.json(&json!({"version": 1, "formats": all}))?;
        } else {
            let rows = listed.iter().map(|it| {
                vec![
                    it.name().to_owned(),
                    it.tool().to_owned(),
                    kinds(*it),
                    it.file_types().to_owned(),
                    source(*it).to_owned(),
                ]
            });
            table::print(
                at,
                &["format", "tool", "kinds", "file types", "source"],
                rows,
            )?;
        }
        for problem in &wrong {
            super::print(problem, at.err);
        }
        Ok(if wrong.is_empty() {
            Status::Done
        } else {
            Status::Partly
        })
    }
}

const BUILT_IN: &str = "built in";

fn source(it: &dyn Format) -> &str {
    it.filter().map_or(BUILT_IN, |it| it.origin())
}

fn kinds(it: &dyn Format) -> String {
    let names: Vec<_> = it.kinds().iter().map(|it| it.name()).collect();
    names.join(", ")
}
