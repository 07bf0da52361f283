//! Which issues a command is about: ids, or a filter.

use crate::error::Problem;
use crate::ops::{Workspace, issues, queue};

/// The issues that the words of a command name. Words that are all ids (at least seven hex digits,
/// or an id after `id:`) name those; anything else is one filter.
pub(super) fn issues_of(
    workspace: &Workspace,
    words: &[String],
    now: i64,
) -> Result<Vec<i64>, Problem> {
    let is_id = |it: &String| it.len() >= 7 && it.bytes().all(|it| it.is_ascii_hexdigit());
    if !words.is_empty() && words.iter().all(is_id) {
        let mut out = Vec::new();
        for word in words {
            let id = issues::resolve(workspace, word)?;
            if !out.contains(&id) {
                out.push(id);
            }
        }
        return Ok(out);
    }
    let filter = words.join(" ");
    if filter.trim().is_empty() {
        return Err(Problem::usage("no issue is named")
            .hint("give ids or a filter, for example `app:shop sev:critical`"));
    }
    let columns = queue::load(workspace)?;
    let rows = queue::filter(&columns, &filter, now)?;
    if rows.is_empty() {
        return Err(Problem::usage(format!("no issue fits '{filter}'"))
            .hint("try it with `sluice list` first; closed ones need status:…"));
    }
    Ok(rows
        .iter()
        .filter_map(|it| columns.id.get(*it as usize).copied())
        .collect())
}
