//! `sluice feed`

use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::formats::feeds::Feed;
use crate::ops::feeds::FeedRow;
use crate::ops::{Workspace, feeds, source};
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;

/// Import what is known about exploitation: KEV catalogues, EPSS, OSV aliases, CISA's Vulnrichment
///
/// Sluice never calls the network: download the files yourself and import them here.
#[derive(Debug, clap::Args)]
pub(super) struct FeedArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import feed files in place of earlier editions
    ///
    /// CISA's KEV catalogue (JSON, CSV), FIRST's EPSS scores (CSV, JSON), OSV records and CVE records with
    /// CISA's SSVC (JSON, JSON lines, a zip or a folder of them); all of it also as .gz.
    Import {
        /// Whose list of exploited vulnerabilities it is, when it is not CISA's; kept beside CISA's
        #[arg(long = "catalogue", value_name = "NAME")]
        catalogue: Option<String>,

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
        if let What::Import { files, catalogue } = &self.what {
            import(at, &mut workspace, (files, catalogue.as_deref()))?;
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
        let stale = feeds::stale_days(&workspace)?;
        let others = all.iter().map(|it| it.name.as_str());
        let others = others.filter(|it| it.starts_with("kev:"));
        let names = Feed::ALL.iter().map(|it| it.name()).chain(others);
        let now = at.outside.now();
        let rows: Vec<Vec<String>> = names
            .map(|name| row(name, all.iter().find(|it| it.name == name), (now, stale)))
            .collect();
        table::print(at, &["feed", "of", "rows", "imported", "state"], rows)?;
        Ok(Status::Done)
    }
}

fn import(
    at: &mut Terminal<'_>,
    workspace: &mut Workspace,
    (files, catalogue): (&[PathBuf], Option<&str>),
) -> Result<(), Problem> {
    let who = at.outside.who();
    for file in files {
        let mut documents = |visit: &mut dyn FnMut(&source::Source) -> _| {
            source::each(file, &mut std::io::stdin(), &mut |it| visit(&it))
        };
        for it in feeds::import_each(workspace, catalogue, &who, &mut documents)? {
            let feed = &it.feed;
            writeln!(
                at.err,
                "{} of {}: {} rows, {} skipped, {} changed, {} issues ranked anew",
                feed.name, feed.dated, feed.rows, it.skipped, it.changed, it.ranked
            )?;
        }
    }
    Ok(())
}

/// A line of the table: a feed that was never imported says nothing, and says so.
fn row(name: &str, feed: Option<&FeedRow>, (now, stale): (i64, i64)) -> Vec<String> {
    let Some(it) = feed else {
        let never = [name, "never imported", "-", "-", "nothing is known"];
        return never.map(str::to_owned).to_vec();
    };
    let old = feeds::age_days(it, now).filter(|it| *it > stale);
    vec![
        name.to_owned(),
        it.dated.clone(),
        it.rows.to_string(),
        format!("{} ago", table::age(now - it.imported_at)),
        old.map_or_else(|| "fresh".to_owned(), |it| format!("stale: {it} days old")),
    ]
}
