//! Import: reports in, findings followed, issues grouped and ranked — or nothing at all.
//!
//! One command is one transaction, each report inside it a nested one with an event of its own: a
//! report that cannot be read takes only itself back. A plan is the same work, rolled back.
//! Findings stream from the format into the store; what a scope knew is the only thing held in
//! memory, in narrow rows.

mod absence;
mod ambiguous;
mod archive;
mod renames;
mod rows;
mod scope;
mod sink;

use crate::error::Problem;
use crate::formats::{self, Format, Formats, Input as _, Probe};
use crate::model::{Absence, Actor, ActorKind, Digest, FindingKind, Skipped};
use crate::ops::regroup::Regroup;
use crate::ops::source::Source;
use crate::ops::{Who, Workspace, due, suppressions};
use crate::store::meta::Table;
use crate::store::reports::{self, NewReport};
use crate::store::{
    Keep, Tx, applications, components, decisions, events, findings, indexes, issues as rows_of,
};
use crate::store::{members, meta, texts};
use serde_json::json;
use sink::Importer;
use std::collections::BTreeMap;

/// What to import, and as what.
#[derive(Debug, Default)]
pub struct Request {
    /// The reports, opened.
    pub sources: Vec<Source>,
    /// The application they are about.
    pub app: String,
    /// Name of the format; found by content without it.
    pub format: Option<String>,
    /// Which columns of a plain table say what.
    pub columns: Option<formats::Mapping>,
    /// Branch that was scanned.
    pub branch: String,
    /// Commit that was scanned.
    pub revision: String,
    /// Release that was scanned.
    pub release: String,
    /// What was scanned, in place of what the report says.
    pub target: Option<String>,
    /// When it was scanned, UTC seconds, in place of what the report says.
    pub scanned_at: Option<i64>,
    /// Show what would change, and change nothing.
    pub plan: bool,
}

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Every report that was read, in order.
    pub reports: Vec<ReportOutcome>,
    /// Every report that was not, with the reason.
    pub failed: Vec<Problem>,
    /// Issues before and after.
    pub issues: (i64, i64),
    /// Standing rules and how many of the issues each hid.
    pub hidden: Vec<(String, usize)>,
}

/// What became of one report.
#[derive(Clone, Debug, Default)]
pub struct ReportOutcome {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Format that read it.
    pub format: String,
    /// Tools that wrote it, as reported; most reports have one.
    pub tools: Vec<String>,
    /// Sorts of findings in it.
    pub kinds: Vec<&'static str>,
    /// Number of the event; 0 when nothing was written.
    pub event: i64,
    /// True when these bytes were imported before, in the same way.
    pub known: bool,
    /// True when a later scan of the same scope was imported before.
    pub late: bool,
    /// Why absence does not count, when the tool failed.
    pub incomplete: Option<String>,
    /// Findings in the report.
    pub findings: u64,
    /// Components that it lists.
    pub components: u64,
    /// Claims of issuers in it.
    pub claims: u64,
    /// Records that could not be used.
    pub skipped: Vec<Skipped>,
    /// Never seen before.
    pub new: u64,
    /// Seen before, in the same place.
    pub same: u64,
    /// Seen before, at another line or in another file.
    pub moved: u64,
    /// Seen by the last scan and not by this one.
    pub gone: u64,
    /// What was known and is absent, by reason. Late reports, tools that did not run to their end and
    /// places that were not looked at close nothing and are in no other number.
    pub absent: BTreeMap<Absence, u64>,
    /// Were gone, and are back.
    pub reopened: u64,
    /// Seen before, with another severity.
    pub rescored: u64,
    /// Among the new ones, those that could be known ones and nobody knows which.
    pub ambiguous: u64,
    /// The first changes, for a plan and for the log.
    pub changes: Vec<Change>,
}

