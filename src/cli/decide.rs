//! `sluice decide`, `assign` and `note`

use super::when::UntilArgs;
use super::{Output, Status, Terminal, select};
use crate::error::Problem;
use crate::model::{Verdict, short_id};
use crate::ops::decide::{self, Change, Outcome};
use serde_json::json;

/// Decide whether issues are real
#[derive(Debug, clap::Args)]
pub(super) struct DecideArgs {
    /// Ids or a filter, then the verdict: confirm, in-work, false-positive or reset
    #[arg(required = true, num_args = 2.., value_name = "FILTER|ID… VERDICT")]
    words: Vec<String>,

    /// Why; a false positive needs one
    #[arg(
        long,
        short,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason: String,
}

/// Put issues off until a date, a fix or a release; they stay to be done
#[derive(Debug, clap::Args)]
pub(super) struct SnoozeArgs {
    /// Ids or a filter
    #[arg(required = true, value_name = "FILTER|ID…")]
    words: Vec<String>,

    #[command(flatten)]
    until: UntilArgs,

    /// Why
    #[arg(
        long,
        short,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason: String,
}

/// Give issues to a team, a person or both
#[derive(Debug, clap::Args)]
pub(super) struct AssignArgs {
    /// Ids or a filter
    #[arg(required = true, value_name = "FILTER|ID…")]
    words: Vec<String>,

    /// The team that holds the queue; '' for none
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,

    /// The person who does the work; '' for nobody
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
}

/// Add a note to issues
#[derive(Debug, clap::Args)]
pub(super) struct NoteArgs {
    /// Ids or a filter
    #[arg(required = true, value_name = "FILTER|ID…")]
    words: Vec<String>,

    /// The note
    #[arg(long, short, value_name = "TEXT")]
    text: String,
}

impl DecideArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let (word, words) = self
            .words
            .split_last()
            .ok_or_else(|| Problem::usage("no verdict"))?;
        let verdict = Verdict::parse(word).ok_or_else(|| {
            let all: Vec<&str> = Verdict::ALL.iter().map(|it| it.name()).collect();
            Problem::usage(format!("'{word}' is no verdict"))
                .hint(format!("the last word must be one of {}", all.join(", ")))
        })?;
        carry_out(
            at,
            words,
            &Change::Verdict {
                verdict,
                reason: self.reason.clone(),
            },
        )
    }
}

impl SnoozeArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let change = Change::Snooze {
            until: self.until.read(at.outside.now())?,
            reason: self.reason.clone(),
        };
        carry_out(at, &self.words, &change)
    }
}

impl AssignArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let change = Change::Assign {
            team: self.team.clone(),
            person: self.person.clone(),
        };
        carry_out(at, &self.words, &change)
    }
}

impl NoteArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        carry_out(
            at,
            &self.words,
            &Change::Note {
                text: self.text.clone(),
            },
        )
    }
}

fn carry_out(at: &mut Terminal<'_>, words: &[String], change: &Change) -> Result<Status, Problem> {
    let mut workspace = at.workspace()?;
    let issues = select::issues_of(&workspace, words, at.outside.now())?;
    let outcome = decide::run(&mut workspace, &issues, change, &at.outside.who())?;
    print(at, &outcome)
}

/// Prints what an operation did.
pub(super) fn print(at: &mut Terminal<'_>, outcome: &Outcome) -> Result<Status, Problem> {
    print_with(at, outcome, 0)
}

/// Prints what an operation did, and the ids of the issues that came of it in so many digits.
pub(super) fn print_with(
    at: &mut Terminal<'_>,
    outcome: &Outcome,
    digits: usize,
) -> Result<Status, Problem> {
    let ids = outcome.issues.iter().map(|it| short_id(*it, digits));
    let ids: Vec<String> = ids.collect();
    let refused = outcome
        .refused
        .iter()
        .map(|(print, why)| (short_id(*print, 8), why));
    if at.output == Output::Json {
        let refused: Vec<_> = refused
            .map(|(id, why)| json!({"id": id, "why": why}))
            .collect();
        let document = json!({
            "version": 1, "event": outcome.event, "changed": outcome.changed,
            "unchanged": outcome.unchanged, "refused": refused, "summary": outcome.summary, "issues": ids,
        });
        at.json(&document)?;
        return Ok(Status::Done);
    }
    let summary = crate::model::text::one_line(&outcome.summary, 300);
    match outcome.event {
        0 => writeln!(at.out, "{summary}")?,
        event => writeln!(
            at.out,
            "{summary} (event {event}; `sluice undo {event}` takes it back)"
        )?,
    }
    for (id, why) in refused {
        writeln!(at.err, "note: {id} was left as it is: {why}")?;
    }
    if !ids.is_empty() {
        writeln!(at.out, "now: {}", ids.join(" "))?;
    }
    Ok(Status::Done)
}
