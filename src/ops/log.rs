//! Reading and verifying the event log.

use crate::error::Problem;
use crate::model::{Event, digest, text};
use crate::ops::{Workspace, decision_log};
use crate::store::events;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Entries that were checked.
    pub entries: i64,
    /// Hash of the last good entry, to be noted down elsewhere.
    pub head: String,
    /// The first broken entry and what is wrong with it.
    pub broken: Option<(i64, String)>,
    /// Entries whose time is before that of the entry before them.
    pub clock_back: Vec<i64>,
}

/// Follows the chain from the first entry and stops at the first that does not fit. Then the steps of
/// exceptions are made again: one that no rule allows breaks the log too, whatever its hash says.
pub fn verify(workspace: &Workspace) -> Result<Verdict, Problem> {
    let mut out = Verdict {
        head: "0".repeat(64),
        ..Verdict::default()
    };
    let mut last_at = i64::MIN;
    events::each(&workspace.store.read(), &mut |event| {
        let expected = out.entries + 1;
        let wrong = if event.seq != expected {
            Some(format!("entry {expected} is missing"))
        } else if event.previous != out.head {
            Some("it does not follow the entry before it".to_owned())
        } else if digest::sha256_hex(event.hashed_text().as_bytes()) != event.hash {
            Some("its text does not match its hash".to_owned())
        } else {
            None
        };
        if let Some(wrong) = wrong {
            out.broken = Some((event.seq, wrong));
            return false;
        }
        if event.at < last_at {
            out.clock_back.push(event.seq);
        }
        last_at = event.at;
        out.entries = event.seq;
        out.head = event.hash;
        true
    })?;
    if out.broken.is_none()
        && let Some((seq, why)) = decision_log::refused(&workspace.store.read())?
    {
        out.entries = seq - 1;
        out.broken = Some((seq, why));
    }
    Ok(out)
}

/// The newest entries, oldest first.
pub fn list(workspace: &Workspace, newest: usize) -> Result<Vec<Event>, Problem> {
    let mut out = std::collections::VecDeque::new();
    events::each(&workspace.store.read(), &mut |event| {
        if out.len() == newest {
            out.pop_front();
        }
        out.push_back(event);
        true
    })?;
    Ok(out.into())
}

/// Writes every entry as one line of JSON. `hash` is the SHA-256 of the entry's fields, one a line,
/// as [`Event::hashed_text`] lays them out.
pub fn export(workspace: &Workspace, to: &mut dyn std::io::Write) -> Result<(), Problem> {
    let mut failed = None;
    events::each(&workspace.store.read(), &mut |event| {
        let line = serde_json::to_string(&event).unwrap_or_default();
        match writeln!(to, "{}", text::escape_json(&line)) {
            Ok(()) => true,
            Err(err) => {
                failed = Some(err);
                false
            }
        }
    })?;
    failed.map_or(Ok(()), |err| Err(err.into()))
}
