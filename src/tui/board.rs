//! A loaded queue with the few numbers that the console shows of the whole of it.
//!
//! Built once per load on the worker, then shared read-only: nothing here is computed on a keystroke.

use crate::model::{Band, Columns, Status, TextId};
use crate::ops::feeds::Age;
use std::collections::{BTreeMap, BTreeSet};

/// How long a queue is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Whose, in the pool; 0 for nobody's.
    pub name: TextId,
    /// Open issues.
    pub open: usize,
    /// Those of the first band.
    pub critical: usize,
}

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
    /// The queue of each team, by name.
    pub team_counts: Vec<Count>,
    /// The queue of each person, by name.
    pub person_counts: Vec<Count>,
    /// The queue of each application, by name.
    pub app_counts: Vec<Count>,
    /// What nobody has.
    pub unowned: Count,
    /// All of it.
    pub everything: Count,
    /// How old the feeds are that the ranks lean on.
    pub feeds: Vec<Age>,
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
            open,
            team_counts: counts(&columns, &teams, |it| &it.team),
            person_counts: counts(&columns, &persons, |it| &it.person),
            app_counts: counts(&columns, &apps, |it| &it.app),
            unowned: count(&columns, |row| nobodys(&columns, row)),
            everything: count(&columns, |_| true),
            apps,
            teams,
            persons,
            columns,
            version,
            feeds: Vec::new(),
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

/// The open issues of each name.
fn counts(columns: &Columns, names: &[TextId], of: fn(&Columns) -> &[TextId]) -> Vec<Count> {
    let mut open: BTreeMap<TextId, (usize, usize)> = BTreeMap::new();
    let rows = of(columns).iter().zip(&columns.status).zip(&columns.band);
    for ((name, _), band) in rows.filter(|((_, status), _)| status.is_open()) {
        let it = open.entry(*name).or_default();
        it.0 += 1;
        it.1 += usize::from(*band == Band::P1);
    }
    let count = |name: &TextId| {
        let (open, critical) = open.get(name).copied().unwrap_or_default();
        Count {
            name: *name,
            open,
            critical,
        }
    };
    names.iter().map(count).collect()
}

fn count(columns: &Columns, holds: impl Fn(usize) -> bool) -> Count {
    let mut out = Count::default();
    let rows = columns.status.iter().zip(&columns.band).enumerate();
    for (_, (_, band)) in rows.filter(|(row, (status, _))| status.is_open() && holds(*row)) {
        out.open += 1;
        out.critical += usize::from(*band == Band::P1);
    }
    out
}

fn nobodys(columns: &Columns, row: usize) -> bool {
    let none = |column: &[TextId]| column.get(row).is_none_or(|it| *it == 0);
    none(&columns.team) && none(&columns.person)
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
