//! The weights of the score, read from data. A file that leaves a weight out, or has one too many,
//! is refused: a score must be explainable from one file alone.

use crate::error::{Place, Problem};
use crate::model::{Band, Criticality, Severity, Ternary};
use serde::Deserialize;

/// The policy that counts where nobody chose another.
pub const DEFAULT: &str = include_str!("../../assets/policy/default.toml");

/// The profiles that are compiled in, by name. The only list.
pub const PROFILES: &[(&str, &str)] = &[
    ("default", DEFAULT),
    (
        "evidence-first",
        include_str!("../../assets/policy/evidence-first.toml"),
    ),
];

/// All weights. See `assets/policy/default.toml` for the reason of each.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What it is called.
    pub name: String,
    /// Raised with every change.
    pub version: u32,
    /// Highest score.
    pub cap: f64,
    /// Where the bands begin.
    pub bands: Bands,
    /// Points for the severity.
    pub severity: BySeverity,
    /// Points for the CVSS score.
    pub cvss: Cvss,
    /// Points for being exploited.
    pub kev: Kev,
    /// Points for use in ransomware campaigns.
    pub ransomware: Ransomware,
    /// Points for the probability of exploitation.
    pub epss: Epss,
    /// Points for being reachable from the internet.
    pub internet_facing: ByTernary,
    /// Points for being in production.
    pub in_production: ByTernary,
    /// Points for personal data.
    pub personal_data: ByTernary,
    /// Points for the harm to the business.
    pub criticality: ByCriticality,
    /// Points for several tools.
    pub corroboration: Corroboration,
    /// Scores that an issue never falls below.
    pub floors: Floors,
    /// Scores that an issue never rises above.
    pub ceilings: Ceilings,
    /// When what was imported is too old to be believed.
    pub feeds: Feeds,
    /// When a correlation rule is no longer believed.
    pub correlation: Correlation,
}

/// Scores that an issue never falls below.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// Where the numbers come from.
    pub source: String,
    /// Listed as exploited, in an application that is exposed and in production. 0 for no floor.
    pub exploited_and_exposed: f64,
}

/// Scores that an issue never rises above.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceilings {
    /// Where the numbers come from.
    pub source: String,
    /// The application is known not to be in production.
    pub not_in_production: f64,
    /// A person said that the flawed code is not reached.
    pub unreachable: f64,
}

/// When what was imported is too old to be believed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feeds {
    /// Where the number comes from.
    pub source: String,
    /// Days after the feed's own date.
    pub stale_days: i64,
}

/// When a correlation rule is no longer believed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    /// Where the numbers come from.
    pub source: String,
    /// The share of a rule's links that people must leave alone; below it the rule only suggests.
    /// 0 believes every rule for ever.
    pub bar: f64,
    /// Links, split ones included, below which nothing is concluded.
    pub least: u32,
}

/// Points at which bands begin.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// First band.
    pub p1: f64,
    /// Second band.
    pub p2: f64,
    /// Third band; what is below is in the fourth.
    pub p3: f64,
}

/// A number for every severity.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BySeverity {
    /// Where the numbers come from.
    #[serde(default)]
    pub source: String,
    critical: f64,
    high: f64,
    medium: f64,
    low: f64,
    info: f64,
    unknown: f64,
}

impl BySeverity {
    /// The number for one.
    pub const fn of(&self, severity: Severity) -> f64 {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.high,
            Severity::Medium => self.medium,
            Severity::Low => self.low,
            Severity::Info => self.info,
            Severity::Unknown => self.unknown,
        }
    }

    /// The largest number.
    pub fn most(&self) -> f64 {
        let all = Severity::ALL.iter().map(|it| self.of(*it));
        all.fold(0.0, f64::max)
    }
}

/// Points for a CVSS score.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cvss {
    /// Where the numbers come from.
    pub source: String,
    /// Points for each point of the score.
    pub per_point: f64,
    /// Scores taken where none is known.
    pub stand_in: BySeverity,
}

/// Points for being exploited.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kev {
    /// Where the number comes from.
    pub source: String,
    /// Points when listed.
    pub listed: f64,
}

/// Points for use in ransomware campaigns.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ransomware {
    /// Where the number comes from.
    pub source: String,
    /// Points when known.
    pub known: f64,
}

