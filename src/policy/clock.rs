//! Until when an issue is to be closed, from data (`assets/policy/clocks.toml`).
//!
//! The clock starts at the first detection, which a later scan of the same does not move. What CISA
//! lists as exploited is due earlier. Nothing here knows today: a due date is a fact of the issue, so
//! that it can be stored; whether it has passed is asked when somebody looks.

use crate::error::{Kind, Problem};
use crate::model::{Band, DAY, Severity};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The clocks that are compiled in.
const DEFAULT: &str = include_str!("../../assets/policy/clocks.toml");

/// All schemes, and the cap of what is exploited.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    /// Raised with every change.
    pub version: u32,
    /// The cap of what CISA lists as exploited.
    pub kev: Cap,
    /// The schemes; the first is in force until another is chosen.
    #[serde(rename = "scheme")]
    pub schemes: Vec<Scheme>,
}

/// A number of days that no scheme goes beyond.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// The standard that says so.
    pub source: String,
    /// Days.
    pub days: u16,
}

/// Days for each band or severity.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// What it is called.
    pub name: String,
    /// The standard that says so.
    pub source: String,
    /// What the days hang on.
    pub by: By,
    /// Days by name of the band or severity; what is not there has no clock.
    pub days: BTreeMap<String, u16>,
}

/// What the days hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Our priority.
    Band,
    /// The tools' opinion.
    Severity,
}

/// What a due date depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Started {
    /// First detection of the issue, UTC seconds.
    pub at: i64,
    /// Our priority.
    pub band: Band,
    /// The tools' opinion.
    pub severity: Severity,
    /// When CISA listed it as exploited, UTC seconds.
    pub listed: Option<i64>,
}

impl Clocks {
    /// The clocks that are compiled in.
    pub fn builtin() -> Result<Self, Problem> {
        toml::from_str(DEFAULT).map_err(|err| {
            Problem::new(Kind::Bug, "assets/policy/clocks.toml cannot be read").because(err)
        })
    }

    /// The scheme with this name; the first when none is named.
    pub fn scheme(&self, name: Option<&str>) -> Option<&Scheme> {
        match name {
            None => self.schemes.first(),
            Some(name) => self.schemes.iter().find(|it| it.name == name),
        }
    }

    /// When an issue is due under a scheme, UTC seconds; `None` when it has no clock.
    ///
    /// The scheme's days after the first detection, or the cap's days after the later of detection
    /// and listing, whichever is earlier.
    pub fn due(&self, scheme: &Scheme, it: &Started) -> Option<i64> {
        let after = |at: i64, days: u16| at.saturating_add(i64::from(days) * DAY);
        let own = scheme.days(it).map(|days| after(it.at, days));
        let capped = it
            .listed
            .map(|listed| after(listed.max(it.at), self.kev.days));
        match (own, capped) {
            (Some(own), Some(capped)) => Some(own.min(capped)),
            (own, capped) => own.or(capped),
        }
    }
}

impl Scheme {
    /// The days for an issue.
    pub fn days(&self, it: &Started) -> Option<u16> {
        let name = match self.by {
            By::Band => it.band.name(),
            By::Severity => it.severity.name(),
        };
        self.days.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(scheme: &str, band: Band, severity: Severity, listed: Option<i64>) -> Option<i64> {
        let clocks = Clocks::builtin().unwrap();
        let started = Started {
            at: 100 * DAY,
            band,
            severity,
            listed: listed.map(|day| day * DAY),
        };
        let due = clocks.due(clocks.scheme(Some(scheme)).unwrap(), &started);
        due.map(|it| it / DAY - 100)
    }

    #[test]
    fn days_follow_band_or_severity_as_the_scheme_says() {
        use Severity::{Critical, High, Info, Low, Medium, Unknown};
        for (band, days) in Band::ALL.iter().zip([7, 30, 90, 180]) {
            assert_eq!(due("bands", *band, Low, None), Some(days));
        }
        let tables = [
            ("defectdojo", [Some(7), Some(30), Some(90), Some(120)]),
            ("fedramp", [Some(30), Some(30), Some(90), Some(180)]),
            ("pci-dss", [Some(30), Some(30), Some(90), None]),
        ];
        for (name, days) in tables {
            for (severity, days) in [Critical, High, Medium, Low].into_iter().zip(days) {
                assert_eq!(
                    due(name, Band::P4, severity, None),
                    days,
                    "{name} {severity}"
                );
            }
            assert_eq!(due(name, Band::P1, Info, None), None);
            assert_eq!(due(name, Band::P1, Unknown, None), None);
        }
    }

    #[test]
    fn what_is_exploited_is_due_two_weeks_after_it_is_listed_and_seen() {
        let of = |listed| due("bands", Band::P3, Severity::High, Some(listed));
        assert_eq!(of(50), Some(14), "listed long before it was seen");
        assert_eq!(of(110), Some(24), "listed later");
        assert_eq!(of(300), Some(90), "the cap never makes it later");
        assert_eq!(due("bands", Band::P1, Severity::High, Some(50)), Some(7));
        assert_eq!(due("pci-dss", Band::P1, Severity::Low, Some(50)), Some(14));
    }

    #[test]
    fn every_scheme_names_its_source_and_known_words() {
        let clocks = Clocks::builtin().unwrap();
        assert!(!clocks.kev.source.is_empty());
        for scheme in &clocks.schemes {
            assert!(!scheme.source.is_empty(), "{}", scheme.name);
            for word in scheme.days.keys() {
                let known = match scheme.by {
                    By::Band => Band::ALL.iter().any(|it| it.name() == word),
                    By::Severity => Severity::ALL.iter().any(|it| it.name() == word),
                };
                assert!(known, "{}: {word}", scheme.name);
            }
        }
        assert_eq!(clocks.scheme(None).unwrap().name, "bands");
        assert!(clocks.scheme(Some("nosuch")).is_none());
    }
}
