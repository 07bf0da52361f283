//! Decisions as JSON, for other programs and other laptops (`assets/schema/decisions.schema.json`).

use super::exception_json::ExceptionRow;
use super::{DecisionExporter, DecisionRow, Decisions, time};
use crate::model::text;
use serde::Serialize;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct DecisionsJson;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    decisions: Vec<Row<'a>>,
    exceptions: Vec<ExceptionRow>,
}

/// One decision as it is published.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    issue: &'a str,
    app: &'a str,
    title: &'a str,
    decision: &'a str,
    reason: &'a str,
    team: &'a str,
    person: &'a str,
    by: &'a str,
    at: String,
    until: Option<String>,
    event: i64,
    fingerprints: &'a [String],
}

impl DecisionExporter for DecisionsJson {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "one document with a published schema"
    }

    fn write(&self, all: &Decisions, to: &mut dyn Write) -> io::Result<()> {
        let document = Document {
            version: 1,
            decisions: all.rows.iter().map(Row::of).collect(),
            exceptions: all.exceptions.iter().map(ExceptionRow::from).collect(),
        };
        let json = serde_json::to_string_pretty(&document)?;
        writeln!(to, "{}", text::escape_json(&json))
    }
}

impl<'a> Row<'a> {
    /// A decision.
    pub(super) fn of(it: &'a DecisionRow) -> Self {
        Self {
            issue: &it.issue,
            app: &it.app,
            title: &it.title,
            decision: &it.decision,
            reason: &it.reason,
            team: &it.team,
            person: &it.person,
            by: &it.by,
            at: time::rfc3339(it.at),
            until: it.until.map(time::rfc3339),
            event: it.event,
            fingerprints: &it.fingerprints,
        }
    }
}
