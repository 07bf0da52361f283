//! Feeds: facts about vulnerabilities that somebody publishes and a person imports. Sluice never
//! fetches them.
//!
//! Like a report, a feed never fails for one bad row and never hides one. Unlike a report it makes
//! no findings, so it has its own small list and no [`super::Format`].

pub mod epss;
pub mod kev;
pub mod osv;
pub mod vulnrichment;

use super::{Input, Probe};
use crate::error::Problem;

/// The feeds that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feed {
    /// CISA's catalogue of exploited vulnerabilities.
    Kev,
    /// FIRST's probabilities of exploitation.
    Epss,
    /// Which CVE another id stands for.
    Aliases,
    /// CISA's decision points.
    Vulnrichment,
}

impl Feed {
    /// Every feed. The only list.
    pub const ALL: &[Self] = &[Self::Kev, Self::Epss, Self::Aliases, Self::Vulnrichment];

    /// Stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kev => "kev",
            Self::Epss => "epss",
            Self::Aliases => "aliases",
            Self::Vulnrichment => "vulnrichment",
        }
    }

    /// What it is and which forms are read.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Kev => "CISA Known Exploited Vulnerabilities (JSON, CSV)",
            Self::Epss => "FIRST EPSS scores (CSV, JSON of the API)",
            Self::Aliases => {
                "OSV records: which CVE an id stands for (JSON, JSON lines, zip, folder)"
            }
            Self::Vulnrichment => "CVE records with CISA's SSVC (JSON, JSON lines, zip, folder)",
        }
    }

    fn claims(self, probe: &Probe) -> bool {
        match self {
            Self::Kev => kev::claims(probe),
            Self::Epss => epss::claims(probe),
            Self::Aliases => osv::claims(probe),
            Self::Vulnrichment => vulnrichment::claims(probe),
        }
    }
}

/// The feed that a document is, if it is one.
pub fn detect(probe: &Probe) -> Option<Feed> {
    Feed::ALL.iter().copied().find(|it| it.claims(probe))
}

/// A CVE id in its canonical spelling: `CVE-`, four digits, four to nineteen digits.
fn cve(text: &str) -> Option<String> {
    let upper = text.trim().to_ascii_uppercase();
    let (year, number) = upper.strip_prefix("CVE-")?.split_once('-')?;
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let fits =
        year.len() == 4 && (4..=19).contains(&number.len()) && digits(year) && digits(number);
    fits.then_some(upper)
}

/// The day of a date or time, `YYYY-MM-DD`, if it is one.
fn day(text: &str) -> Option<String> {
    let day = text.trim().get(..10)?;
    day.parse::<jiff::civil::Date>().ok()?;
    Some(day.to_owned())
}

/// A reader behind the byte order mark, if there is one.
fn unmarked(input: &dyn Input) -> Result<impl std::io::BufRead + '_, Problem> {
    use std::io::{BufRead as _, BufReader};
    let mut reader = BufReader::with_capacity(64 * 1024, input.open()?);
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    Ok(reader)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_days_are_checked() {
        assert_eq!(cve(" cve-2021-44228 ").as_deref(), Some("CVE-2021-44228"));
        for text in ["CVE-21-44228", "CVE-2021-1", "GHSA-1", "CVE-2021-44x28", ""] {
            assert_eq!(cve(text), None, "{text}");
        }
        assert_eq!(day("2025-09-24T12:55:00Z").as_deref(), Some("2025-09-24"));
        assert_eq!(
            day("2025-09-24T00:00:00+0000").as_deref(),
            Some("2025-09-24")
        );
        assert_eq!(day("2025-13-24"), None);
        assert_eq!(day("24.09.2025"), None);
    }
}
