//! The probability of exploitation within 30 days. Not fed is not the same as improbable.

use crate::prioritize::{Factor, Facts, Judged, Policy};

/// See the module's text.
pub(in crate::prioritize) struct OfEpss;

impl Factor for OfEpss {
    fn name(&self) -> &'static str {
        "epss"
    }

    fn about(&self) -> &'static str {
        "probability of exploitation within 30 days, linear because FIRST publishes no bins (FIRST, EPSS)"
    }

    fn most(&self, policy: &Policy) -> f64 {
        policy.epss.at_certainty
    }

    fn judge(&self, facts: &Facts, policy: &Policy) -> Judged {
        let (value, points, assumed) = match &facts.epss {
            Some(epss) => {
                let percentile = epss
                    .percentile
                    .map(|it| format!(", percentile {:.2}", it * 100.0))
                    .unwrap_or_default();
                let value = format!(
                    "{:.2} %{percentile}, since {}",
                    epss.probability * 100.0,
                    epss.date
                );
                let points = epss.probability.clamp(0.0, 1.0) * policy.epss.at_certainty;
                (value.trim_end_matches(", since ").to_owned(), points, false)
            }
            None if !facts.has_cve => ("no CVE to look up".to_owned(), 0.0, false),
            None if !facts.epss_fed => ("not fed".to_owned(), 0.0, true),
            None => ("no score published".to_owned(), 0.0, true),
        };
        Judged {
            value,
            points,
            source: "FIRST EPSS".to_owned(),
            assumed,
        }
    }
}
