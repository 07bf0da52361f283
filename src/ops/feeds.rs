//! Feeds: the KEV catalogue and EPSS scores, from files. Importing one re-ranks what it touches.

use crate::error::Problem;
use crate::formats::feeds::{self as read, Feed};
use crate::formats::{Input as _, Probe};
use crate::model::{Actor, ActorKind};
use crate::ops::regroup;
use crate::ops::source::Source;
use crate::ops::{Who, Workspace};
use crate::store::events::{self, NewEvent};
use crate::store::feeds::{self as rows, FeedRow, KevRow};
use crate::store::{Keep, Tx, members};
use serde_json::json;
use std::collections::BTreeSet;

/// What a feed's import did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The feed as it now stands.
    pub feed: FeedRow,
    /// Rows that could not be used.
    pub skipped: usize,
    /// Issues that were ranked anew.
    pub ranked: usize,
}

/// The imported feeds, by name. One that is missing was never imported: then nothing is known,
/// which is not the same as "not exploited".
pub fn status(workspace: &Workspace) -> Result<Vec<FeedRow>, Problem> {
    Ok(rows::all(&workspace.store.read())?)
}

/// Imports one feed in place of its earlier edition.
pub fn import(workspace: &mut Workspace, source: &Source, who: &Who) -> Result<Outcome, Problem> {
    let kind = read::detect(&Probe::new(source)?).ok_or_else(|| {
        Problem::input("this is neither a KEV catalogue nor EPSS scores")
            .in_file(source.name())
            .hint("give CISA's known_exploited_vulnerabilities.json or .csv, or FIRST's epss_scores CSV")
    })?;
    let (sha256, _) = source.sha256()?;
    workspace.store.write(|tx| {
        let (mut feed, skipped) = match kind {
            Feed::Kev => kev(tx, source)?,
            Feed::Epss => epss(tx, source)?,
        };
        feed.sha256.clone_from(&sha256);
        feed.imported_at = who.at;
        rows::set(tx, &feed)?;
        let ranked = rank_again(tx)?;
        log(tx, &feed, source.name(), who)?;
        Ok((
            Outcome {
                feed,
                skipped,
                ranked,
            },
            Keep::All,
        ))
    })
}

fn kev(tx: &Tx<'_>, source: &Source) -> Result<(FeedRow, usize), Problem> {
    let catalogue = read::kev::read(source)?;
    rows::clear(tx, "kev")?;
    for it in &catalogue.entries {
        rows::add_kev(
            tx,
            &KevRow {
                cve: it.cve.clone(),
                added: it.date_added.clone(),
                due: it.due_date.clone(),
                ransomware: it.ransomware,
                name: it.name.clone(),
            },
        )?;
    }
    let count = i64::try_from(catalogue.entries.len()).unwrap_or(i64::MAX);
    Ok((
        feed("kev", catalogue.version, catalogue.released, count),
        catalogue.skipped.len(),
    ))
}

fn epss(tx: &Tx<'_>, source: &Source) -> Result<(FeedRow, usize), Problem> {
    rows::clear(tx, "epss")?;
    let mut count = 0;
    let header = read::epss::read(source, &mut |row| {
        count += 1;
        Ok(rows::add_epss(tx, &row.cve, row.epss, row.percentile)?)
    })?;
    let skipped = header.skipped.len();
    Ok((
        feed("epss", header.model_version, header.score_date, count),
        skipped,
    ))
}

fn feed(name: &str, version: String, dated: String, rows: i64) -> FeedRow {
    FeedRow {
        name: name.to_owned(),
        version,
        dated,
        rows,
        sha256: String::new(),
        imported_at: 0,
    }
}

/// Ranks every issue that has a vulnerability id anew. An edition that leaves an id out changes it
/// as much as one that brings it in.
fn rank_again(tx: &Tx<'_>) -> Result<usize, Problem> {
    let mut issues = BTreeSet::new();
    for (id, _) in members::vulnerabilities(tx)? {
        issues.extend(members::issues_with(tx, id)?);
    }
    regroup::rank(tx, issues)
}

fn log(tx: &Tx<'_>, feed: &FeedRow, file: &str, who: &Who) -> Result<(), Problem> {
    events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: Actor {
                kind: ActorKind::Import,
                name: who.name.clone(),
            },
            operation: "feed",
            summary: format!(
                "imported {} of {}: {} rows",
                feed.name, feed.dated, feed.rows
            ),
            payload: json!({
                "feed": feed.name, "file": file, "version": feed.version, "dated": feed.dated,
                "rows": feed.rows, "sha256": feed.sha256,
            })
            .to_string(),
        },
    )?;
    Ok(())
}
