//! Notes on issues.

use crate::error::Problem;
use crate::ops::Who;
use crate::ops::decide::Outcome;
use crate::ops::wording::count;
use crate::store::events::{self, NewEvent};
use crate::store::{Tx, decisions, issues};
use serde_json::json;

/// Adds a note to issues.
pub(super) fn note(tx: &Tx<'_>, ids: &[i64], text: &str, who: &Who) -> Result<Outcome, Problem> {
    let mut prints = Vec::new();
    for id in ids {
        prints.extend(issues::one(tx, *id)?.map(|it| it.row.fingerprint));
    }
    let text = text.trim();
    let summary = format!("noted on {}", count(prints.len(), "issue"));
    let event = events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: who.person(),
            operation: "note",
            summary: summary.clone(),
            payload: json!({"text": text, "fingerprints": prints}).to_string(),
        },
    )?;
    for print in &prints {
        decisions::add_note(tx, event, *print, text)?;
        events::add_subject(tx, *print, event)?;
    }
    Ok(Outcome {
        event,
        changed: prints.len(),
        summary,
        ..Outcome::default()
    })
}
