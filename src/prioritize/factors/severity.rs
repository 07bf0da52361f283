//! The worst severity that a tool gave an open finding.

use crate::model::Severity;
use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfSeverity;

impl Factor for OfSeverity {
    fn name(&self) -> &'static str {
        "severity"
    }

    fn about(&self) -> &'static str {
        "worst severity among the open findings, as the tools said it; unknown counts as medium (grype, Dependency-Track)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        policy.severity.most()
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        Judged {
            value: facts.severity.name().to_owned(),
            points: policy.severity.of(facts.severity),
            source: "worst open finding".to_owned(),
            assumed: facts.severity == Severity::Unknown,
        }
    }
}
