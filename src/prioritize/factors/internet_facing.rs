//! Whether the internet can reach the application. Not known is read as yes.

use crate::model::Ternary;
use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfInternetFacing;

impl Factor for OfInternetFacing {
    fn name(&self) -> &'static str {
        "internet-facing"
    }

    fn about(&self) -> &'static str {
        "whether the internet can reach the application; unknown counts as yes (CERT/CC SSVC: assume open)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        policy.internet_facing.of(Ternary::Yes)
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        super::context(&facts.internet_facing, &policy.internet_facing)
    }
}
