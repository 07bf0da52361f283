//! Decisions as JSON lines: each line is one entry of `decisions` in
//! `assets/schema/decisions.schema.json`.

use super::decisions_json::Row;
use super::{DecisionExporter, Decisions};
use crate::model::text;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct DecisionsJsonl;

impl DecisionExporter for DecisionsJsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "one decision a line"
    }

    fn write(&self, all: &Decisions, to: &mut dyn Write) -> io::Result<()> {
        for it in &all.rows {
            let json = serde_json::to_string(&Row::of(it))?;
            writeln!(to, "{}", text::escape_json(&json))?;
        }
        Ok(())
    }
}
