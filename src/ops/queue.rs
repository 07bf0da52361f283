//! The queue: all issues as columns, in priority order.

use crate::error::Problem;
use crate::model::Columns;
use crate::ops::Workspace;
use crate::query::{Matcher, Query};
use crate::store::columns;

/// Loads every issue, hidden ones included, in priority order.
pub fn load(workspace: &Workspace) -> Result<Columns, Problem> {
    Ok(columns::load(&workspace.store.read())?)
}

/// A number that changes whenever anything in the store changes, by whoever. Cheap.
pub fn version(workspace: &Workspace) -> Result<i64, Problem> {
    Ok(workspace.store.version()?)
}

/// The rows that a filter keeps, whatever their status where it says nothing of one.
pub fn filter_any(columns: &Columns, text: &str, now: i64) -> Result<Vec<u32>, Problem> {
    let query = Query::parse(text)?;
    Ok(Matcher::new(&query, columns, now).filter())
}

/// The rows that a filter keeps. Without a word about the status, open issues only.
pub fn filter(columns: &Columns, text: &str, now: i64) -> Result<Vec<u32>, Problem> {
    let query = Query::parse(text)?;
    let rows = Matcher::new(&query, columns, now).filter();
    if query.mentions_status() {
        return Ok(rows);
    }
    let open = |row: &u32| {
        columns
            .status
            .get(*row as usize)
            .is_some_and(|it| it.is_open())
    };
    Ok(rows.into_iter().filter(open).collect())
}
