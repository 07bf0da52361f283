//! Scanners that are silent.

use super::Metric;
use super::history::History;
use crate::model::figures::{Number, as_f64};
use crate::model::{DAY, FindingKind};
use std::collections::BTreeSet;

/// See the module's text.
pub(super) struct CoverageGaps;

/// A scan older than this many days says little.
const OLD: i64 = 30;

impl Metric for CoverageGaps {
    fn id(&self) -> &'static str {
        "coverage-gaps"
    }

    fn name(&self) -> &'static str {
        "Coverage gaps"
    }

    fn definition(&self) -> &'static str {
        "Kinds of scanners that any application was ever scanned with and that this one was not in the \
         30 days before the end of the period. A queue that is short for want of scans is no good \
         news."
    }

    fn unit(&self) -> &'static str {
        "kinds"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let used: BTreeSet<FindingKind> =
            of.heard.iter().flat_map(|it| it.keys().copied()).collect();
        let mut out = Vec::new();
        for (app, heard) in of.apps.iter().zip(&of.heard) {
            let silent = |kind: &&FindingKind| {
                let last = heard.get(*kind);
                last.is_none_or(|at| of.period.to - at > OLD * DAY)
            };
            let silent: Vec<&str> = used.iter().filter(silent).map(|it| it.name()).collect();
            out.push(Number {
                value: Some(as_f64(silent.len())),
                cases: used.len(),
                ..Number::of(app, "silent", &silent.join(", "), Vec::new())
            });
        }
        out
    }
}
