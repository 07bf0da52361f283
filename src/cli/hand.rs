//! `sluice merge`, `split`, `never`, `representative` and `set`

use super::{Status, Terminal, decide, select};
use crate::error::Problem;
use crate::model::{Digest, Severity};
use crate::ops::decide::{self as ops, Change};
use crate::ops::{Workspace, issues};

/// Why it is done, and whether only to look.
#[derive(Debug, clap::Args)]
struct Why {
    /// Why; it is kept with the decision
    #[arg(long, short, value_name = "TEXT")]
    reason: String,

    /// Show what would change, and change nothing
    #[arg(long)]
    plan: bool,
}

/// Make several issues one, for good
///
/// Every finding they hold now stays in one issue, whatever a later scan or rule says. Every id that
/// was ever shown still works. `sluice undo` takes it back.
#[derive(Debug, clap::Args)]
pub(super) struct MergeArgs {
    /// The issues, by id, or a filter
    #[arg(required = true, value_name = "FILTER|ID…")]
    words: Vec<String>,

    #[command(flatten)]
    why: Why,
}

/// Take findings out of an issue, for good
///
/// They become an issue of their own that no rule joins with the rest again.
#[derive(Debug, clap::Args)]
pub(super) struct SplitArgs {
    /// The issue
    #[arg(value_name = "ID")]
    id: String,

    /// The findings to take out, by fingerprint or its first digits
    #[arg(long = "finding", short = 'f', required = true, value_name = "FP")]
    findings: Vec<String>,

    #[command(flatten)]
    why: Why,
}

/// Keep issues apart, whatever a rule finds
#[derive(Debug, clap::Args)]
pub(super) struct NeverArgs {
    /// The issues, by id, or a filter
    #[arg(required = true, value_name = "FILTER|ID…")]
    words: Vec<String>,

    #[command(flatten)]
    why: Why,
}

/// Choose the finding that gives an issue its title, place and rule
#[derive(Debug, clap::Args)]
pub(super) struct RepresentativeArgs {
    /// The issue
    #[arg(value_name = "ID")]
    id: String,

    /// The finding, by fingerprint or its first digits
    #[arg(long, short = 'f', value_name = "FP")]
    finding: String,

    #[command(flatten)]
    why: Why,
}

/// Set the severity or the title of issues, in place of what the tools say
///
/// What is set wins over every scan; the tools' own word is still shown beside it.
#[derive(Debug, clap::Args)]
pub(super) struct SetArgs {
    /// Ids or a filter
    #[arg(required = true, value_name = "FILTER|ID…")]
    words: Vec<String>,

    /// critical, high, medium, low, info; '' for the tools' own
    #[arg(long, value_name = "SEVERITY", conflicts_with = "title")]
    severity: Option<String>,

    /// The title; '' for the tools' own
    #[arg(long, value_name = "TEXT", required_unless_present = "severity")]
    title: Option<String>,

    #[command(flatten)]
    why: Why,
}

impl MergeArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let reason = self.why.reason.clone();
        about(at, &self.words, &Change::Merge { reason }, self.why.plan)
    }
}

impl NeverArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let reason = self.why.reason.clone();
        about(at, &self.words, &Change::Never { reason }, self.why.plan)
    }
}

impl SplitArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        let id = issues::resolve(&workspace, &self.id)?;
        let findings = self.findings.iter();
        let findings: Result<Vec<Digest>, Problem> = findings
            .map(|it| issues::resolve_finding(&workspace, it))
            .collect();
        let change = Change::Split {
            findings: findings?,
            reason: self.why.reason.clone(),
        };
        carry_out(at, (&mut workspace, &[id]), &change, self.why.plan)
    }
}

impl RepresentativeArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        let id = issues::resolve(&workspace, &self.id)?;
        let change = Change::Lead {
            finding: issues::resolve_finding(&workspace, &self.finding)?,
            reason: self.why.reason.clone(),
        };
        carry_out(at, (&mut workspace, &[id]), &change, self.why.plan)
    }
}

impl SetArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let reason = self.why.reason.clone();
        let change = match (&self.severity, &self.title) {
            (Some(word), _) => Change::Severity {
                severity: severity(word)?,
                reason,
            },
            (None, title) => Change::Title {
                title: title.clone().unwrap_or_default(),
                reason,
            },
        };
        about(at, &self.words, &change, self.why.plan)
    }
}

fn severity(word: &str) -> Result<Option<Severity>, Problem> {
    if word.trim().is_empty() {
        return Ok(None);
    }
    let found = Severity::parse(word.trim());
    found.map(Some).ok_or_else(|| {
        let all: Vec<&str> = Severity::ALL.iter().map(|it| it.name()).collect();
        Problem::usage(format!("'{word}' is no severity"))
            .hint(format!("it must be one of {}", all.join(", ")))
    })
}

fn about(
    at: &mut Terminal<'_>,
    words: &[String],
    change: &Change,
    plan: bool,
) -> Result<Status, Problem> {
    let mut workspace = at.workspace()?;
    let issues = select::issues_of(&workspace, words, at.outside.now())?;
    carry_out(at, (&mut workspace, &issues), change, plan)
}

fn carry_out(
    at: &mut Terminal<'_>,
    (workspace, issues): (&mut Workspace, &[i64]),
    change: &Change,
    plan: bool,
) -> Result<Status, Problem> {
    let who = at.outside.who();
    let outcome = if plan {
        ops::plan(workspace, issues, change, &who)?
    } else {
        ops::run(workspace, issues, change, &who)?
    };
    let digits = issues::id_digits(workspace)?;
    let status = decide::print_with(at, &outcome, digits)?;
    if plan {
        writeln!(at.err, "this was a plan: nothing was changed")?;
    }
    Ok(status)
}
