//! Decisions as CSV for a spreadsheet.

use super::{DecisionExporter, Decisions, csv_cell, time};
use std::io::{self, Write};

/// See the module's text.
pub(super) struct DecisionsCsv;

const HEADER: [&str; 12] = [
    "issue",
    "app",
    "title",
    "decision",
    "reason",
    "team",
    "person",
    "by",
    "at",
    "until",
    "event",
    "fingerprints",
];

impl DecisionExporter for DecisionsCsv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "a table for a spreadsheet; cells cannot run as formulas"
    }

    fn write(&self, all: &Decisions, to: &mut dyn Write) -> io::Result<()> {
        let mut out = csv_cell::writer(to);
        out.write_record(HEADER)?;
        for it in &all.rows {
            let cells = [
                it.issue.as_str(),
                &it.app,
                &it.title,
                &it.decision,
                &it.reason,
                &it.team,
                &it.person,
                &it.by,
                &time::rfc3339(it.at),
                &it.until.map(time::rfc3339).unwrap_or_default(),
                &it.event.to_string(),
                &it.fingerprints.join(" "),
            ];
            out.write_record(cells.map(csv_cell::safe))?;
        }
        out.flush()
    }
}
