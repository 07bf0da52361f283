//! How much harm the application's failure does to the business.

use crate::model::Criticality;
use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfCriticality;

impl Factor for OfCriticality {
    fn name(&self) -> &'static str {
        "criticality"
    }

    fn about(&self) -> &'static str {
        "how much harm the application's failure does; unknown is a middle value (CERT/CC SSVC, mission impact)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        policy.criticality.of(Some(Criticality::Critical))
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        let value = facts.criticality.value;
        Judged {
            value: value.map_or("unknown", Criticality::name).to_owned(),
            points: policy.criticality.of(value),
            source: super::said_by(&facts.criticality.source, value.is_none()),
            assumed: value.is_none(),
        }
    }
}
