//! What evidence says of exceptions and gate runs: a sheet of each to read, and the whole records.

use crate::error::{Kind, Problem};
use crate::export::exception_json::ExceptionRow;
use crate::export::records_csv::{self, GateLine};
use crate::model::Exception;
use crate::ops::evidence_pack::Pack;
use crate::ops::gate::records;
use crate::ops::{Workspace, exceptions};
use serde_json::json;

/// Files: name, what is in it.
pub(super) const FILES: [(&str, &str); 4] = [
    (
        "exceptions.csv",
        "every exception of the period: what is borne, why, with which control, who asked, who \
         approved, and its end",
    ),
    (
        "exceptions.json",
        "the same whole, with the issues each is about, the hashes of its evidence and its signatures",
    ),
    (
        "gate-runs.csv",
        "every gate run of the period: release, answer, policy, exceptions used, break-glass",
    ),
    (
        "gate-runs.jsonl",
        "the record of each run, one a line; the SHA-256 of a line without its end is the id of its run",
    ),
];

/// Writes the files. Returns how many exceptions and gate runs are in them.
pub(super) fn write(
    pack: &mut Pack,
    workspace: &Workspace,
    apps: &[String],
    (from, to): (i64, i64),
) -> Result<(usize, usize), Problem> {
    let [(sheet, _), (whole, _), (runs, _), (bytes, _)] = FILES;
    let all = standing(workspace, apps, (from, to))?;
    pack.file(sheet, &mut |to| Ok(records_csv::exceptions(&all, to)?))?;
    pack.file(whole, &mut |to| {
        let rows: Vec<ExceptionRow> = all.iter().map(ExceptionRow::from).collect();
        let text = serde_json::to_string_pretty(&json!({"version": 1, "exceptions": rows}))
            .map_err(|err| Problem::new(Kind::Bug, "exceptions cannot be written").because(err))?;
        Ok(writeln!(to, "{text}")?)
    })?;
    let lines = lines(workspace, apps, (from, to))?;
    pack.file(runs, &mut |to| Ok(records_csv::gate_runs(&lines, to)?))?;
    pack.file(bytes, &mut |to| {
        for it in &lines {
            to.write_all(&records::stored(workspace, &it.id)?)?;
            to.write_all(b"\n")?;
        }
        Ok(())
    })?;
    Ok((all.len(), lines.len()))
}

/// The exceptions about some applications that were asked for, or in force, within the period.
fn standing(
    workspace: &Workspace,
    apps: &[String],
    (from, to): (i64, i64),
) -> Result<Vec<Exception>, Problem> {
    let mut all = exceptions::list(workspace)?;
    all.retain(|it| {
        let about = it.issues.iter().any(|it| apps.contains(&it.app));
        about && it.requested_at <= to && it.ends >= from
    });
    Ok(all)
}

fn lines(
    workspace: &Workspace,
    apps: &[String],
    (from, to): (i64, i64),
) -> Result<Vec<GateLine>, Problem> {
    let mut out = Vec::new();
    for row in records::list(workspace, None, u32::MAX)? {
        if !apps.contains(&row.app) || !(from..=to).contains(&row.at) {
            continue;
        }
        let (_, run) = records::load(workspace, &row.id)?;
        let (inputs, verdict) = (run.record.inputs, run.record.verdict);
        let passed = inputs.break_glass;
        out.push(GateLine {
            id: row.id,
            at: row.at,
            app: row.app,
            release: row.release,
            answer: row.answer,
            by: inputs.by,
            policy: run.record.policy.label,
            baseline: inputs.baseline.map(|it| it.name).unwrap_or_default(),
            blocking: row.blocking,
            exceptions: verdict.exceptions.into_iter().map(|it| it.id).collect(),
            break_glass: passed.map_or_else(String::new, |it| {
                format!("{}: {}: {}", it.by, it.reason, it.note)
            }),
            due: row.due,
            closed: row.closed,
            event: row.event,
        });
    }
    out.reverse();
    Ok(out)
}
