//! CVSS vectors to scores: v2, v3.0, v3.1 and v4.0, in every spelling that scanners write.
//!
//! The arithmetic is that of the crate `cvss`, except where it was measured to be wrong or silent:
//! it scores v3 vectors that lack a base metric (refused here), has no v3 temporal score and rounds
//! some v3.0 environmental scores 0.1 too high; those are in `v3.rs`, in whole tenths.
//!
//! A score is that of all groups a vector has: base, then temporal (threat), then environmental.
//! Numbers of two versions are never held equal: a [`Scored`] keeps version and vector with it.

mod v3;

use crate::model::{CvssClaim, Severity};
use std::collections::BTreeMap;
use std::fmt;

/// Which formula. Newer ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// A number without a vector: nobody knows by which formula.
    Unstated,
    /// 2.0
    V2,
    /// 3.0
    V30,
    /// 3.1
    V31,
    /// 4.0
    V40,
}

impl Version {
    /// The number of the version; empty when not stated.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unstated => "",
            Self::V2 => "2.0",
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V40 => "4.0",
        }
    }
}

/// `CVSS 3.1`, or `CVSS`.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(format!("CVSS {}", self.name()).trim_end())
    }
}

/// A score with what it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The formula.
    pub version: Version,
    /// The score of all metric groups that the vector has, 0.0–10.0.
    pub score: f64,
    /// The score of the base metrics alone.
    pub base: f64,
    /// The vector in its canonical spelling; empty when only a number was given.
    pub vector: String,
    /// The band of the score. v2 has no critical.
    pub severity: Severity,
}

/// A score with who said so.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The score.
    pub scored: Scored,
    /// Whose claim it is.
    pub source: String,
    /// The number the source gave, when it is not the one its vector gives.
    pub stated: Option<f64>,
}

/// Scores a vector. `None` when it is not one, or lacks a base metric.
pub fn score(vector: &str) -> Option<Scored> {
    let (version, metrics) = normalise(vector)?;
    let text = spelled(version, &metrics);
    let (base, score, vector) = match version {
        Version::Unstated => return None,
        Version::V2 => {
            let it: cvss::v2::Vector = text.parse().ok()?;
            let has = |names: &[&str]| names.iter().any(|name| metrics.contains_key(*name));
            let score = if has(&["CDP", "TD", "CR", "IR", "AR"]) {
                it.environmental_score()
            } else if has(&["E", "RL", "RC"]) {
                it.temporal_score()
            } else {
                it.score()
            };
            (it.score().value(), score.value(), it.to_string())
        }
        Version::V30 | Version::V31 => {
            let it: cvss::v3::Vector = text.parse().ok()?;
            let base = v3::complete(&it)?.base_score().value();
            (base, v3::score(&it, &metrics), it.to_string())
        }
        Version::V40 => {
            let it: cvss::v4::Vector = text.parse().ok()?;
            let base = v4_base(&metrics)?;
            (base, it.score().value(), it.to_string())
        }
    };
    Some(Scored {
        version,
        score,
        base,
        vector,
        severity: severity(version, score),
    })
}

/// The band of a score. v2 ends at high (NVD's convention; its specification has no bands).
pub fn severity(version: Version, score: f64) -> Severity {
    match score {
        it if it <= 0.0 && version != Version::V2 => Severity::Info,
        it if it < 4.0 => Severity::Low,
        it if it < 7.0 => Severity::Medium,
        it if it < 9.0 || version == Version::V2 => Severity::High,
        _ => Severity::Critical,
    }
}

