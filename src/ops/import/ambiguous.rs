//! New findings that could be known ones, and nobody knows which.

use super::rows::line_about;
use super::scope::Scope;
use super::sink::Importer;
use super::{Change, SHOWN};
use crate::error::Problem;
use crate::store::texts;

/// Counts and lists them, by their running numbers among those that wait.
pub(super) fn list(
    importer: &mut Importer<'_, '_, '_>,
    scope: &Scope,
    seen: &[i64],
) -> Result<(), Problem> {
    let (tx, _) = importer.writes();
    let out = importer.outcome();
    out.ambiguous += seen.len() as u64;
    for at in seen {
        if out.changes.len() >= SHOWN {
            break;
        }
        let found = usize::try_from(*at)
            .ok()
            .and_then(|at| scope.waiting.get(at));
        if let Some(waiting) = found {
            let row = &waiting.row;
            let title = texts::get(tx, row.title)?;
            let file = texts::get(tx, row.file)?;
            out.changes.push(Change {
                what: "ambiguous",
                fingerprint: waiting.keys.base,
                why: None,
                text: line_about(&title, &file, row.line),
            });
        }
    }
    Ok(())
}
