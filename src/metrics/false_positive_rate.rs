//! Where tools are wrong.

use super::history::History;
use super::life::Life;
use super::{Metric, rules, snippets};
use crate::model::Status;
use crate::model::figures::{Advice, FEW, Number};

/// See the module's text.
pub(super) struct FalsePositiveRate;

/// At this share of false positives a rule costs more looks than it is worth.
const NOISY: f64 = 50.0;

impl Metric for FalsePositiveRate {
    fn id(&self) -> &'static str {
        "false-positive-rate"
    }

    fn name(&self) -> &'static str {
        "False positives"
    }

    fn definition(&self) -> &'static str {
        "Of the findings of a tool or rule whose issue a person judged by the end of the period, as \
         real or as false positive: the share in issues that stand as false positives then. What \
         nobody looked at counts neither way."
    }

    fn unit(&self) -> &'static str {
        "%"
    }

    fn absent(&self) -> &'static str {
        "nobody judged an issue yet"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        rules::shares(of, "false positive", |_, life| judged(life, of.period.to))
    }

    fn advice(&self, of: &History) -> Vec<Advice> {
        let numbers = self.numbers(of);
        let noisy = numbers
            .iter()
            .filter(|it| it.value.is_some_and(|share| share >= NOISY) && it.cases >= FEW);
        noisy
            .filter_map(|it| {
                let rule = of.rules.iter().find(|rule| rule.shown() == it.group)?;
                let (file, snippet) = snippets::ignore(rule);
                Some(Advice {
                    about: it.group.clone(),
                    text: format!(
                        "{} % of {} judged findings are false positives: narrow the rule or switch it \
                         off, after a look at those that were real",
                        it.shown(),
                        it.cases
                    ),
                    snippet,
                    file,
                })
            })
            .collect()
    }
}

/// Whether an issue stands as a false positive; `None` when nobody judged it by then.
fn judged(life: &Life, at: i64) -> Option<bool> {
    if life.at(at).status == Status::FalsePositive {
        return Some(true);
    }
    let states = life.was.iter();
    let mut past = states.take_while(|(until, _)| *until <= at).map(|it| it.1);
    let real = |status| status == Status::Confirmed;
    (real(life.at(at).status) || past.any(|it| real(it.status))).then_some(false)
}
