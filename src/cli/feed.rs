//! `sluice feed`

use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::ops::{feeds, source};
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;

/// Import what is known about exploitation: CISA's KEV catalogue, FIRST's EPSS scores
///
/// Sluice never calls the network: download the files yourself and import them here.
#[derive(Debug, clap::Args)]
pub(super) struct FeedArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import feed files (JSON or CSV, also .gz) in place of earlier editions
    Import {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Say which editions are in the store and how old they are
    Status,
}

impl FeedArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        if let What::Import { files } = &self.what {
            for file in files {
                for source in source::open(file, &mut std::io::stdin())?.sources {
                    let done = feeds::import(&mut workspace, &source, &at.outside.who())?;
                    writeln!(
                        at.err,
                        "{} of {}: {} rows, {} skipped, {} issues ranked anew",
                        done.feed.name, done.feed.dated, done.feed.rows, done.skipped, done.ranked
                    )?;
                }
            }
        }
        let all = feeds::status(&workspace)?;
        if at.output == Output::Json {
            let feeds: Vec<_> = all
                .iter()
                .map(|it| {
                    json!({
                        "name": it.name, "version": it.version, "dated": it.dated,
                        "rows": it.rows, "sha256": it.sha256,
                    })
                })
                .collect();
            writeln!(at.out, "{}", json!({"version": 1, "feeds": feeds}))?;
            return Ok(Status::Done);
        }
        let now = at.outside.now();
        let rows = ["kev", "epss"].map(|name| match all.iter().find(|it| it.name == name) {
            Some(it) => vec![
                name.to_owned(),
                it.dated.clone(),
                it.rows.to_string(),
                format!("{} ago", table::age(now - it.imported_at)),
            ],
            None => vec![
                name.to_owned(),
                "never imported".to_owned(),
                "-".to_owned(),
                "-".to_owned(),
            ],
        });
        table::print(at, &["feed", "of", "rows", "imported"], rows)?;
        Ok(Status::Done)
    }
}
