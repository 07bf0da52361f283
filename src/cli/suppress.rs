//! `sluice suppress`

use super::when::UntilArgs;
use super::{Output, Status, Terminal, decide, table, when};
use crate::error::Problem;
use crate::model::{Effect, Scope, Suppression};
use crate::ops::{coverage, issues, suppressions};
use clap::Subcommand;
use serde_json::{Value, json};

/// Standing rules: hide what is not real, as narrowly as can be, and until when
#[derive(Debug, clap::Args)]
pub(super) struct SuppressArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a rule that hides what it covers, now and at every import
    Add(Box<AddArgs>),
    /// Make a rule that keeps what it covers from ever being hidden by another
    Keep(Box<AddArgs>),
    /// Print how far a decision about an issue could reach, narrowest first
    Reach {
        /// The issue
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Print every standing rule and what it hides
    List,
    /// Remove a rule; what it hid is in the queue again
    Remove {
        /// The rule
        #[arg(value_name = "RULE")]
        id: String,
    },
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    /// Only this issue
    #[arg(long, value_name = "ID")]
    issue: Option<String>,

    /// Only in this application
    #[arg(long, value_name = "NAME")]
    app: Option<String>,

    /// Only what this rule of a tool reports
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,

    /// Only in this folder and below, or in files that fit a pattern with * and **
    #[arg(long, value_name = "PATH")]
    path: Option<String>,

    /// Only in this component
    #[arg(long, value_name = "PACKAGE")]
    component: Option<String>,

    /// Only in these versions of it, such as '>=1.2,<2'
    #[arg(long, value_name = "RANGE", requires = "component")]
    versions: Option<String>,

    /// Only this vulnerability
    #[arg(long, value_name = "ID")]
    vulnerability: Option<String>,

    /// Only what fits this filter
    #[arg(long, value_name = "FILTER")]
    filter: Option<String>,

    #[command(flatten)]
    until: UntilArgs,

    /// Why
    #[arg(long, short, value_name = "TEXT")]
    reason: String,

    /// Hide nothing: only count what it would hide
    #[arg(long)]
    observe: bool,
}

impl SuppressArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        match &self.what {
            What::Add(args) => args.run(at, Effect::Hide),
            What::Keep(args) => args.run(at, Effect::Keep),
            What::Reach { id } => reach(at, id),
            What::List => list(at),
            What::Remove { id } => {
                let mut workspace = at.workspace()?;
                let outcome = suppressions::remove(&mut workspace, id, &at.outside.who())?;
                decide::print(at, &outcome)
            }
        }
    }
}

impl AddArgs {
    fn run(&self, at: &mut Terminal<'_>, effect: Effect) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        let issue = match &self.issue {
            Some(id) => {
                let id = issues::resolve(&workspace, id)?;
                Some(
                    issues::load_to(&workspace, id, issues::Depth::Head)?
                        .row
                        .fingerprint,
                )
            }
            None => None,
        };
        let draft = Suppression {
            effect,
            scope: Scope {
                issue,
                app: self.app.clone(),
                rule: self.rule.clone(),
                path: self.path.clone(),
                component: self.component.clone(),
                versions: self.versions.clone(),
                vulnerability: self.vulnerability.clone(),
                filter: self.filter.clone(),
            },
            reason: self.reason.clone(),
            until: self.until.read(at.outside.now())?,
            observed: self.observe,
            ..Suppression::default()
        };
        let outcome = suppressions::add(&mut workspace, &draft, &at.outside.who())?;
        decide::print(at, &outcome)
    }
}

fn reach(at: &mut Terminal<'_>, id: &str) -> Result<Status, Problem> {
    let workspace = at.workspace()?;
    let id = issues::resolve(&workspace, id)?;
    let all = coverage::reaches(&workspace, id, at.outside.now())?;
    if at.output == Output::Json {
        let rows: Vec<Value> = all
            .iter()
            .map(|it| json!({"name": it.name, "scope": it.about, "issues": it.count}))
            .collect();
        at.json(&json!({"version": 1, "reaches": rows}))?;
        return Ok(Status::Done);
    }
    let parts: Vec<String> = all
        .iter()
        .map(|it| format!("{} {}", it.name, it.count))
        .collect();
    writeln!(at.out, "{}", parts.join(" · "))?;
    Ok(Status::Done)
}

fn list(at: &mut Terminal<'_>) -> Result<Status, Problem> {
    let workspace = at.workspace()?;
    let all = suppressions::list(&workspace, at.outside.now())?;
    if at.output == Output::Json {
        let rows: Vec<Value> = all
            .iter()
            .map(|it| {
                let rule = &it.rule;
                json!({
                    "id": rule.id, "effect": rule.effect, "scope": it.scope,
                    "reason": rule.reason, "by": rule.by, "at": rule.at,
                    "until": rule.until.date, "until_fix": rule.until.fix,
                    "until_release": rule.until.release, "observed": rule.observed,
                    "hidden": it.hidden, "covered": it.preview.covered,
                    "would_hide": it.preview.hides, "confirmed": it.preview.confirmed,
                })
            })
            .collect();
        at.json(&json!({"version": 1, "rules": rows}))?;
        return Ok(Status::Done);
    }
    let rows = all.iter().map(|it| {
        let rule = &it.rule;
        let does = match (rule.effect, rule.observed) {
            (Effect::Keep, _) => "keeps".to_owned(),
            (Effect::Hide, true) => format!(
                "would hide {}, {} confirmed by people",
                it.preview.hides + it.preview.confirmed,
                it.preview.confirmed
            ),
            (Effect::Hide, false) => format!("hides {}", it.hidden),
        };
        let until = rule.until.date.map_or_else(String::new, when::day);
        vec![
            rule.id.clone(),
            does,
            it.scope.clone(),
            until,
            rule.by.clone(),
            rule.reason.clone(),
        ]
    });
    table::print(at, &["rule", "does", "covers", "until", "by", "why"], rows)?;
    Ok(Status::Done)
}
