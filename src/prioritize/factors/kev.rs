//! Listed by CISA as exploited in the wild. "Not asked" and "not listed" are told apart.

use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfKev;

impl Factor for OfKev {
    fn name(&self) -> &'static str {
        "kev"
    }

    fn about(&self) -> &'static str {
        "listed as exploited in the wild; evidence goes before any forecast (CISA KEV; FIRST)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        policy.kev.listed
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        let (value, points, assumed) = match &facts.kev {
            Some(kev) => (
                format!("listed since {}", kev.date_added),
                policy.kev.listed,
                false,
            ),
            None if !facts.has_cve => ("no CVE to look up".to_owned(), 0.0, false),
            None if !facts.kev_fed => ("not fed".to_owned(), 0.0, true),
            None => ("not listed".to_owned(), 0.0, false),
        };
        Judged {
            value,
            points,
            source: super::catalogue(facts),
            assumed,
        }
    }
}
