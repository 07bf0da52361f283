//! Whether the application runs in production. Not known is read as yes.

use crate::model::Ternary;
use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfInProduction;

impl Factor for OfInProduction {
    fn name(&self) -> &'static str {
        "in-production"
    }

    fn about(&self) -> &'static str {
        "whether the application runs in production; unknown counts as yes (CERT/CC SSVC, system exposure)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        policy.in_production.of(Ternary::Yes)
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        super::context(&facts.in_production, &policy.in_production)
    }
}
