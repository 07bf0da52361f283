//! Known use in ransomware campaigns. CISA's `Unknown` means unconfirmed.

use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfRansomware;

impl Factor for OfRansomware {
    fn name(&self) -> &'static str {
        "ransomware"
    }

    fn about(&self) -> &'static str {
        "known use in ransomware campaigns; 'Unknown' means unconfirmed, not no (CISA KEV)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        policy.ransomware.known
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        let (value, points, assumed) = match &facts.kev {
            Some(kev) if kev.ransomware => ("known", policy.ransomware.known, false),
            Some(_) => ("not confirmed", 0.0, false),
            None if facts.has_cve && !facts.kev_fed => ("not fed", 0.0, true),
            None => ("not listed", 0.0, false),
        };
        Judged {
            value: value.to_owned(),
            points,
            source: super::catalogue(facts),
            assumed,
        }
    }
}
