//! The gate in one step, without a store: reports, exported decisions and inventory in, verdict out.

use super::{Request, Run, carried};
use crate::error::Problem;
use crate::export::exception_json::ExceptionRow;
use crate::formats::{Formats, Input as _};
use crate::model::{Digest, Verdict, digest};
use crate::ops::decide::{self, Change};
use crate::ops::source::Source;
use crate::ops::{Who, Workspace, decision_rules, feeds, import, inventory};
use crate::store::findings;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io::Read as _;

/// What the gate reads in place of a store.
#[derive(Debug, Default)]
pub struct Files {
    /// Reports of the release.
    pub reports: Vec<Source>,
    /// What `sluice export decisions` wrote.
    pub decisions: Vec<Source>,
    /// File and text of the policy for decisions; the one that is compiled in when not given.
    pub rules: Option<(String, String)>,
    /// Inventories.
    pub inventory: Vec<Source>,
    /// KEV and EPSS.
    pub feeds: Vec<Source>,
}

/// Reads the files into memory and judges the release. A report that cannot be read is an error: a
/// gate must not pass because a file was broken.
pub fn run(
    formats: &Formats,
    files: Files,
    mut request: Request,
    who: &Who,
) -> Result<Run, Problem> {
    let mut workspace = Workspace::in_memory()?;
    for (name, list) in [
        ("inventory", &files.inventory),
        ("decisions", &files.decisions),
    ] {
        for it in list {
            let key = format!("{name} {}", it.name());
            request.hashes.insert(key, it.sha256()?.0);
        }
    }
    if let Some((file, text)) = &files.rules {
        let sha256 = digest::sha256_hex(text.as_bytes());
        request
            .hashes
            .insert(format!("decision policy {file}"), sha256);
        decision_rules::set_policy(&mut workspace, (file, text), who)?;
    }
    for source in &files.inventory {
        let mut asked = inventory::Request::of(source)?;
        asked.application = Some(request.app.clone());
        inventory::import(&mut workspace, &asked, who, false)?;
    }
    for source in &files.feeds {
        feeds::import(&mut workspace, source, who)?;
    }
    let asked = import::Request {
        sources: files.reports,
        app: request.app.clone(),
        release: request.release.clone(),
        ..import::Request::default()
    };
    let mut done = import::run(&mut workspace, formats, &asked, who, &mut |_| {})?;
    if let Some(problem) = done.failed.pop() {
        return Err(problem);
    }
    for source in &files.decisions {
        let exceptions = decisions(&mut workspace, source, who)?;
        request
            .covers
            .extend(carried::take(&mut workspace, exceptions, who));
    }
    super::run(&mut workspace, &request, who)
}

#[derive(Deserialize)]
struct Document {
    decisions: Vec<Row>,
    #[serde(default)]
    exceptions: Vec<ExceptionRow>,
}

#[derive(Deserialize)]
struct Row {
    decision: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    until: Option<jiff::Timestamp>,
    fingerprints: Vec<Digest>,
}

/// Applies exported verdicts to what is there, in their order; the exceptions beside them come back.
fn decisions(
    workspace: &mut Workspace,
    source: &Source,
    who: &Who,
) -> Result<Vec<ExceptionRow>, Problem> {
    let mut text = String::new();
    source.open()?.read_to_string(&mut text)?;
    let document: Document = serde_json::from_str(&text).map_err(|err| {
        Problem::input("these are no exported decisions")
            .in_file(source.name())
            .hint("write them with `sluice export decisions --output json`")
            .because(err)
    })?;
    for row in document.decisions {
        // What has ended hides nothing, wherever it is read.
        if row.until.is_some_and(|it| it.as_second() <= who.at) {
            continue;
        }
        let Some(verdict) = Verdict::parse(&row.decision) else {
            continue;
        };
        let mut issues = BTreeSet::new();
        for print in &row.fingerprints {
            issues.extend(findings::issue_of(&workspace.store.read(), *print)?);
        }
        let ids: Vec<i64> = issues.into_iter().collect();
        if !ids.is_empty() {
            let change = Change::Verdict {
                verdict,
                reason: row.reason,
            };
            decide::run(workspace, &ids, &change, who)?;
        }
    }
    Ok(document.exceptions)
}
