//! Issues and findings as CSV for a spreadsheet.

use super::{csv_cell, time};
use crate::model::{Finding, Issue};
use std::io::{self, Write};

/// Writes rows of issues or of findings.
pub struct Sheet<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Sheet<W> {
    /// Begins a sheet of issues.
    pub fn issues(to: W) -> io::Result<Self> {
        let mut out = csv_cell::writer(to);
        out.write_record([
            "id",
            "app",
            "band",
            "score",
            "severity",
            "status",
            "class",
            "title",
            "place",
            "team",
            "person",
            "tools",
            "findings",
            "vulnerabilities",
            "cwes",
            "first_seen",
        ])?;
        Ok(Self { out })
    }

    /// Begins a sheet of findings.
    pub fn findings(to: W) -> io::Result<Self> {
        let mut out = csv_cell::writer(to);
        out.write_record([
            "issue",
            "fingerprint",
            "app",
            "tool",
            "kind",
            "rule",
            "severity",
            "state",
            "title",
            "file",
            "line",
            "package",
            "version",
            "url",
            "parameter",
            "resource",
            "vulnerabilities",
            "report",
        ])?;
        Ok(Self { out })
    }

    /// Writes an issue.
    pub fn issue(&mut self, id: &str, it: &Issue) -> io::Result<()> {
        let row = &it.row;
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let cwes: Vec<String> = it.cwes.iter().map(|it| format!("CWE-{it}")).collect();
        let cells = [
            id,
            &row.app,
            row.band.name(),
            &format!("{:.2}", row.score),
            row.severity.name(),
            row.status.name(),
            row.class.name(),
            &row.title,
            &row.place,
            &text(&row.owner.team),
            &text(&row.owner.person),
            &row.tools.join(" "),
            &row.findings.to_string(),
            &it.vulnerabilities.join(" "),
            &cwes.join(" "),
            &time::rfc3339(row.first_seen),
        ];
        self.out.write_record(cells.map(csv_cell::safe))?;
        Ok(())
    }

    /// Writes a finding.
    pub fn finding(&mut self, it: &Finding) -> io::Result<()> {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let line = it.place.line.map(|it| it.to_string()).unwrap_or_default();
        let package = it.package.clone().unwrap_or_default();
        let cells = [
            &it.issue,
            &it.fingerprint.to_string(),
            &it.app,
            &it.tool,
            it.kind.name(),
            &it.rule,
            it.severity.name(),
            it.state.name(),
            &it.title,
            &text(&it.place.file),
            &line,
            &package.name,
            &package.version,
            &text(&it.place.url),
            &text(&it.place.parameter),
            &text(&it.place.resource),
            &it.vulnerabilities.join(" "),
            &it.report,
        ];
        self.out.write_record(cells.map(csv_cell::safe))?;
        Ok(())
    }

    /// Ends the sheet.
    pub fn end(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
