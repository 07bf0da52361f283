//! Issues that nobody has.

use super::Metric;
use super::history::{History, within};
use super::life::Stand;
use crate::model::figures::Number;

/// See the module's text.
pub(super) struct OwnershipGaps;

impl Metric for OwnershipGaps {
    fn id(&self) -> &'static str {
        "ownership-gaps"
    }

    fn name(&self) -> &'static str {
        "Ownership gaps"
    }

    fn definition(&self) -> &'static str {
        "Issues in the queue at the end of the period that no team has, by what is known of owners \
         today."
    }

    fn unit(&self) -> &'static str {
        "issues"
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let gaps: Vec<_> = of
            .stands()
            .filter(|it| it.1 == Stand::Open && !it.0.owned)
            .map(|it| it.0)
            .collect();
        of.parts()
            .map(|(part, app)| {
                let mine = gaps.iter().filter(|it| within(part, it.app));
                let mine = mine.map(|it| it.fingerprint).collect();
                Number {
                    filter: of.filter(app, "team:none"),
                    ..Number::count(app, "without a team", "", mine)
                }
            })
            .collect()
    }
}