/// Points for the probability of exploitation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Epss {
    /// Where the number comes from.
    pub source: String,
    /// Points at probability 1.
    pub at_certainty: f64,
}

/// Points for a fact that may not be known.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByTernary {
    /// Where the numbers come from.
    pub source: String,
    yes: f64,
    no: f64,
    unknown: f64,
}

impl ByTernary {
    /// The points for one answer.
    pub const fn of(&self, answer: Ternary) -> f64 {
        match answer {
            Ternary::Yes => self.yes,
            Ternary::No => self.no,
            Ternary::Unknown => self.unknown,
        }
    }
}

/// Points for the harm to the business.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByCriticality {
    /// Where the numbers come from.
    pub source: String,
    critical: f64,
    high: f64,
    medium: f64,
    low: f64,
    unknown: f64,
}

impl ByCriticality {
    /// The points for one, or for not knowing.
    pub const fn of(&self, criticality: Option<Criticality>) -> f64 {
        match criticality {
            Some(Criticality::Critical) => self.critical,
            Some(Criticality::High) => self.high,
            Some(Criticality::Medium) => self.medium,
            Some(Criticality::Low) => self.low,
            None => self.unknown,
        }
    }
}

/// Points for several tools.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corroboration {
    /// Where the number comes from.
    pub source: String,
    /// Points from two tools on.
    pub several: f64,
}

impl Policy {
    /// The policy that is compiled in.
    pub fn builtin() -> Result<Self, Problem> {
        Self::parse("assets/policy/default.toml", DEFAULT)
    }

    /// Reads a policy; `file` is for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let place = |line| Place {
            file: file.to_owned(),
            line,
            path: String::new(),
        };
        let policy: Self = toml::from_str(text).map_err(|err| {
            let before = err.span().and_then(|span| text.get(..span.start));
            let line = before.map(|it| it.matches('\n').count() as u64 + 1);
            Problem::usage(format!("not a policy: {}", err.message()))
                .at(place(line))
                .hint("start from a copy of assets/policy/default.toml")
        })?;
        match policy.fault() {
            None => Ok(policy),
            Some(fault) => Err(Problem::usage(fault)
                .at(place(None))
                .hint("points are never negative, unknown is never below no, and bands go down")),
        }
    }

    /// Name and version, as kept with a score.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// The band of a score.
    pub fn band(&self, score: f64) -> Band {
        let Bands { p1, p2, p3 } = self.bands;
        match score {
            it if it >= p1 => Band::P1,
            it if it >= p2 => Band::P2,
            it if it >= p3 => Band::P3,
            _ => Band::P4,
        }
    }

    /// What would break a promise of the score: negative points, an unknown that counts less than a
    /// no, a yes that counts less than an unknown, bands out of order.
    fn fault(&self) -> Option<String> {
        let context = [
            ("internet_facing", &self.internet_facing),
            ("in_production", &self.in_production),
            ("personal_data", &self.personal_data),
        ];
        for (name, it) in context {
            if !(0.0 <= it.no && it.no <= it.unknown && it.unknown <= it.yes) {
                return Some(format!("'{name}' must have 0 <= no <= unknown <= yes"));
            }
        }
        let Bands { p1, p2, p3 } = self.bands;
        if !(0.0 < p3 && p3 < p2 && p2 < p1 && p1 <= self.cap) {
            return Some("'bands' must go down from 'cap': p1, p2, p3".to_owned());
        }
        let severities = Severity::ALL.iter();
        let more = [
            self.kev.listed,
            self.ransomware.known,
            self.epss.at_certainty,
            self.corroboration.several,
            self.cvss.per_point,
            self.floors.exploited_and_exposed,
            self.ceilings.not_in_production,
            self.ceilings.unreachable,
        ];
        let business = Criticality::ALL
            .iter()
            .map(|it| self.criticality.of(Some(*it)));
        let all = severities
            .flat_map(|it| [self.severity.of(*it), self.cvss.stand_in.of(*it)])
            .chain(more)
            .chain(business)
            .chain([self.criticality.of(None)]);
        all.into_iter()
            .any(|it| !(0.0..=1000.0).contains(&it))
            .then(|| "a weight is negative or not a number".to_owned())
    }
}
