//! Several tools that do not know of each other see the same weakness.

use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfCorroboration;

impl Factor for OfCorroboration {
    fn name(&self) -> &'static str {
        "corroboration"
    }

    fn about(&self) -> &'static str {
        "two or more tools see it independently; one tool alone takes nothing away (own judgement)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        policy.corroboration.several
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        let several = facts.tools >= 2;
        Judged {
            value: match facts.tools {
                1 => "1 tool".to_owned(),
                count => format!("{count} tools"),
            },
            points: if several {
                policy.corroboration.several
            } else {
                0.0
            },
            source: "findings of the issue".to_owned(),
            assumed: false,
        }
    }
}
