//! `sluice import`

use super::formats_folder::FormatsFolder;
use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::formats::{Input as _, Mapping};
use crate::model::{midnight, text};
use crate::ops::import::{self, Outcome, Progress, ReportOutcome, Request};
use crate::ops::source;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Read scanner reports into the store
///
/// Reports may be files, gzip or zip archives, folders, or `-` for standard input. The format is
/// found by content. The same report again changes nothing.
#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// Reports to read
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The application they are about
    #[arg(long, value_name = "NAME")]
    app: String,

    /// Read them as this format instead of finding out (see `sluice formats`)
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,

    /// Which columns of a plain CSV say what, such as `title=Summary,severity=Risk`, or a file with
    /// one of those a line; a text in quotes stands for itself, as in `tool='pentest'`
    #[arg(long, value_name = "COLUMNS")]
    map: Option<String>,

    /// Branch that was scanned
    #[arg(
        long,
        value_name = "BRANCH",
        default_value = "",
        hide_default_value = true
    )]
    branch: String,

    /// Commit that was scanned
    #[arg(
        long,
        value_name = "COMMIT",
        default_value = "",
        hide_default_value = true
    )]
    commit: String,

    /// Release that was scanned
    #[arg(
        long,
        value_name = "RELEASE",
        default_value = "",
        hide_default_value = true
    )]
    release: String,

    /// What was scanned, where one application has several targets of one tool
    #[arg(long, value_name = "TARGET")]
    target: Option<String>,

    /// When it was scanned, in place of what the report says
    #[arg(long, value_name = "TIME", value_parser = time)]
    scanned_at: Option<i64>,

    #[command(flatten)]
    filters: FormatsFolder,

    /// Show what would change, and change nothing
    #[arg(long)]
    plan: bool,
}

fn time(text: &str) -> Result<i64, String> {
    let time = text
        .parse::<jiff::Timestamp>()
        .map(jiff::Timestamp::as_second);
    time.or_else(|err| {
        midnight(text)
            .ok_or_else(|| format!("write it as 2026-03-01T08:00:00Z or 2026-03-01 ({err})"))
    })
}

impl ImportArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let app = self.app.trim();
        if app.is_empty() || app.chars().any(char::is_control) {
            return Err(Problem::usage("the application needs a name"));
        }
        let formats = self.filters.load(at)?;
        let mut workspace = at.workspace()?;
        let mut sources = Vec::new();
        let mut unopened = Vec::new();
        for file in &self.files {
            match source::open(file, &mut std::io::stdin()) {
                Ok(found) => {
                    sources.extend(found.sources);
                    unopened.extend(found.failed);
                }
                Err(problem) => unopened.push(problem),
            }
        }
        let request = Request {
            sources,
            app: app.to_owned(),
            format: self.format.clone(),
            columns: self.columns()?,
            branch: self.branch.clone(),
            revision: self.commit.clone(),
            release: self.release.clone(),
            target: self.target.clone(),
            scanned_at: self.scanned_at,
            plan: self.plan,
        };
        let bar = bar(at);
        let who = at.outside.who();
        let mut outcome = import::run(&mut workspace, &formats, &request, &who, &mut |it| {
            show(&bar, it);
        })?;
        bar.finish_and_clear();
        outcome.failed.splice(0..0, unopened);
        match at.output {
            Output::Json => json_out(at, &outcome, self.plan)?,
            Output::Table | Output::Csv => self.talk(at, &outcome)?,
        }
        for problem in &outcome.failed {
            super::print(problem, at.err);
        }
        Ok(if outcome.failed.is_empty() {
            Status::Done
        } else {
            Status::Partly
        })
    }

    fn columns(&self) -> Result<Option<Mapping>, Problem> {
        let Some(said) = &self.map else {
            return Ok(None);
        };
        if self.format.as_deref().is_some_and(|it| it != "csv") {
            return Err(Problem::usage("only plain CSV has columns to map")
                .hint("leave out --format, or say --format csv"));
        }
        if said.contains('=') {
            return Mapping::parse(&said.replace(',', "\n")).map(Some);
        }
        let mut text = String::new();
        for source in source::open(Path::new(said), &mut std::io::stdin())?.sources {
            source.open()?.read_to_string(&mut text)?;
        }
        Mapping::parse(&text).map(Some)
    }

    fn talk(&self, at: &mut Terminal<'_>, outcome: &Outcome) -> Result<(), Problem> {
        if !outcome.reports.is_empty() {
            let rows = outcome.reports.iter().map(row);
            table::print(
                at,
                &[
                    "report", "format", "findings", "new", "same", "moved", "gone", "back", "note",
                ],
                rows,
            )?;
        }
        if !outcome.reports.is_empty() {
            let (before, after) = outcome.issues;
            let word = if self.plan { "would be" } else { "are" };
            writeln!(
                at.out,
                "{before} issues before, {after} {word} in the store now"
            )?;
        }
        // What a rule hides is never hidden without a word.
        for (rule, issues) in &outcome.hidden {
            writeln!(
                at.out,
                "{rule} hides {issues} of the issues: `sluice suppress list` says why"
            )?;
        }
        for report in &outcome.reports {
            for it in report.skipped.iter().take(5) {
                let place = format!("{}:{} at {}", report.file, it.record.line, it.record.path);
                let talk = format!("skipped {place}: {}", it.reason);
                writeln!(at.err, "{}", text::one_line(&talk, 500))?;
            }
            if report.skipped.len() > 5 {
                writeln!(at.err, "… {} records skipped in all", report.skipped.len())?;
            }
            if self.plan {
                for it in &report.changes {
                    let why = it.why.map(|it| format!(" — {}", it.says()));
                    writeln!(
                        at.out,
                        "{:>9}  {}{}",
                        it.what,
                        it.text,
                        why.unwrap_or_default()
                    )?;
                }
            }
        }
        if self.plan {
            writeln!(at.err, "this was a plan: nothing was changed")?;
        }
        Ok(())
    }
}

