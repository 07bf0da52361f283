//! `sluice correlate`

use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::model::text;
use crate::ops::replay::{self, Replay};
use crate::ops::scores::{self, Score};
use serde_json::{Value, json};

/// The rules that make issues of findings: how they do, and what they would do anew
///
/// Without an option, or with --scores: what each rule joined and what people corrected. A rule of
/// which people split too much (see `[correlation]` of the policy) only suggests after the next replay.
#[derive(Debug, clap::Args)]
pub(super) struct CorrelateArgs {
    /// Print how each rule does
    #[arg(long, conflicts_with = "replay")]
    scores: bool,

    /// Run today's rules over all that is stored and print what would change; exit code 1 when
    /// something would
    #[arg(long)]
    replay: bool,

    /// Store what the replay changes
    #[arg(long, requires = "replay")]
    apply: bool,
}

impl CorrelateArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        if !self.replay {
            let card = scores::card(&workspace)?;
            return print_scores(at, &card);
        }
        let outcome = replay::run(&mut workspace, self.apply, &at.outside.who())?;
        if at.output == Output::Json {
            at.json(&replay_json(&outcome, self.apply))?;
        } else {
            self.talk(at, &outcome)?;
        }
        let pending = !self.apply && outcome.moved > 0;
        Ok(if pending {
            Status::Refused
        } else {
            Status::Done
        })
    }

    fn talk(&self, at: &mut Terminal<'_>, it: &Replay) -> Result<(), Problem> {
        for change in &it.changes {
            let (before, after) = (change.before.join(" + "), change.after.join(" + "));
            let line = format!("{} {before} → {after}  {}", change.what, change.title);
            writeln!(at.out, "{}", text::one_line(&line, 300))?;
        }
        let listed = it.changes.len();
        if it.joined + it.parted > listed {
            writeln!(at.out, "… {} changes in all", it.joined + it.parted)?;
        }
        for rule in &it.demoted {
            writeln!(
                at.out,
                "{rule} only suggests: people split too much of what it joined"
            )?;
        }
        let (before, after) = it.issues;
        let word = if self.apply { "now" } else { "would be" };
        writeln!(
            at.out,
            "{} findings change their issue; {before} issues before, {after} {word}",
            it.moved
        )?;
        match it.event {
            0 if !self.apply => writeln!(at.err, "nothing was changed; --apply does it")?,
            0 => {}
            event => writeln!(at.out, "event {event}")?,
        }
        Ok(())
    }
}

fn replay_json(it: &Replay, applied: bool) -> Value {
    let changes = it.changes.iter().map(|it| {
        json!({
            "what": it.what, "before": it.before, "after": it.after,
            "title": text::one_line(&it.title, 300),
        })
    });
    json!({
        "version": 1, "applied": applied, "event": it.event, "moved": it.moved,
        "joined": it.joined, "parted": it.parted, "issues_before": it.issues.0,
        "issues_after": it.issues.1, "demoted": it.demoted,
        "changes": changes.collect::<Vec<_>>(),
    })
}

fn print_scores(at: &mut Terminal<'_>, card: &[Score]) -> Result<Status, Problem> {
    if at.output == Output::Json {
        let rules = card.iter().map(|it| {
            json!({
                "rule": it.rule, "rule_version": it.version, "about": it.about,
                "joined": it.joined, "split": it.split, "waiting": it.waiting,
                "accepted": it.accepted, "refused": it.refused, "right": it.right,
                "below": it.below, "demoted": it.demoted,
            })
        });
        at.json(&json!({"version": 1, "rules": rules.collect::<Vec<_>>()}))?;
        return Ok(Status::Done);
    }
    let rows = card.iter().map(|it| {
        let right = it.right.map(|it| format!("{:.1} %", it * 100.0));
        let note = match (it.below, it.demoted) {
            (_, true) => "only suggests",
            (true, false) => "below the bar; a replay demotes it",
            (false, false) => "",
        };
        vec![
            format!("{} v{}", it.rule, it.version),
            it.joined.to_string(),
            it.split.to_string(),
            right.unwrap_or_else(|| "too few".to_owned()),
            it.waiting.to_string(),
            it.accepted.to_string(),
            it.refused.to_string(),
            note.to_owned(),
        ]
    });
    let titles = [
        "rule",
        "joined",
        "split",
        "left alone",
        "waiting",
        "accepted",
        "refused",
        "note",
    ];
    table::print(at, &titles, rows)?;
    Ok(Status::Done)
}
