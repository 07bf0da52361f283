//! Whether the application holds personal data.

use crate::model::Ternary;
use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfPersonalData;

impl Factor for OfPersonalData {
    fn name(&self) -> &'static str {
        "personal-data"
    }

    fn about(&self) -> &'static str {
        "whether the application holds personal data; unknown is a middle value (CERT/CC SSVC, human impact)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        policy.personal_data.of(Ternary::Yes)
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        super::context(&facts.personal_data, &policy.personal_data)
    }
}