/// One finding that an import changed.
#[derive(Clone, Debug)]
pub struct Change {
    /// `new`, `moved`, `gone`, `reopened`, `rescored` or `ambiguous`.
    pub what: &'static str,
    /// Fingerprint.
    pub fingerprint: Digest,
    /// Why it is gone, if it is.
    pub why: Option<Absence>,
    /// One line about it.
    pub text: String,
}

/// How far an import is.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// The report being read.
    pub file: &'a str,
    /// Findings read of it.
    pub findings: u64,
    /// Reports done, and reports in all.
    pub reports: (usize, usize),
}

/// Changes kept in an outcome; the counts are always whole.
const SHOWN: usize = 200;

/// Imports reports.
pub fn run(
    workspace: &mut Workspace,
    formats: &Formats,
    request: &Request,
    who: &Who,
    progress: &mut dyn FnMut(&Progress<'_>),
) -> Result<Outcome, Problem> {
    let mapped = request.columns.clone().map(formats::mapped);
    let format = match &mapped {
        Some(format) => Some(&**format),
        None => format(formats, request)?,
    };
    let key = workspace.key.clone();
    workspace.store.write(|tx| {
        let mut out = Outcome::default();
        let mut regroup = Regroup::default();
        let mut interner = texts::Interner::default();
        out.issues.0 = meta::count(tx, Table::Issue)?;
        let total = request.sources.len();
        for (done, source) in request.sources.iter().enumerate() {
            let mut job = Job {
                tx,
                request,
                formats,
                format,
                who,
                key: &key,
                interner: &mut interner,
                touched: Vec::new(),
                on_finding: &mut |findings| {
                    progress(&Progress {
                        file: source.name(),
                        findings,
                        reports: (done, total),
                    });
                },
            };
            match tx.nested(|| job.report(source)) {
                Ok(report) => {
                    regroup.touch(&job.touched);
                    out.reports.push(report);
                }
                // The texts it interned were rolled back with it.
                Err(problem) => {
                    interner = texts::Interner::default();
                    out.failed.push(problem.in_file(source.name()));
                }
            }
        }
        let gone = match out.issues.0 {
            0 => Vec::new(),
            _ => rows_of::fixed_among(tx, &regroup.touched)?,
        };
        regroup.touch(&awaiting(tx, &request.release)?);
        let changed: Vec<i64> = regroup.run(tx, &mut interner)?.into_iter().collect();
        let event = out.reports.iter().map(|it| it.event).max().unwrap_or(0);
        due::returned(tx, &gone, (event, who.at))?;
        out.hidden = suppressions::at_import(tx, &changed, (event, who.at))?;
        out.issues.1 = meta::count(tx, Table::Issue)?;
        let keep = if request.plan {
            Keep::Nothing
        } else {
            Keep::All
        };
        Ok((out, keep))
    })
}

/// Findings about which something was decided until this release.
fn awaiting(tx: &Tx<'_>, release: &str) -> Result<Vec<i64>, Problem> {
    let mut out = Vec::new();
    if !release.is_empty() {
        for (print, _) in decisions::by_release(tx, release)? {
            out.extend(members::with_fingerprint(tx, print)?);
        }
    }
    Ok(out)
}

/// The format that the request names. A wrong name is a slip at the keyboard, not a fault of every
/// report, so it is found before any of them is read.
fn format<'f>(formats: &'f Formats, request: &Request) -> Result<Option<&'f dyn Format>, Problem> {
    let Some(name) = &request.format else {
        return Ok(None);
    };
    let found = formats.by_name(name).ok_or_else(|| {
        Problem::usage(format!("there is no format '{name}'"))
            .hint("see `sluice formats` for their names")
    })?;
    Ok(Some(found))
}

/// What sorts of weakness a report's tools looked for: those of its findings; of an empty report the
/// one that its format or tool is known for. None when nobody can tell.
fn looked_for(format: &dyn Format, out: &ReportOutcome) -> Vec<&'static str> {
    if !out.kinds.is_empty() {
        return out.kinds.clone();
    }
    if let [one] = format.kinds() {
        return vec![one.name()];
    }
    let known = out.tools.iter().filter_map(|it| formats::kind_of(it));
    known.map(FindingKind::name).collect()
}

