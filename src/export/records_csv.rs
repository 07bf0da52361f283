//! Exceptions and gate runs as sheets, one a line, as an auditor reads them.

use super::{csv_cell, time};
use crate::model::Exception;
use std::io::{self, Write};

const EXCEPTIONS: [&str; 20] = [
    "exception",
    "state",
    "band",
    "issues",
    "apps",
    "treatment",
    "reason",
    "control",
    "control_owner",
    "control_check",
    "requested_by",
    "requested_at",
    "needs",
    "approved_by",
    "signed_with",
    "ends",
    "ended_by",
    "ended_reason",
    "renews",
    "evidence",
];

/// Writes exceptions. Moments are UTC; `evidence` is name and SHA-256 of each file.
pub fn exceptions(all: &[Exception], to: &mut dyn Write) -> io::Result<()> {
    let mut out = csv_cell::writer(to);
    out.write_record(EXCEPTIONS)?;
    for it in all {
        let mut apps: Vec<&str> = it.issues.iter().map(|it| it.app.as_str()).collect();
        apps.sort_unstable();
        apps.dedup();
        let control = it.control.as_ref();
        let approvals = it.approvals.iter();
        let approved = approvals
            .clone()
            .map(|it| format!("{} {}", it.by, time::rfc3339(it.at)));
        let keys =
            approvals.filter_map(|it| Some(format!("{} {}", it.by, it.signature.as_ref()?.key)));
        let evidence = it
            .evidence
            .iter()
            .map(|it| format!("{} {}", it.name, it.sha256));
        let cells = [
            it.id.clone(),
            it.state.to_string(),
            it.band().to_string(),
            it.issues.len().to_string(),
            apps.join("; "),
            it.treatment.to_string(),
            it.reason.clone(),
            control.map(|it| it.text.clone()).unwrap_or_default(),
            control.map(|it| it.owner.clone()).unwrap_or_default(),
            control
                .map(|it| time::rfc3339(it.check))
                .unwrap_or_default(),
            it.requested_by.clone(),
            time::rfc3339(it.requested_at),
            it.needs.to_string(),
            approved.collect::<Vec<_>>().join("; "),
            keys.collect::<Vec<_>>().join("; "),
            time::rfc3339(it.ends),
            it.ended
                .as_ref()
                .map(|it| it.by.clone())
                .unwrap_or_default(),
            it.ended
                .as_ref()
                .map(|it| it.reason.clone())
                .unwrap_or_default(),
            it.renews.clone().unwrap_or_default(),
            evidence.collect::<Vec<_>>().join("; "),
        ];
        out.write_record(cells.map(|it| csv_cell::safe(&it)))?;
    }
    out.flush()
}

/// A gate run, as a line.
#[derive(Clone, Debug)]
pub struct GateLine {
    /// SHA-256 of its record.
    pub id: String,
    /// When, UTC seconds.
    pub at: i64,
    /// Application.
    pub app: String,
    /// Release.
    pub release: String,
    /// Word of the answer.
    pub answer: String,
    /// Who asked.
    pub by: String,
    /// Policy, with its version.
    pub policy: String,
    /// What it was compared with; empty for nothing.
    pub baseline: String,
    /// Issues that block, or would.
    pub blocking: u32,
    /// Exceptions that let something pass.
    pub exceptions: Vec<String>,
    /// Who passed in spite of the verdict, and why; empty for nobody.
    pub break_glass: String,
    /// When somebody must look again, UTC seconds.
    pub due: Option<i64>,
    /// The event by which somebody has.
    pub closed: Option<i64>,
    /// Its event in the log.
    pub event: i64,
}

const GATE_RUNS: [&str; 14] = [
    "run",
    "at",
    "app",
    "release",
    "answer",
    "by",
    "policy",
    "baseline",
    "blocking",
    "exceptions",
    "break_glass",
    "look_again",
    "looked_at_in_event",
    "event",
];

/// Writes gate runs. `run` is the SHA-256 of the line of `gate-runs.jsonl` that holds the record.
pub fn gate_runs(all: &[GateLine], to: &mut dyn Write) -> io::Result<()> {
    let mut out = csv_cell::writer(to);
    out.write_record(GATE_RUNS)?;
    for it in all {
        let number = |it: Option<i64>| it.map(|it| it.to_string()).unwrap_or_default();
        let cells = [
            it.id.clone(),
            time::rfc3339(it.at),
            it.app.clone(),
            it.release.clone(),
            it.answer.clone(),
            it.by.clone(),
            it.policy.clone(),
            it.baseline.clone(),
            it.blocking.to_string(),
            it.exceptions.join("; "),
            it.break_glass.clone(),
            it.due.map(time::rfc3339).unwrap_or_default(),
            number(it.closed),
            it.event.to_string(),
        ];
        out.write_record(cells.map(|it| csv_cell::safe(&it)))?;
    }
    out.flush()
}