/// The claim to use, by one rule that does not depend on the order of the claims: the highest score
/// wins; among equal ones the newer version; among those the source that sorts first. A vector is
/// scored here; a source that gives only a number is taken at its word.
pub fn best(claims: &[CvssClaim]) -> Option<Best> {
    let scored = claims.iter().filter_map(|claim| {
        let stated = claim.score.filter(|it| (0.0..=10.0).contains(it));
        let own = score(&claim.vector);
        let differs = |ours: f64| stated.filter(|it| (it - ours).abs() > 0.05);
        Some(match own {
            Some(own) => Best {
                stated: differs(own.score),
                scored: own,
                source: claim.source.clone(),
            },
            None => Best {
                scored: bare(stated?),
                stated: None,
                source: claim.source.clone(),
            },
        })
    });
    scored.reduce(|a, b| {
        let order = (a.scored.score.total_cmp(&b.scored.score))
            .then(a.scored.version.cmp(&b.scored.version))
            .then_with(|| b.source.cmp(&a.source))
            .then_with(|| b.scored.vector.cmp(&a.scored.vector));
        if order.is_lt() { b } else { a }
    })
}

fn bare(score: f64) -> Scored {
    Scored {
        version: Version::Unstated,
        score,
        base: score,
        vector: String::new(),
        severity: severity(Version::Unstated, score),
    }
}

/// Metrics by upper-case name, in the order of the alphabet.
type Metrics = BTreeMap<String, String>;

/// Undoes the spellings of scanners: brackets, blanks, `CVSS2#`, case, a slash at the end, a missing
/// prefix. A metric given twice makes it no vector.
fn normalise(raw: &str) -> Option<(Version, Metrics)> {
    let mut text = raw.trim().to_ascii_uppercase();
    text.retain(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '[' | ']' | '"' | '\''));
    let mut text = text.as_str();
    let mut version = None;
    // The exact prefix stands second in `CVSS3#CVSS:3.1/…`, and counts.
    for (prefix, it) in [
        ("CVSS2#", Version::V2),
        ("CVSS3#", Version::V31),
        ("CVSS4#", Version::V40),
        ("CVSS:2.0/", Version::V2),
        ("CVSS2.0/", Version::V2),
        ("CVSS:3.0/", Version::V30),
        ("CVSS:3.1/", Version::V31),
        ("CVSS:4.0/", Version::V40),
    ] {
        if let Some(rest) = text.strip_prefix(prefix) {
            text = rest;
            version = Some(it);
        }
    }
    let mut metrics = Metrics::new();
    for part in text.split('/').filter(|it| !it.is_empty()) {
        let (name, value) = part.split_once(':')?;
        if metrics.insert(name.to_owned(), value.to_owned()).is_some() {
            return None;
        }
    }
    let has = |name| metrics.contains_key(name);
    let version = match version {
        Some(version) => version,
        None if has("VC") => Version::V40,
        // v3.0 and v3.1 give the same base score; the newer one is the better guess.
        None if has("PR") => Version::V31,
        None if has("AU") => Version::V2,
        None => return None,
    };
    Some((version, metrics))
}

/// The vector as the crate reads it.
fn spelled(version: Version, metrics: &Metrics) -> String {
    let mut out = match version {
        Version::Unstated | Version::V2 => String::new(),
        Version::V30 | Version::V31 | Version::V40 => format!("CVSS:{}", version.name()),
    };
    for (name, value) in metrics {
        if !out.is_empty() {
            out.push('/');
        }
        let (name, value) = match (version, name.as_str(), value.as_str()) {
            (Version::V2, "AU", value) => ("Au", value),
            (Version::V40, "U", "RED") => ("U", "Red"),
            (Version::V40, "U", "AMBER") => ("U", "Amber"),
            (Version::V40, "U", "GREEN") => ("U", "Green"),
            (Version::V40, "U", "CLEAR") => ("U", "Clear"),
            (_, name, value) => (name, value),
        };
        out.push_str(name);
        out.push(':');
        out.push_str(value);
    }
    out
}

/// The score of the eleven base metrics alone.
fn v4_base(metrics: &Metrics) -> Option<f64> {
    const BASE: &[&str] = &[
        "AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA",
    ];
    let mut base = metrics.clone();
    base.retain(|name, _| BASE.contains(&name.as_str()));
    if base.len() != BASE.len() {
        return None;
    }
    let it: cvss::v4::Vector = spelled(Version::V40, &base).parse().ok()?;
    Some(it.score().value())
}

#[cfg(test)]
mod tests;
