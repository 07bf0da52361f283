//! `sluice import-decisions`

use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::export::decisions_sheet;
use crate::model::text::one_line;
use crate::ops::import_decisions::{self, Fate, Report};
use crate::ops::inventory::Request;
use crate::ops::source;
use serde_json::json;
use std::path::PathBuf;

/// Take back a sheet of decisions that somebody edited
///
/// The sheet is what `sluice export decisions --output csv` wrote, with other reasons, teams,
/// persons or verdicts. What was exported, what the sheet says now and what stands now are compared:
/// where both changed it is a conflict, which is listed and left alone. Without --apply nothing is
/// changed. All changes are one event, which `sluice undo` takes back. Exit code 1 when there are
/// conflicts.
#[derive(Debug, clap::Args)]
pub(super) struct ImportDecisionsArgs {
    /// The sheet
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Take over what is no conflict
    #[arg(long)]
    apply: bool,
}

impl ImportDecisionsArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let opened = source::open(&self.file, &mut std::io::stdin())?;
        let [sheet] = opened.sources.as_slice() else {
            return Err(Problem::usage("one sheet is taken at a time"));
        };
        let request = Request::of(sheet)?;
        let rows = decisions_sheet::read(&request.text)
            .map_err(|it| it.in_file(&self.file.display().to_string()))?;
        let mut workspace = at.workspace()?;
        let report = import_decisions::run(&mut workspace, &rows, (&at.outside.who(), self.apply))?;
        if at.output == Output::Json {
            at.json(&document(&report))?;
        } else {
            self.print(at, &report)?;
        }
        let conflicts = report.count(|it| matches!(it, Fate::Conflict(_)));
        Ok(if conflicts == 0 {
            Status::Done
        } else {
            Status::Refused
        })
    }

    fn print(&self, at: &mut Terminal<'_>, report: &Report) -> Result<(), Problem> {
        for it in &report.rows {
            let issue = if it.issue.is_empty() { "-" } else { &it.issue };
            let (word, why) = fate(&it.fate);
            let edit = one_line(&it.edit, 300);
            let why = one_line(why, 300);
            let gap = if edit.is_empty() || why.is_empty() {
                ""
            } else {
                "; "
            };
            writeln!(at.out, "{word:<9} {issue:<8}  {edit}{gap}{why}")?;
        }
        let changes = report.count(|it| *it == Fate::Change);
        let conflicts = report.count(|it| matches!(it, Fate::Conflict(_)));
        let already = report.count(|it| *it == Fate::Already);
        writeln!(
            at.out,
            "{changes} to change, {conflicts} in conflict, {already} so already, {} not edited",
            report.unedited
        )?;
        match report.outcome.event {
            0 if changes > 0 && !self.apply => {
                writeln!(at.out, "nothing was changed; --apply takes them over")?;
            }
            0 => {}
            event => writeln!(
                at.out,
                "{} (event {event}; `sluice undo {event}` takes it back)",
                one_line(&report.outcome.summary, 300)
            )?,
        }
        Ok(())
    }
}

fn fate(it: &Fate) -> (&'static str, &str) {
    match it {
        Fate::Unedited => ("unedited", ""),
        Fate::Already => ("already", ""),
        Fate::Change => ("change", ""),
        Fate::Conflict(why) => ("conflict", why),
    }
}

fn document(report: &Report) -> serde_json::Value {
    let rows = report.rows.iter().map(|it| {
        let (word, why) = fate(&it.fate);
        json!({
            "line": it.line, "issue": it.issue, "decision": it.decision, "edit": it.edit,
            "outcome": word, "why": why,
        })
    });
    json!({
        "version": 1, "event": report.outcome.event, "changed": report.outcome.changed,
        "unedited": report.unedited, "rows": rows.collect::<Vec<_>>(),
    })
}
