//! Accepted risks by how long they are accepted.

use super::Metric;
use super::history::{ExceptionLife, History, within};
use crate::model::figures::{Number, as_f64};
use crate::model::{DAY, Digest};
use std::collections::BTreeSet;

/// See the module's text.
pub(super) struct ExceptionsByAge;

/// Ages in whole days: from, up to and including.
const AGES: [(&str, i64, i64); 4] = [
    ("0-30 days", 0, 30),
    ("31-90 days", 31, 90),
    ("91-180 days", 91, 180),
    ("over 180 days", 181, i64::MAX),
];

impl Metric for ExceptionsByAge {
    fn id(&self) -> &'static str {
        "exceptions-by-age"
    }

    fn name(&self) -> &'static str {
        "Exceptions by age"
    }

    fn definition(&self) -> &'static str {
        "Exceptions in force at the end of the period, by whole days since their approval. 'pending' \
         ones wait for an approval and hide nothing; 'ran out' ones ended by themselves in the period \
         and hide nothing any more."
    }

    fn unit(&self) -> &'static str {
        "exceptions"
    }

    fn absent(&self) -> &'static str {
        "nobody asked for an exception"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        if of.exceptions.is_empty() {
            return Vec::new();
        }
        let to = of.period.to;
        let mut out = Vec::new();
        for (part, app) in of.parts() {
            let about = |it: &&ExceptionLife| it.issues.iter().any(|it| within(part, it.0));
            let mine = || of.exceptions.iter().filter(about);
            for (name, least, most) in AGES {
                let aged = mine().filter(|it| in_force(it, to)).filter(|it| {
                    let age = it.approved.map_or(0, |at| (to - at) / DAY);
                    (least..=most).contains(&age)
                });
                out.push(number((part, app), "in force", name, aged));
            }
            let pending = mine().filter(|it| {
                let waits = it.approved.is_none_or(|at| to < at);

                it.requested <= to && waits && to < end(it)
            });
            out.push(number((part, app), "pending", "", pending));
            let ran_out = mine().filter(|it| {
                it.approved.is_some() && end(it) == it.until && of.period.holds(it.until)
            });
            out.push(number((part, app), "ran out", "", ran_out));
        }
        out
    }
}

fn in_force(it: &ExceptionLife, at: i64) -> bool {
    it.approved.is_some_and(|from| from <= at) && at < end(it)
}

/// When it ended or ends, by itself or by somebody.
fn end(it: &ExceptionLife) -> i64 {
    it.ended.map_or(it.until, |ended| ended.min(it.until))
}

fn number<'a>(
    (part, app): (Option<usize>, &str),
    stat: &'static str,
    group: &str,
    all: impl Iterator<Item = &'a ExceptionLife>,
) -> Number {
    let mut count = 0;
    let issues: BTreeSet<Digest> = all
        .inspect(|_| count += 1)
        .flat_map(|it| &it.issues)
        .filter(|it| within(part, it.0))
        .map(|it| it.1)
        .collect();
    Number {
        value: Some(as_f64(count)),
        cases: count,
        ..Number::of(app, stat, group, issues.into_iter().collect())
    }
}
