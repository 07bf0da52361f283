//! `sluice priority` and `sluice answer`

use super::{Output, Status, Terminal, decide, select};
use crate::error::Problem;
use crate::model::{short_id, text};
use crate::ops::decide::{self as ops, Change};
use crate::ops::{issues, profiles};
use clap::Subcommand;
use serde_json::json;

/// Show the weights of the score, try others, and switch to them
///
/// A profile is a text file of weights: start from a copy of what `priority show` prints. Built in are
/// `default` and `evidence-first`.
#[derive(Debug, clap::Args)]
pub(super) struct PriorityArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the profile that counts, as the file it is
    Show,
    /// List what another profile would move, and change nothing
    Simulate {
        /// A file, or the name of a built-in profile
        #[arg(value_name = "PROFILE")]
        profile: String,

        /// How many issues to list
        #[arg(long, value_name = "COUNT", default_value_t = 20)]
        limit: usize,
    },
    /// Let another profile count and rank everything anew; `undo` takes it back
    Use {
        /// A file, or the name of a built-in profile
        #[arg(value_name = "PROFILE")]
        profile: String,
    },
}

/// Answer a question of the decision trees for issues, in place of what the evidence says
///
/// Questions and answers: exploitation (none, public-poc, active), exposure (small, controlled, open),
/// automatable (no, yes), technical-impact (partial, total), human-impact (low, medium, high,
/// very-high), mission (low, medium, high), in-kev (no, yes), exposed (no, yes), reachable (no, yes).
/// `explain` shows the answers; `reachable no` also holds the score below P2.
#[derive(Debug, clap::Args)]
pub(super) struct AnswerArgs {
    /// Ids or a filter, then the question and the answer; '' takes the evidence's word again
    #[arg(required = true, num_args = 3.., value_name = "FILTER|ID… QUESTION ANSWER")]
    words: Vec<String>,

    /// Why
    #[arg(long, short, value_name = "TEXT")]
    reason: String,
}

impl AnswerArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let [words @ .., question, answer] = self.words.as_slice() else {
            return Err(Problem::usage("name issues, a question and an answer"));
        };
        let answer = answer.trim();
        let change = Change::Question {
            question: question.trim().to_owned(),
            answer: (!answer.is_empty()).then(|| answer.to_owned()),
            reason: self.reason.clone(),
        };
        let mut workspace = at.workspace()?;
        let issues = select::issues_of(&workspace, words, at.outside.now())?;
        let outcome = ops::run(&mut workspace, &issues, &change, &at.outside.who())?;
        decide::print(at, &outcome)
    }
}

impl PriorityArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        match &self.what {
            What::Show => show(at),
            What::Simulate { profile, limit } => simulate(at, profile, *limit),
            What::Use { profile } => {
                let text = profiles::read(profile)?;
                let mut workspace = at.workspace()?;
                let who = at.outside.who();
                let outcome = profiles::switch(&mut workspace, &text, &who)?;
                decide::print(at, &outcome)
            }
        }
    }
}

fn show(at: &mut Terminal<'_>) -> Result<Status, Problem> {
    let (policy, text) = profiles::show(&at.workspace()?)?;
    if at.output == Output::Json {
        let document = json!({"version": 1, "profile": policy.label(), "text": text});
        at.json(&document)?;
    } else {
        for line in text::lines(&text, usize::MAX) {
            writeln!(at.out, "{line}")?;
        }
        writeln!(at.err, "profile {} counts", policy.label())?;
    }
    Ok(Status::Done)
}

fn simulate(at: &mut Terminal<'_>, profile: &str, limit: usize) -> Result<Status, Problem> {
    let text = profiles::read(profile)?;
    let mut workspace = at.workspace()?;
    let moves = profiles::simulate(&mut workspace, &text)?;
    let digits = issues::id_digits(&workspace)?;
    let (now, then) = &moves.profiles;
    if at.output == Output::Json {
        let bands = moves.bands.iter().map(
            |((from, to), count)| json!({"from": from.name(), "to": to.name(), "issues": count}),
        );
        let moved = moves.moved.iter().map(|it| {
            json!({
                "id": short_id(it.fingerprint, digits), "title": text::one_line(&it.title, 300),
                "rank": [it.rank.0, it.rank.1], "score": [it.score.0, it.score.1],
                "band": [it.band.0.name(), it.band.1.name()],
            })
        });
        let document = json!({
            "version": 1, "now": now, "then": then, "open": moves.open,
            "bands": bands.collect::<Vec<_>>(), "moved": moved.collect::<Vec<_>>(),
        });
        at.json(&document)?;
        return Ok(Status::Done);
    }
    let lines = moves.moved.iter().take(limit).map(|it| {
        vec![
            short_id(it.fingerprint, digits),
            format!("{} → {}", it.band.0, it.band.1),
            format!("{:.2} → {:.2}", it.score.0, it.score.1),
            format!("{} → {}", it.rank.0, it.rank.1),
            it.title.clone(),
        ]
    });
    super::table::print(at, &["id", "band", "score", "rank", "what"], lines)?;
    for ((from, to), count) in &moves.bands {
        writeln!(at.err, "{from} → {to}: {count}")?;
    }
    let (all, open) = (moves.moved.len(), moves.open);
    writeln!(
        at.err,
        "{then} in place of {now} would move {all} of {open} open issues; nothing was changed"
    )?;
    Ok(Status::Done)
}
