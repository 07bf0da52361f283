//! The register of open and accepted issues: CSV, one issue a line, as an auditor samples it.

use super::{csv_cell, time};
use crate::model::{IssueRow, short_id};
use std::io::{self, Write};

/// An issue in the register, with the decision that stands on it.
#[derive(Clone, Debug)]
pub struct RegisterRow {
    /// The issue.
    pub issue: IssueRow,
    /// Why it stands so; empty when nobody decided.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// When, UTC seconds.
    pub at: Option<i64>,
    /// Number of the event in the log, 0 for none.
    pub event: i64,
    /// When it must be looked at again, UTC seconds.
    pub review: Option<i64>,
    /// What its findings are in: SHA-256 of the reports, sorted.
    pub evidence: Vec<String>,
}

const HEADER: [&str; 18] = [
    "issue",
    "app",
    "title",
    "class",
    "severity",
    "band",
    "score",
    "status",
    "team",
    "person",
    "place",
    "first_seen",
    "reason",
    "decided_by",
    "decided_at",
    "event",
    "next_review",
    "evidence",
];

/// Writes rows as they come.
pub struct Register<'a> {
    out: csv::Writer<&'a mut dyn Write>,
    digits: usize,
}

impl<'a> Register<'a> {
    /// Begins with the heading. Ids get so many digits.
    pub fn begin(to: &'a mut dyn Write, digits: usize) -> io::Result<Self> {
        let mut out = csv_cell::writer(to);
        out.write_record(HEADER)?;
        Ok(Self { out, digits })
    }

    /// Writes one issue.
    pub fn row(&mut self, row: &RegisterRow) -> io::Result<()> {
        let it = &row.issue;
        let moment = |at: Option<i64>| at.map(time::rfc3339).unwrap_or_default();
        let event = if row.event > 0 {
            row.event.to_string()
        } else {
            String::new()
        };
        let cells = [
            short_id(it.fingerprint, self.digits),
            it.app.clone(),
            it.title.clone(),
            it.class.to_string(),
            it.severity.to_string(),
            it.band.to_string(),
            format!("{:.2}", it.score),
            it.status.to_string(),
            it.owner.team.clone().unwrap_or_default(),
            it.owner.person.clone().unwrap_or_default(),
            it.place.clone(),
            time::rfc3339(it.first_seen),
            row.reason.clone(),
            row.by.clone(),
            moment(row.at),
            event,
            moment(row.review),
            row.evidence.join(" "),
        ];
        self.out.write_record(cells.map(|it| csv_cell::safe(&it)))?;
        Ok(())
    }

    /// Ends the sheet.
    pub fn end(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
