//! `sluice formats test`

use super::formats_folder::{FormatsFolder, workers};
use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::formats::Filter;
use crate::model::{NewFinding, Scan};
use crate::ops::try_filter::{self, Outcome, Tried};
use crate::ops::{formats, source};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Show what a filter makes of a report, record by record
///
/// Nothing is stored. The exit code is 3 when a record could not be used.
#[derive(Debug, clap::Args)]
pub(super) struct TestArgs {
    /// File of the filter, or the name of one
    #[arg(value_name = "FILTER")]
    filter: PathBuf,

    /// Report of its tool
    #[arg(value_name = "REPORT")]
    report: PathBuf,
}

impl TestArgs {
    pub(super) fn run(
        &self,
        at: &mut Terminal<'_>,
        folder: &FormatsFolder,
    ) -> Result<Status, Problem> {
        let known;
        let own;
        let filter: &Filter = if self.filter.exists() {
            own = formats::filter(&self.filter, &workers(at)?)?;
            &own
        } else {
            known = folder.load(at)?;
            let name = self.filter.to_string_lossy();
            let found = known.by_name(&name).and_then(|it| it.filter());
            found.ok_or_else(|| {
                Problem::usage(format!("there is no file and no filter '{name}'"))
                    .hint("see `sluice formats` for their names")
            })?
        };
        let opened = source::open(Path::new(&self.report), &mut std::io::stdin())?;
        if let Some(problem) = opened.failed.into_iter().next() {
            return Err(problem);
        }
        let mut unused = 0;
        for report in &opened.sources {
            let outcome = try_filter::run(filter, report)?;
            unused += outcome
                .records
                .iter()
                .map(|it| it.skipped.len())
                .sum::<usize>();
            match at.output {
                Output::Json => json_out(at, filter, &outcome)?,
                Output::Table | Output::Csv => talk(at, &outcome)?,
            }
            if !outcome.recognised {
                let hint = "its header does not recognise this report: see [[detect]]";
                writeln!(at.err, "{hint}")?;
            }
        }
        Ok(if unused == 0 {
            Status::Done
        } else {
            Status::Partly
        })
    }
}

fn talk(at: &mut Terminal<'_>, outcome: &Outcome) -> Result<(), Problem> {
    let headings = [
        "line", "record", "severity", "kind", "rule", "title", "place",
    ];
    table::print(at, &headings, outcome.records.iter().flat_map(rows))?;
    let findings: usize = outcome.records.iter().map(|it| it.findings.len()).sum();
    let skipped: usize = outcome.records.iter().map(|it| it.skipped.len()).sum();
    let records = outcome.records.len();
    writeln!(
        at.out,
        "{records} records: {findings} findings, {skipped} skipped"
    )?;
    for it in &outcome.records {
        for reason in &it.skipped {
            let text = format!(
                "skipped line {} at {}: {reason}",
                it.place.line, it.place.path
            );
            writeln!(at.err, "{}", crate::model::text::one_line(&text, 500))?;
        }
    }
    Ok(())
}

fn rows(it: &Tried) -> Vec<Vec<String>> {
    let own = |severity: &str, text: &[&str]| {
        let mut out = vec![it.place.line.to_string(), it.place.path.clone()];
        out.push(severity.to_owned());
        out.extend(text.iter().map(|it| (*it).to_owned()));
        out
    };
    let mut out: Vec<_> = it
        .findings
        .iter()
        .map(|it| {
            let place = place(it);
            let text = [it.kind.name(), it.rule.as_str(), &it.title, &place];
            own(it.severity.name(), &text)
        })
        .collect();
    out.extend(
        it.skipped
            .iter()
            .map(|why| own("skipped", &["", "", why, ""])),
    );
    if out.is_empty() {
        out.push(own("nothing", &["", "", "", ""]));
    }
    out
}

fn place(it: &NewFinding) -> String {
    let at = &it.place;
    let line = at.line.map(|it| format!(":{it}")).unwrap_or_default();
    let file = at.file.as_ref().map(|it| format!("{it}{line}"));
    let package = it
        .package
        .as_ref()
        .map(|it| format!("{} {}", it.name, it.version));
    let all = [file, at.url.clone(), at.resource.clone(), package];
    all.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn json_out(at: &mut Terminal<'_>, filter: &Filter, outcome: &Outcome) -> Result<(), Problem> {
    let records: Vec<_> = outcome.records.iter().map(record).collect();
    let scans: Vec<_> = outcome.scans.iter().map(scan).collect();
    at.json(&json!({
        "version": 1,
        "filter": filter.origin(),
        "recognised": outcome.recognised,
        "scans": scans,
        "records": records,
    }))
}

fn scan(it: &Scan) -> Value {
    json!({
        "tool": it.tool, "tool_version": it.tool_version, "target": it.target,
        "scanned_at": it.scanned_at, "incomplete": it.incomplete,
    })
}

fn record(it: &Tried) -> Value {
    let findings: Vec<_> = it.findings.iter().map(finding).collect();
    json!({
        "line": it.place.line, "path": it.place.path, "findings": findings, "skipped": it.skipped,
    })
}

fn finding(it: &NewFinding) -> Value {
    json!({
        "kind": it.kind, "rule": it.rule, "title": it.title,
        "severity": it.severity, "severity_word": it.severity_word,
        "place": it.place, "package": it.package,
        "vulnerabilities": it.vulnerabilities, "cwes": it.cwes, "native": it.native,
        "secret": it.secret.as_ref().map(|it| &it.masked),
        "path": it.record.path, "detail": it.detail,
    })
}
