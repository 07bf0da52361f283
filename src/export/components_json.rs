//! The inventory of components as JSON (`assets/schema/components.schema.json`), one at a time.

use super::issues_json::Document;
use super::time;
use crate::model::ComponentRow;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct ComponentOut<'a> {
    app: &'a str,
    target: &'a str,
    branch: &'a str,
    tool: &'a str,
    scanned_at: String,
    report: &'a str,
    purl: Option<&'a str>,
    ecosystem: &'a str,
    name: &'a str,
    version: &'a str,
    licence: &'a str,
    file: Option<&'a str>,
}

impl<W: Write> Document<W> {
    /// Writes a component.
    pub fn component(&mut self, row: &ComponentRow) -> io::Result<()> {
        let (it, package) = (&row.component, &row.component.package);
        self.item(&ComponentOut {
            app: &row.app,
            target: &row.target,
            branch: &row.branch,
            tool: &row.tool,
            scanned_at: time::rfc3339(row.scanned_at),
            report: &row.report,
            purl: package.purl.as_deref(),
            ecosystem: &package.ecosystem,
            name: &package.name,
            version: &package.version,
            licence: &it.licence,
            file: Some(it.place.as_str()).filter(|it| !it.is_empty()),
        })
    }
}
