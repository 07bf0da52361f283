//! The inventory of components as CSV for a spreadsheet.

use super::{csv_cell, time};
use crate::model::ComponentRow;
use std::io::{self, Write};

/// Writes rows of components.
pub struct Sheet<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Sheet<W> {
    /// Begins a sheet.
    pub fn begin(to: W) -> io::Result<Self> {
        let mut out = csv_cell::writer(to);
        out.write_record([
            "app",
            "target",
            "branch",
            "tool",
            "scanned_at",
            "purl",
            "ecosystem",
            "name",
            "version",
            "licence",
            "file",
        ])?;
        Ok(Self { out })
    }

    /// Writes a component.
    pub fn component(&mut self, row: &ComponentRow) -> io::Result<()> {
        let (it, package) = (&row.component, &row.component.package);
        let at = time::rfc3339(row.scanned_at);
        let cells = [
            &row.app,
            &row.target,
            &row.branch,
            &row.tool,
            at.as_str(),
            package.purl.as_deref().unwrap_or_default(),
            &package.ecosystem,
            &package.name,
            &package.version,
            &it.licence,
            &it.place,
        ];
        self.out.write_record(cells.map(csv_cell::safe))?;
        Ok(())
    }

    /// Ends the sheet.
    pub fn end(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
