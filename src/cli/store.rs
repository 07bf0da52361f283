//! `sluice store`

use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::ops::{Workspace, upkeep};
use clap::Subcommand;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// Look after the store
#[derive(Debug, clap::Args)]
pub(super) struct StoreArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Say where the store is and what is in it
    Info,
    /// Check the file, its rows and the event log; exit code 1 if anything is wrong
    Check,
    /// Write a copy of the store to a file that is not there yet
    Backup {
        /// Where to
        file: PathBuf,
    },
    /// Give room that nothing needs any more back to the disk
    Compact,
    /// Make links, issues, owners and priorities again from findings and decisions
    Rebuild,
}

impl StoreArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        match &self.what {
            What::Info => {
                let it = upkeep::info(&workspace)?;
                let rows = [
                    ("path", it.path.into()),
                    ("bytes", it.bytes.into()),
                    ("applications", it.applications.into()),
                    ("reports", it.reports.into()),
                    ("findings", it.findings.into()),
                    ("issues", it.issues.into()),
                    ("events", it.events.into()),
                ];
                told(at, rows)
            }
            What::Check => check(at, &workspace),
            What::Backup { file } => {
                let bytes = upkeep::backup(&workspace, file)?;
                let path = file.display().to_string();
                told(at, [("path", path.into()), ("bytes", bytes.into())])
            }
            What::Compact => {
                let (before, after) = upkeep::compact(&mut workspace)?;
                let rows = [
                    ("bytes_before", before.into()),
                    ("bytes_after", after.into()),
                ];
                told(at, rows)
            }
            What::Rebuild => {
                let it = upkeep::rebuild(&mut workspace, &at.outside.who())?;
                let rows = [
                    ("findings", it.findings.into()),
                    ("issues_before", it.issues.0.into()),
                    ("issues_after", it.issues.1.into()),
                    ("issues_changed", it.changed.into()),
                ];
                told(at, rows)
            }
        }
    }
}

/// Prints some facts, as JSON or one a line.
fn told<const N: usize>(
    at: &mut Terminal<'_>,
    rows: [(&str, Value); N],
) -> Result<Status, Problem> {
    if at.output == Output::Json {
        let mut document = Map::new();
        document.insert("version".to_owned(), 1.into());
        document.extend(rows.map(|(name, value)| (name.to_owned(), value)));
        writeln!(at.out, "{}", Value::from(document))?;
        return Ok(Status::Done);
    }
    let longest = rows.iter().map(|it| it.0.len()).max().unwrap_or(0);
    let width = longest.max(12) + 2;
    for (name, value) in rows {
        let name = name.replace('_', " ");
        match value.as_str() {
            Some(text) => writeln!(at.out, "{name:<width$}{text}")?,
            None => writeln!(at.out, "{name:<width$}{value}")?,
        }
    }
    Ok(Status::Done)
}

fn check(at: &mut Terminal<'_>, workspace: &Workspace) -> Result<Status, Problem> {
    let wrong = upkeep::check(workspace)?;
    if at.output == Output::Json {
        writeln!(at.out, "{}", json!({"version": 1, "wrong": wrong}))?;
    } else if wrong.is_empty() {
        writeln!(at.out, "the store is whole")?;
    }
    for it in &wrong {
        writeln!(at.err, "{it}")?;
    }
    Ok(if wrong.is_empty() {
        Status::Done
    } else {
        Status::Refused
    })
}
