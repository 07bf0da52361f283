//! What the policy file says about decisions: see `assets/policy/decisions.toml`.

use crate::error::{Place, Problem};
use crate::model::{Band, Covered};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The policy that holds until somebody puts another in force.
pub const DEFAULT: &str = include_str!("../../assets/policy/decisions.toml");

/// The rules for decisions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// What the policy is called.
    pub name: String,
    /// Raised with every change.
    pub version: u32,
    /// Longest time of an exception in days, by band.
    pub longest: BTreeMap<String, u32>,
    /// What an approval must have.
    pub approval: ApprovalRules,
    /// Who approves what; the first row that fits an issue counts.
    pub authority: Vec<Authority>,
    /// What wakes a decision.
    pub wake: Wake,
    /// When an end is announced.
    pub warn: Warn,
}

/// What an approval must have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalRules {
    /// A signature is demanded.
    pub signed: bool,
    /// Names and public keys, as ssh-keygen(1) has them under ALLOWED SIGNERS.
    pub allowed_signers: String,
}

/// One row of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Bands it is for.
    pub bands: Vec<String>,
    /// Applications it is for; `*` is every one.
    pub applications: Vec<String>,
    /// Who may approve; `*` is everybody.
    pub people: Vec<String>,
    /// How many of them must.
    pub approvals: u32,
}

/// What wakes a decision.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wake {
    /// By how much the probability must rise, 0–1.
    pub epss_jump: f64,
}

/// When an end is announced.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warn {
    /// Days before it.
    pub days: Vec<u32>,
}

impl Rules {
    /// The rules that hold until somebody puts others in force.
    pub fn builtin() -> Result<Self, Problem> {
        Self::parse("assets/policy/decisions.toml", DEFAULT)
    }

    /// Reads a policy; `file` is for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let place = |line| Place {
            file: file.to_owned(),
            line,
            path: String::new(),
        };
        let rules: Self = toml::from_str(text).map_err(|err| {
            let before = err.span().and_then(|span| text.get(..span.start));
            let line = before.map(|it| it.matches('\n').count() as u64 + 1);
            Problem::usage(format!("not a policy for decisions: {}", err.message()))
                .at(place(line))
                .hint("start from what `sluice exception policy` prints")
        })?;
        match rules.fault() {
            None => Ok(rules),
            Some(fault) => Err(Problem::usage(fault)
                .at(place(None))
                .hint("start from what `sluice exception policy` prints")),
        }
    }

    fn fault(&self) -> Option<String> {
        for band in Band::ALL {
            if !self
                .longest
                .get(band.name())
                .is_some_and(|it| (1..=3650).contains(it))
            {
                return Some(format!("'longest' needs 1 to 3650 days for {band}"));
            }
            let all = |it: &Authority| {
                it.bands.iter().any(|it| it == band.name())
                    && it.applications.iter().any(|it| it == "*")
            };
            if !self.authority.iter().any(all) {
                return Some(format!(
                    "no row of 'authority' covers {band} in every application"
                ));
            }
        }
        if let Some(it) = self.authority.iter().find(|it| it.approvals == 0) {
            return Some(format!(
                "{} need at least one approval",
                it.bands.join(", ")
            ));
        }
        for it in &self.authority {
            let enough = it.people.len() >= it.approvals as usize;
            if it.people.is_empty() || !(enough || it.people.iter().any(|it| it == "*")) {
                return Some(format!("too few people approve {}", it.bands.join(", ")));
            }
        }
        let jump = self.wake.epss_jump;
        (!(0.0..=1.0).contains(&jump)).then(|| "'epss_jump' lies between 0 and 1".to_owned())
    }

    /// Name and version, as kept with a request.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// Longest time of an exception about issues of this band, in days.
    pub fn longest_days(&self, band: Band) -> u32 {
        self.longest.get(band.name()).copied().unwrap_or(30)
    }

    /// The row for an issue.
    pub fn authority(&self, issue: &Covered) -> Option<&Authority> {
        let named = |all: &[String], one: &str| all.iter().any(|it| it == "*" || it == one);
        let mut rows = self.authority.iter();
        rows.find(|it| named(&it.bands, issue.band.name()) && named(&it.applications, &issue.app))
    }

    /// Approvals that an exception about these issues needs: the most that a row of any asks for.
    pub fn needs(&self, issues: &[Covered]) -> u32 {
        let rows = issues.iter().filter_map(|it| self.authority(it));
        rows.map(|it| it.approvals).max().unwrap_or(1)
    }

    /// The first issue that a person has no authority for.
    pub fn without_authority<'a>(&self, who: &str, issues: &'a [Covered]) -> Option<&'a Covered> {
        let may = |row: &Authority| row.people.iter().any(|it| it == "*" || it == who);
        issues
            .iter()
            .find(|it| !self.authority(it).is_some_and(may))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_that_is_compiled_in_is_sound() {
        let rules = Rules::builtin().unwrap();
        assert_eq!(rules.label(), "sluice 1");
        assert_eq!(rules.longest_days(Band::P1), 30);
    }

    #[test]
    fn a_policy_that_leaves_somebody_without_an_answer_is_refused() {
        let check = |from: &str, to: &str, expected: &str| {
            let text = DEFAULT.replacen(from, to, 1);
            assert_ne!(text, DEFAULT, "{from} is not in the policy");
            let problem = Rules::parse("x.toml", &text).unwrap_err();
            assert!(problem.to_string().contains(expected), "{problem}");
        };
        check("P1 = 30", "P1 = 0", "needs 1 to 3650 days for P1");
        check("bands = [\"P1\"]", "bands = [\"P9\"]", "covers P1");
        check("approvals = 1", "approvals = 0", "at least one approval");
        check("people = [\"*\"]", "people = []", "too few people");
        check("epss_jump = 0.10", "epss_jump = 2.0", "between 0 and 1");
        check("signed = false", "signd = false", "unknown field");
    }
}