fn row(it: &ReportOutcome) -> Vec<String> {
    let mut notes = Vec::new();
    if it.known {
        notes.push("known report".to_owned());
    }
    if it.late {
        notes.push("older than the last scan".to_owned());
    }
    if let Some(why) = &it.incomplete {
        notes.push(format!("incomplete scan: {why}"));
    }
    if !it.skipped.is_empty() {
        notes.push(format!("{} records skipped", it.skipped.len()));
    }
    for (count, what) in [(it.components, "components"), (it.claims, "claims")] {
        if count > 0 {
            notes.push(format!("{count} {what}"));
        }
    }
    for (why, count) in &it.absent {
        notes.push(format!("{count} absent: {}", why.says()));
    }
    if it.rescored > 0 {
        notes.push(format!("{} with another severity", it.rescored));
    }
    if it.ambiguous > 0 {
        notes.push(format!("{} could be known ones", it.ambiguous));
    }
    let numbers = [it.findings, it.new, it.same, it.moved, it.gone, it.reopened];
    let mut out = vec![it.file.clone(), it.format.clone()];
    out.extend(numbers.map(|it| it.to_string()));
    out.push(notes.join("; "));
    out
}

fn json_out(at: &mut Terminal<'_>, outcome: &Outcome, plan: bool) -> Result<(), Problem> {
    let document = json!({
        "version": 1,
        "plan": plan,
        "reports": outcome.reports.iter().map(report).collect::<Vec<_>>(),
        "failed": outcome.failed.iter().map(failure).collect::<Vec<_>>(),
        "issues_before": outcome.issues.0,
        "issues_after": outcome.issues.1,
        "hidden": outcome.hidden.iter()
            .map(|(rule, issues)| json!({"rule": rule, "issues": issues}))
            .collect::<Vec<_>>(),
    });
    at.json(&document)
}

fn report(it: &ReportOutcome) -> Value {
    let skipped = it
        .skipped
        .iter()
        .map(|it| json!({"line": it.record.line, "path": it.record.path, "reason": it.reason}));
    let changes = it.changes.iter().map(|it| {
        json!({
            "what": it.what, "fingerprint": it.fingerprint, "text": it.text, "why": it.why,
        })
    });
    let absent: BTreeMap<&str, u64> = it
        .absent
        .iter()
        .map(|(why, it)| (why.name(), *it))
        .collect();
    json!({
        "file": it.file, "sha256": it.sha256, "format": it.format, "tool": it.tools.join(","),
        "kind": it.kinds.join(","), "findings": it.findings,
        "components": it.components, "claims": it.claims,
        "skipped": skipped.collect::<Vec<_>>(), "new": it.new, "same": it.same,
        "moved": it.moved, "gone": it.gone, "reopened": it.reopened, "rescored": it.rescored,
        "ambiguous": it.ambiguous, "absent": absent,
        "known": it.known, "late": it.late, "incomplete": it.incomplete,
        "changes": changes.collect::<Vec<_>>(),
    })
}

fn failure(problem: &Problem) -> Value {
    json!({
        "file": problem.place().map(|it| it.file.as_str()),
        "place": problem.place().map(ToString::to_string),
        "message": problem.to_string(),
        "hint": problem.hint_text(),
    })
}

fn bar(at: &Terminal<'_>) -> ProgressBar {
    if !at.outside.progress {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, it: &Progress<'_>) {
    if !bar.is_hidden() && (it.findings % 512 == 1 || it.findings < 2) {
        let (done, all) = it.reports;
        let file = text::one_line(it.file, 40);
        bar.set_message(format!(
            "{file}: {} findings ({} of {all} reports)",
            it.findings,
            done + 1
        ));
        bar.tick();
    }
}
