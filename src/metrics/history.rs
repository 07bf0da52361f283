//! What all metrics are made of.

use super::life::{Life, Span, Stand};
use super::period::Period;
use crate::model::{Digest, FindingKind};
use std::collections::BTreeMap;

/// All that is known of a period and before.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The period.
    pub period: Period,
    /// True when the period ends now: then filters of the queue say what is counted.
    pub present: bool,
    /// Names of applications, sorted.
    pub apps: Vec<String>,
    /// Every issue.
    pub lives: Vec<Life>,
    /// Every finding.
    pub sightings: Vec<Sighting>,
    /// Names of tools and rules that sightings refer to.
    pub rules: Vec<RuleName>,
    /// Runs of the release gate, oldest first.
    pub gates: Vec<GateRun>,
    /// Exceptions.
    pub exceptions: Vec<ExceptionLife>,
    /// When each kind of scanner reported on each application, up to the end of the period.
    pub heard: Vec<BTreeMap<FindingKind, i64>>,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// Its issue, as a place in [`History::lives`].
    pub life: usize,
    /// Its rule, as a place in [`History::rules`].
    pub rule: usize,
    /// When scans saw it, in order.
    pub seen: Vec<Span>,
}

/// A rule of a tool.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleName {
    /// The tool.
    pub tool: String,
    /// Its rule.
    pub rule: String,
}

impl RuleName {
    /// Both, as they are shown.
    pub fn shown(&self) -> String {
        format!("{} {}", self.tool, self.rule)
    }
}

/// A run of the release gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateRun {
    /// Application, as a place in [`History::apps`].
    pub app: usize,
    /// The release.
    pub release: String,
    /// UTC seconds.
    pub at: i64,
    /// True when it said no.
    pub blocked: bool,
    /// The issues that it said no for.
    pub issues: Vec<Digest>,
}

/// An exception, as far as its age goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionLife {
    /// The issues it covers, each with its application as a place in [`History::apps`].
    pub issues: Vec<(usize, Digest)>,
    /// When somebody asked for it, UTC seconds.
    pub requested: i64,
    /// When somebody else approved it.
    pub approved: Option<i64>,
    /// When it ends by itself.
    pub until: i64,
    /// When somebody refused it, or took it back.
    pub ended: Option<i64>,
}

impl History {
    /// Where every issue stood at the end of the period, as places in [`History::lives`].
    pub fn stands(&self) -> impl Iterator<Item = (&Life, Stand)> {
        self.lives.iter().map(|it| (it, it.stand(self.period.to)))
    }

    /// What numbers are told of: all applications together, then each one, as its place and name.
    /// With only one there is nothing to tell together.
    pub fn parts(&self) -> impl Iterator<Item = (Option<usize>, &str)> {
        let together = (self.apps.len() != 1).then_some((None, ""));
        let each = self.apps.iter().enumerate();
        together
            .into_iter()
            .chain(each.map(|(at, name)| (Some(at), name.as_str())))
    }

    /// A filter of the queue for a part, where the period ends now; else nothing.
    pub fn filter(&self, app: &str, rest: &str) -> String {
        if !self.present {
            return String::new();
        }
        let quoted = format!("\"{}\"", app.replace('\\', "\\\\").replace('"', "\\\""));
        match (app, rest) {
            ("", rest) => rest.to_owned(),
            (_, "") => format!("app:{quoted}"),
            (_, rest) => format!("app:{quoted} {rest}"),
        }
    }
}

/// True when an application is in a part.
pub fn within(part: Option<usize>, app: usize) -> bool {
    part.is_none_or(|it| it == app)
}
