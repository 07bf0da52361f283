//! A loaded queue with the few numbers that the console shows of the whole of it.
//!
//! Built once per load on the worker, then shared read-only: nothing here is computed on a keystroke.

use crate::model::{Columns, Status, TextId};
use std::collections::BTreeSet;

/// All issues of a store at one version.
#[derive(Debug, Default)]
pub struct Board {
    /// The issues.
    pub columns: Columns,
    /// The store's version when they were read.
    pub version: i64,
    /// Issues that are open.
    pub open: usize,
    /// Distinct applications, by name.
    pub apps: Vec<TextId>,
    /// Distinct teams, by name.
    pub teams: Vec<TextId>,
    /// Distinct persons, by name.
    pub persons: Vec<TextId>,
}

impl Board {
    /// Counts once what the screens show all the time.
    pub fn new(columns: Columns, version: i64) -> Self {
        let open = columns.status.iter().filter(|it| it.is_open()).count();
        let (apps, teams, persons) = (
            distinct(&columns, &columns.app),
            distinct(&columns, &columns.team),
            distinct(&columns, &columns.person),
        );
        Self {
            columns,
            version,
            open,
            apps,
            teams,
            persons,
        }
    }

    /// The row number in the store.
    pub fn id(&self, row: u32) -> Option<i64> {
        self.columns.id.get(row as usize).copied()
    }

    /// Where the issue stands in the store.
    pub fn status(&self, row: u32) -> Status {
        self.columns
            .status
            .get(row as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The text of one field of a row.
    pub fn text(&self, field: fn(&Columns) -> &Vec<TextId>, row: u32) -> &str {
        self.columns.text(field(&self.columns), row as usize)
    }
}

fn distinct(columns: &Columns, column: &[TextId]) -> Vec<TextId> {
    let mut seen: BTreeSet<TextId> = BTreeSet::new();
    let mut last = 0;
    for id in column {
        if *id != last {
            seen.insert(*id);
            last = *id;
        }
    }
    let mut out: Vec<_> = seen
        .into_iter()
        .filter(|id| !columns.pool.get(*id).is_empty())
        .collect();
    out.sort_by_key(|id| columns.pool.get(*id));
    out
}
