//! The store as a file: what is in it, and whether it is whole.

use crate::error::Problem;
use crate::ops::Workspace;
use crate::ops::log::{self, Verdict};
use crate::store::meta::{self, Table};

/// What is in a store.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// Where it lies.
    pub path: String,
    /// Bytes of the database.
    pub bytes: i64,
    /// Applications.
    pub applications: i64,
    /// Reports.
    pub reports: i64,
    /// Findings.
    pub findings: i64,
    /// Issues.
    pub issues: i64,
    /// Events.
    pub events: i64,
}

/// Counts what is in the store.
pub fn info(workspace: &Workspace) -> Result<Info, Problem> {
    let tx = &workspace.store.read();
    Ok(Info {
        path: workspace.path.display().to_string(),
        bytes: meta::size(tx)?,
        applications: meta::count(tx, Table::Application)?,
        reports: meta::count(tx, Table::Report)?,
        findings: meta::count(tx, Table::Finding)?,
        issues: meta::count(tx, Table::Issue)?,
        events: meta::count(tx, Table::Event)?,
    })
}

/// Everything that is wrong with the store; empty when it is whole. The log is part of it.
pub fn check(workspace: &Workspace) -> Result<Vec<String>, Problem> {
    let mut out = meta::check(&workspace.store.read())?;
    let Verdict { broken, .. } = log::verify(workspace)?;
    out.extend(broken.map(|(seq, why)| format!("event {seq} is broken: {why}")));
    Ok(out)
}
