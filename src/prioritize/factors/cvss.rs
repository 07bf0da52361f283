//! The CVSS score. Without one, the middle of the severity's band stands in.

use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfCvss;

impl Factor for OfCvss {
    fn name(&self) -> &'static str {
        "cvss"
    }

    fn about(&self) -> &'static str {
        "CVSS score; without one the middle of the severity's band stands in (FIRST, CVSS v3.1 section 5)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        10.0 * policy.cvss.per_point
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        let per_point = policy.cvss.per_point;
        let Some(cvss) = &facts.cvss else {
            let stand_in = policy.cvss.stand_in.of(facts.severity);
            return Judged {
                value: format!("none; {stand_in} stands in for {}", facts.severity),
                points: stand_in * per_point,
                source: "severity".to_owned(),
                assumed: true,
            };
        };
        let value = format!("{} {:.1} {}", cvss.version, cvss.score, cvss.vector);
        Judged {
            value: value.trim_end().to_owned(),
            points: cvss.score.clamp(0.0, 10.0) * per_point,
            source: cvss.source.clone(),
            assumed: false,
        }
    }
}
