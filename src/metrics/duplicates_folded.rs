//! Findings that are no issue of their own.

use super::Metric;
use super::history::{History, within};
use super::life::Stand;
use crate::model::figures::{Number, as_f64};

/// See the module's text.
pub(super) struct DuplicatesFolded;

impl Metric for DuplicatesFolded {
    fn id(&self) -> &'static str {
        "duplicates-folded"
    }

    fn name(&self) -> &'static str {
        "Duplicates folded"
    }

    fn definition(&self) -> &'static str {
        "Findings that scans see at the end of the period, in issues of the queue, beyond the first one \
         of each issue: what nobody has to look at twice. The list holds the issues that have more \
         than one."
    }

    fn unit(&self) -> &'static str {
        "findings"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let open = of
            .stands()
            .filter(|it| it.1 == Stand::Open && it.0.findings > 1);
        let open: Vec<_> = open.map(|it| it.0).collect();
        of.parts()
            .map(|(part, app)| {
                let mine: Vec<_> = open.iter().filter(|it| within(part, it.app)).collect();
                let folded = mine.iter().map(|it| it.findings - 1).sum();
                let issues = mine.iter().map(|it| it.fingerprint).collect();
                Number {
                    value: Some(as_f64(folded)),
                    ..Number::of(app, "folded", "", issues)
                }
            })
            .collect()
    }
}