/// The import of one report.
struct Job<'a, 'tx> {
    tx: &'a Tx<'tx>,
    request: &'a Request,
    formats: &'a Formats,
    format: Option<&'a dyn Format>,
    who: &'a Who,
    key: &'a formats::SecretKey,
    interner: &'a mut texts::Interner,
    touched: Vec<i64>,
    on_finding: &'a mut dyn FnMut(u64),
}

impl Job<'_, '_> {
    fn report(&mut self, source: &Source) -> Result<ReportOutcome, Problem> {
        let tx = self.tx;
        let (sha256, bytes) = source.sha256()?;
        let format = match self.format {
            Some(format) => format,
            None => self.formats.detect(&Probe::new(source)?)?,
        };
        let application = applications::ensure(tx, &self.request.app, self.who.at)?;
        let new = NewReport {
            sha256: &sha256,
            name: source.name(),
            format: format.name(),
            bytes,
            application,
            target: self.request.target.as_deref().unwrap_or_default(),
            branch: &self.request.branch,
            revision: &self.request.revision,
            release: &self.request.release,
            at: self.who.at,
        };
        if let Some(known) = reports::find(tx, &new)? {
            let listed = components::counts(tx, known.id)?;
            return Ok(ReportOutcome {
                file: source.name().to_owned(),
                sha256: sha256.clone(),
                format: known.format,
                tools: reports::tools(tx, known.id)?,
                known: true,
                findings: known.findings,
                components: listed.0,
                claims: listed.1,
                same: known.findings,
                ..ReportOutcome::default()
            });
        }
        let event = events::next(tx)?;
        let report = reports::insert(tx, &new, event)?;
        let mut importer = Importer::new(self, application, report, event)?;
        let fresh = findings::last(tx)? == 0;
        let dropped = if fresh {
            indexes::drop_all(tx)?
        } else {
            Vec::new()
        };
        format.read(source, importer.key(), &mut importer)?;
        let (mut out, concealed) = importer.finish()?;
        indexes::create(tx, &dropped)?;
        archive::keep(tx, source, report, &concealed)?;
        reports::set_findings(tx, report, out.findings, &looked_for(format, &out))?;
        source.name().clone_into(&mut out.file);
        out.sha256.clone_from(&sha256);
        format.name().clone_into(&mut out.format);
        out.event = self.log(&out)?;
        Ok(out)
    }

    /// The event of the import: what came in and what it changed, by fingerprint.
    fn log(&self, out: &ReportOutcome) -> Result<i64, Problem> {
        let change = |it: &Change| match it.why {
            None => json!({"what": it.what, "fingerprint": it.fingerprint}),
            Some(why) => json!({"what": it.what, "fingerprint": it.fingerprint, "why": why}),
        };
        let payload = json!({
            "app": self.request.app,
            "file": out.file,
            "sha256": out.sha256,
            "format": out.format,
            "tools": out.tools,
            "branch": self.request.branch,
            "findings": out.findings,
            "components": out.components,
            "claims": out.claims,
            "skipped": out.skipped.len(),
            "new": out.new,
            "same": out.same,
            "moved": out.moved,
            "gone": out.gone,
            "reopened": out.reopened,
            "changes": out.changes.iter().filter(|it| !["new", "ambiguous"].contains(&it.what)).map(change)
                .collect::<Vec<_>>(),
        });
        let summary = format!(
            "imported {} into {}: {} findings, {} new, {} gone",
            out.file, self.request.app, out.findings, out.new, out.gone
        );
        Ok(events::append(
            self.tx,
            events::NewEvent {
                at: self.who.at,
                actor: Actor {
                    kind: ActorKind::Import,
                    name: self.who.name.clone(),
                },
                operation: "import",
                summary,
                payload: payload.to_string(),
            },
        )?)
    }
}
