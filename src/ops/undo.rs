//! Undo and redo over the event log. Undo is an event of its own; undo of it is redo.
//!
//! Nothing is lost: what an undo replaces is kept under its own event. It refuses where something
//! newer stands on top, and says what.

use crate::error::Problem;
use crate::model::Event;
use crate::ops::decide::{Outcome, refresh};
use crate::ops::regroup::{Regroup, forget_keys, learn_keys};
use crate::ops::steps::Step;
use crate::ops::{Who, Workspace, clocks, decision_rules, exceptions, inventory, suppressions};
use crate::ops::{gate, hand};
use crate::store::decisions::{self, Aspect, Standing};
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, Tx, findings, images, issues, links, members, reports, scans, texts};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

/// Takes back the last operation that is not yet taken back, or the one with a number.
pub fn undo(workspace: &mut Workspace, event: Option<i64>, who: &Who) -> Result<Outcome, Problem> {
    workspace.store.write(|tx| {
        let target = match event {
            None => events::newest_standing(tx)?
                .ok_or_else(|| Problem::usage("there is nothing to undo"))?,
            Some(number) => events::one(tx, number)?.ok_or_else(|| {
                Problem::usage(format!("there is no event {number}"))
                    .hint("see `sluice audit list` for their numbers")
            })?,
        };
        Ok((take_back(tx, &target, who)?, Keep::All))
    })
}

/// Takes back the last undo, when nothing was decided since.
pub fn redo(workspace: &mut Workspace, who: &Who) -> Result<Outcome, Problem> {
    workspace.store.write(|tx| {
        let Some(target) = events::newest_undo(tx)? else {
            return Err(Problem::usage("there is nothing to redo"));
        };
        Ok((take_back(tx, &target, who)?, Keep::All))
    })
}

#[allow(
    clippy::too_many_lines,
    reason = "one arm for each operation of the log"
)]
fn take_back(tx: &Tx<'_>, target: &Event, who: &Who) -> Result<Outcome, Problem> {
    if let Some(by) = events::undone_by(tx, target.seq)? {
        return Err(
            Problem::usage(format!("event {} was taken back by event {by}", target.seq))
                .hint(format!("undo {by} to have it again")),
        );
    }
    let event = events::next(tx)?;
    // An undo of an undo is the original operation again.
    let (origin, forward) = origin(tx, target)?;
    let changed = match origin.operation.as_str() {
        "decide" | "assign" | "set" | "snooze" | "edit" => decision(tx, &origin, forward, event)?,
        "merge" | "split" | "never" | "waive" => hand::withdraw(tx, origin.seq, !forward, event)?,
        "exception" => {
            exceptions::take_back(tx, &origin, forward, who)?;
            decision(tx, &origin, forward, event)?
        }
        "suppress" => {
            suppressions::take_back(tx, &origin, forward)?;
            decision(tx, &origin, forward, event)?
        }
        "policy" => decision_rules::take_policy_back(tx, &origin, forward)?,
        "note" => note(tx, &origin, forward)?,
        "baseline" => gate::baseline::take_back(tx, &origin, forward)?,
        "follow-up" => gate::records::take_back(tx, &origin, forward)?,
        "inventory" => inventory::take_back(tx, &origin, forward)?,
        "clocks" => clocks::take_back(tx, &origin, forward)?,
        "import" => {
            let mut followed = events::following(tx, origin.seq)?;
            // The last first, as they stand on each other; the first first when all is done again.
            if forward {
                let changed = import(tx, &origin, (target.seq, forward), event)?;
                for it in &followed {
                    decision(tx, it, forward, event)?;
                }
                changed
            } else {
                followed.reverse();
                for it in &followed {
                    decision(tx, it, forward, event)?;
                }
                import(tx, &origin, (target.seq, forward), event)?
            }
        }
        other => {
            return Err(Problem::usage(format!(
                "event {} ({other}) cannot be taken back",
                origin.seq
            )));
        }
    };
    let word = if forward { "redid" } else { "undid" };
    let summary = format!("{word} {}: {}", origin.seq, origin.summary);
    let seq = events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: who.person(),
            operation: "undo",
            summary: summary.clone(),
            payload: json!({"event": target.seq, "origin": origin.seq, "forward": forward})
                .to_string(),
        },
    )?;
    events::set_undone(tx, target.seq, Some(seq))?;
    if forward {
        events::set_undone(tx, origin.seq, None)?;
    } else if origin.seq != target.seq {
        events::set_undone(tx, origin.seq, Some(seq))?;
    }
    Ok(Outcome {
        event: seq,
        changed,
        summary,
        ..Outcome::default()
    })
}

#[derive(Deserialize)]
struct UndoPayload {
    origin: i64,
    forward: bool,
}

