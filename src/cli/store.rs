//! `sluice store`

use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::ops::upkeep;
use clap::Subcommand;
use serde_json::json;

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
}

impl StoreArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let workspace = at.workspace()?;
        match self.what {
            What::Info => {
                let it = upkeep::info(&workspace)?;
                let rows = [
                    ("bytes", it.bytes),
                    ("applications", it.applications),
                    ("reports", it.reports),
                    ("findings", it.findings),
                    ("issues", it.issues),
                    ("events", it.events),
                ];
                if at.output == Output::Json {
                    let mut document = serde_json::Map::new();
                    document.insert("version".to_owned(), 1.into());
                    document.insert("path".to_owned(), it.path.into());
                    for (name, value) in rows {
                        document.insert(name.to_owned(), value.into());
                    }
                    let document = serde_json::Value::from(document);
                    writeln!(at.out, "{document}")?;
                } else {
                    writeln!(at.out, "{:14}{}", "path", it.path)?;
                    for (name, value) in rows {
                        writeln!(at.out, "{name:14}{value}")?;
                    }
                }
                Ok(Status::Done)
            }
            What::Check => {
                let wrong = upkeep::check(&workspace)?;
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
        }
    }
}
