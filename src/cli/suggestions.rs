//! `sluice suggestions`

use super::{Output, Status, Terminal, decide, table};
use crate::error::Problem;
use crate::model::text;
use crate::ops::decide::{self as ops, Change};
use crate::ops::hand::Answer;
use crate::ops::suggestions::{self, Side};
use crate::ops::{explain, issues};
use clap::Subcommand;
use serde_json::{Value, json};

/// Issues that may be one: list them, say yes, no or never
#[derive(Debug, clap::Args)]
pub(super) struct SuggestionsArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print what is suggested, the surest first
    List {
        /// How many
        #[arg(long, short = 'n', default_value_t = 50)]
        limit: u32,
    },
    /// Yes: make the two issues one
    Accept(Two),
    /// No: do not ask again; with --never no rule may join them either
    Reject {
        #[command(flatten)]
        two: Two,

        /// Keep them apart for good
        #[arg(long)]
        never: bool,
    },
}

#[derive(Debug, clap::Args)]
struct Two {
    /// The one issue
    #[arg(value_name = "ID")]
    one: String,

    /// The other issue
    #[arg(value_name = "ID")]
    other: String,

    /// Why; without it, what the rule says
    #[arg(
        long,
        short,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason: String,
}

impl SuggestionsArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        match &self.what {
            What::List { limit } => list(at, *limit),
            What::Accept(two) => answer(at, two, Answer::Yes),
            What::Reject { two, never: true } => answer(at, two, Answer::Never),
            What::Reject { two, never: false } => answer(at, two, Answer::No),
        }
    }
}

fn answer(at: &mut Terminal<'_>, two: &Two, answer: Answer) -> Result<Status, Problem> {
    let mut workspace = at.workspace()?;
    let one = issues::resolve(&workspace, &two.one)?;
    let other = issues::resolve(&workspace, &two.other)?;
    let reason = two.reason.clone();
    let change = Change::Answer { answer, reason };
    let outcome = ops::run(&mut workspace, &[one, other], &change, &at.outside.who())?;
    let digits = issues::id_digits(&workspace)?;
    decide::print_with(at, &outcome, digits)
}

fn list(at: &mut Terminal<'_>, limit: u32) -> Result<Status, Problem> {
    let workspace = at.workspace()?;
    let all = suggestions::count(&workspace)?;
    let some = suggestions::list(&workspace, 0, i64::from(limit))?;
    if at.output == Output::Json {
        let rows = some.iter().map(|it| {
            json!({
                "one": side(&it.one), "other": side(&it.other), "rule": it.rule,
                "rule_version": it.version, "confidence": it.confidence,
                "evidence": text::one_line(&it.evidence, 500),
            })
        });
        let rows: Vec<Value> = rows.collect();
        at.json(&json!({"version": 1, "all": all, "suggestions": rows}))?;
        return Ok(Status::Done);
    }
    let rows = some.iter().map(|it| {
        let rule = format!("{} v{}", it.rule, it.version);
        vec![
            it.one.id.clone(),
            it.other.id.clone(),
            it.confidence.to_string(),
            rule,
            it.evidence.clone(),
            it.one.title.clone(),
            it.other.title.clone(),
        ]
    });
    let titles = ["one", "other", "sure", "rule", "why", "what", "and what"];
    table::print(at, &titles, rows)?;
    writeln!(at.err, "{} of {all} suggestions", some.len())?;
    Ok(Status::Done)
}

fn side(it: &Side) -> Value {
    json!({
        "id": it.id, "title": text::one_line(&it.title, 300), "findings": it.findings,
        "finding": it.finding.fingerprint, "about": explain::name(&it.finding),
    })
}