/// The operation behind a chain of undos, and whether taking `target` back does it again.
fn origin(tx: &Tx<'_>, target: &Event) -> Result<(Event, bool), Problem> {
    if target.operation != "undo" {
        return Ok((target.clone(), false));
    }
    let payload: UndoPayload = read(target)?;
    let origin = events::one(tx, payload.origin)?
        .ok_or_else(|| Problem::usage(format!("event {} is not there", payload.origin)))?;
    Ok((origin, !payload.forward))
}

pub(super) fn read<T: serde::de::DeserializeOwned>(event: &Event) -> Result<T, Problem> {
    serde_json::from_str(&event.payload).map_err(|err| {
        Problem::new(
            crate::error::Kind::Store,
            format!("event {} cannot be read", event.seq),
        )
        .hint("run `sluice audit verify`")
        .because(err)
    })
}

#[derive(Deserialize)]
struct DecisionPayload {
    aspect: String,
    steps: Vec<Step>,
}

fn decision(tx: &Tx<'_>, origin: &Event, forward: bool, event: i64) -> Result<usize, Problem> {
    let payload: DecisionPayload = read(origin)?;
    let aspect = Aspect::parse(&payload.aspect).unwrap_or(Aspect::Verdict);
    let mut touched = Vec::new();
    let mut seen = BTreeSet::new();
    for step in &payload.steps {
        let aspect = step.aspect(aspect);
        let now = decisions::get(tx, step.fingerprint, aspect)?.map(|it| it.value);
        let (expected, next) = if forward {
            (&step.before, &step.after)
        } else {
            (&step.after, &step.before)
        };
        if now != *expected {
            return Err(Problem::usage(format!(
                "event {} cannot be taken back: a later decision stands on issue {}",
                origin.seq,
                crate::model::short_id(step.fingerprint, 8)
            ))
            .hint("undo the later decision first; `show` lists them"));
        }
        events::add_subject(tx, step.fingerprint, event)?;
        // What stands again is the decision that somebody made then, not the undo of its undo.
        let by = if forward {
            origin.seq
        } else {
            step.before_event
        };
        let standing = next.clone().map(|value| Standing { value, event: by });
        decisions::set(tx, step.fingerprint, aspect, standing.as_ref())?;
        if let Some(issue) = findings::issue_of(tx, step.fingerprint)?
            && seen.insert(issue)
        {
            touched.extend(members::of_issue(tx, issue)?.first().map(|it| it.id));
        }
    }
    refresh(tx, &touched)?;
    Ok(seen.len())
}

#[derive(Deserialize)]
struct NotePayload {
    fingerprints: Vec<crate::model::Digest>,
}

fn note(tx: &Tx<'_>, origin: &Event, forward: bool) -> Result<usize, Problem> {
    let payload: NotePayload = read(origin)?;
    decisions::withdraw_notes(tx, origin.seq, !forward)?;
    Ok(payload.fingerprints.len())
}

/// Takes an import back or does it again: every finding it changed goes back to its image, those it
/// brought in are withdrawn. `target` is the event whose images are put back.
fn import(
    tx: &Tx<'_>,
    origin: &Event,
    (target, forward): (i64, bool),
    event: i64,
) -> Result<usize, Problem> {
    let Some(report) = reports::of_event(tx, origin.seq)? else {
        return Err(Problem::usage(format!(
            "the report of event {} is not there",
            origin.seq
        )));
    };
    if scans::has_later(tx, report)? {
        return Err(Problem::usage(format!(
            "event {} cannot be taken back: a later scan of the same scope was imported",
            origin.seq
        ))
        .hint("undo the later import first; `sluice audit list` shows it"));
    }
    let imaged = images::kept(tx, target)?;
    let born = if target == origin.seq {
        findings::born_of(tx, report)?
    } else {
        Vec::new()
    };
    let mut regroup = Regroup::default();
    let mut all: BTreeSet<i64> = imaged.iter().copied().collect();
    all.extend(&born);
    for id in &all {
        images::keep(tx, event, *id)?;
        regroup.touch(&neighbours(tx, *id)?);
        forget_keys(tx, *id)?;
    }
    for id in &imaged {
        images::restore(tx, target, *id)?;
    }
    let imaged: BTreeSet<i64> = imaged.into_iter().collect();
    for id in born.iter().filter(|it| !imaged.contains(it)) {
        findings::withdraw(tx, *id)?;
    }
    for id in &all {
        learn_keys(tx, *id)?;
        if let Some(issue) = findings::detach_withdrawn(tx, *id)? {
            links::clear(tx, *id)?;
            issues::remove_if_empty(tx, issue)?;
        }
    }
    reports::set_withdrawn(tx, report, !forward)?;
    regroup.run(tx, &mut texts::Interner::default())?;
    Ok(all.len())
}

/// The findings that share an issue with one.
fn neighbours(tx: &Tx<'_>, id: i64) -> Result<Vec<i64>, Problem> {
    let issue = members::one(tx, id)?.and_then(|it| it.issue);
    let mut out = vec![id];
    if let Some(issue) = issue {
        out.extend(members::of_issue(tx, issue)?.iter().map(|it| it.id));
    }
    Ok(out)
}
