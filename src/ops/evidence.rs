//! Evidence for an auditor: a folder or zip that is read without Sluice.
//!
//! Everything streams: an issue at a time, an event at a time. The same store, period, clock and
//! person give the same bytes.

use crate::error::Problem;
use crate::export::evidence_index::{self, Index};
use crate::export::register::{Register, RegisterRow};
use crate::export::{self, FiguresExporter};
use crate::formats::Formats;
use crate::model::{Digest, Issue, Status, digest};
use crate::ops::evidence_pack::{MANIFEST, Pack};
use crate::ops::evidence_records;
use crate::ops::issues::{self, Depth};
use crate::ops::{Who, Workspace, export as exports, log, metrics, queue, scoring};
use crate::store::decisions::Aspect;
use crate::store::{Tx, events};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// Applications and period.
    pub period: metrics::Request,
    /// A folder or a `.zip` that is not there yet.
    pub target: PathBuf,
    /// So many issues as a sample.
    pub sample: Option<usize>,
    /// What the sample is drawn with.
    pub seed: u64,
    /// Who makes it, and when.
    pub who: Who,
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Issues in the register.
    pub issues: usize,
    /// Issues in the sample.
    pub sampled: usize,
    /// Files: name and SHA-256.
    pub files: Vec<(String, String)>,
}

const FILES: &[(&str, &str)] = &[
    (
        "register.csv",
        "every open and accepted issue: priority, owner, reason, who decided, next review, and the \
         SHA-256 of the reports it stands in",
    ),
    (
        "decisions.csv",
        "every standing decision with its reason, who made it and when, by fingerprint of finding",
    ),
    (
        "metrics.html",
        "the numbers of the period with their definitions, to be read and printed",
    ),
    ("metrics.json", "the same numbers for programs"),
    (
        "events.jsonl",
        "the whole log, one entry a line, each with the hash of the one before",
    ),
    (
        MANIFEST,
        "SHA-256 of every other file, as `sha256sum -c` reads it",
    ),
];

/// Writes the pack.
pub fn write(
    workspace: &Workspace,
    formats: &Formats,
    request: &Request,
) -> Result<Outcome, Problem> {
    let figures = metrics::figures(workspace, formats, &request.period)?;
    let log = log::verify(workspace)?;
    if let Some((seq, why)) = &log.broken {
        return Err(Problem::new(
            crate::error::Kind::Store,
            format!("event {seq} of the log is broken: {why}"),
        )
        .hint("what a broken log proves is nothing; see `sluice audit verify`"));
    }
    let rows = rows(workspace, &figures.apps)?;
    let sample = request
        .sample
        .map(|count| drawn(&rows, count, request.seed));
    let mut files: Vec<(&str, &str)> = FILES.to_vec();
    files.splice(2..2, evidence_records::FILES);
    if sample.is_some() {
        files.insert(
            1,
            ("sample.csv", "the issues that were drawn from the register"),
        );
    }
    let index = Index {
        apps: figures.apps.clone(),
        from: figures.from,
        to: figures.to,
        made: (request.who.at, request.who.name.clone()),
        issues: rows.len(),
        sample: sample.as_ref().map(|it| (it.len(), request.seed)),
        log: (log.entries, log.head),
        files,
    };
    let mut pack = Pack::begin(&request.target)?;
    pack.file("index.html", &mut |to| {
        Ok(evidence_index::write(&index, to)?)
    })?;
    let all: Vec<i64> = rows.iter().map(|it| it.0).collect();
    register(&mut pack, workspace, "register.csv", &all)?;
    if let Some(sample) = &sample {
        register(&mut pack, workspace, "sample.csv", sample)?;
    }
    pack.file("decisions.csv", &mut |to| {
        exports::decisions(workspace, "csv", to)
    })?;
    let period = (figures.from, figures.to);
    evidence_records::write(&mut pack, workspace, &figures.apps, period)?;
    for (name, exporter) in [("metrics.html", "html"), ("metrics.json", "json")] {
        let named = |it: &&&dyn FiguresExporter| it.name() == exporter;
        if let Some(it) = export::FIGURES.iter().find(named) {
            pack.file(name, &mut |to| Ok(it.write(&figures, to)?))?;
        }
    }
    pack.file("events.jsonl", &mut |to| log::export(workspace, to))?;
    Ok(Outcome {
        issues: rows.len(),
        sampled: sample.map_or(0, |it| it.len()),
        files: pack.end()?,
    })
}

/// The open and accepted issues of some applications, in priority order.
fn rows(workspace: &Workspace, apps: &[String]) -> Result<Vec<(i64, Digest)>, Problem> {
    let columns = queue::load(workspace)?;
    let apps: BTreeSet<&str> = apps.iter().map(String::as_str).collect();
    let all = columns
        .id
        .iter()
        .zip(&columns.fingerprint)
        .zip(&columns.status);
    let kept = all.enumerate().filter(|(row, (_, status))| {
        **status != Status::Fixed && apps.contains(columns.text(&columns.app, *row))
    });
    Ok(kept.map(|(_, ((id, print), _))| (*id, *print)).collect())
}

/// The issues with the lowest SHA-256 of seed and fingerprint, in that order.
fn drawn(rows: &[(i64, Digest)], count: usize, seed: u64) -> Vec<i64> {
    let lot = |print: &Digest| digest::sha256_hex(format!("{seed} {print}").as_bytes());
    let mut lots: Vec<(String, i64)> = rows.iter().map(|(id, print)| (lot(print), *id)).collect();
    lots.sort_unstable();
    lots.truncate(count);
    lots.into_iter().map(|it| it.1).collect()
}

fn register(
    pack: &mut Pack,
    workspace: &Workspace,
    name: &str,
    ids: &[i64],
) -> Result<(), Problem> {
    let digits = issues::id_digits(workspace)?;
    pack.file(name, &mut |to| {
        let mut sheet = Register::begin(to, digits)?;
        for id in ids {
            let issue = issues::load_to(workspace, *id, Depth::Findings)?;
            sheet.row(&row(&workspace.store.read(), issue)?)?;
        }
        Ok(sheet.end()?)
    })
}

/// What decisions of every sort say.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    reason: String,
    until: Option<i64>,
}

fn row(tx: &Tx<'_>, issue: Issue) -> Result<RegisterRow, Problem> {
    let prints: Vec<Digest> = issue.findings.iter().map(|it| it.fingerprint).collect();
    let about = |it: &&Aspect| {
        !matches!(
            it,
            Aspect::Owner | Aspect::Severity | Aspect::Title | Aspect::Lead
        )
    };
    let mut newest: Option<(String, i64)> = None;
    for aspect in Aspect::ALL.iter().filter(about) {
        let standing = scoring::newest(tx, &prints, *aspect)?;
        if standing.as_ref().map(|it| it.1) > newest.as_ref().map(|it| it.1) {
            newest = standing;
        }
    }
    let said: Said = newest
        .as_ref()
        .and_then(|it| serde_json::from_str(&it.0).ok())
        .unwrap_or_default();
    let event = newest.map_or(0, |it| it.1);
    let made = events::one(tx, event)?;
    let evidence: BTreeSet<String> = issue.findings.into_iter().map(|it| it.report).collect();
    Ok(RegisterRow {
        issue: issue.row,
        reason: said.reason,
        by: made
            .as_ref()
            .map(|it| it.actor.name.clone())
            .unwrap_or_default(),
        at: made.map(|it| it.at),
        event,
        review: said.until,
        evidence: evidence.into_iter().collect(),
    })
}
