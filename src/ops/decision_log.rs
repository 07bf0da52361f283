//! The log of decisions read back: every step of an exception is made again by the rules of its
//! day. What no rule allows is found and named, though its hash may be right.

use crate::error::Problem;
use crate::model::{Event, Exception, ExceptionState};
use crate::ops::decision_rules::PolicyPayload;
use crate::ops::exceptions::Payload;
use crate::ops::undo;
use crate::policy::exception::{self, Act};
use crate::policy::rules::Rules;
use crate::store::{Tx, events, exceptions};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the log says so far.
struct Replayed {
    rules: Rules,
    standing: BTreeMap<String, Exception>,
}

#[derive(Deserialize)]
struct UndoPayload {
    origin: i64,
    forward: bool,
}

/// The first entry that no rule allows, and why; or an exception that is not what the log makes of
/// it, at the end of the log.
pub(super) fn refused(tx: &Tx<'_>) -> Result<Option<(i64, String)>, Problem> {
    let mut now = Replayed {
        rules: Rules::builtin()?,
        standing: BTreeMap::new(),
    };
    let (mut found, mut last) = (None, 0);
    events::each(tx, &mut |event| {
        last = event.seq;
        let made = match event.operation.as_str() {
            "exception" | "due" => now.step(&event),
            "policy" => now.policy(&event, true),
            "undo" => now.undo(tx, &event),
            _ => Ok(()),
        };
        if let Err(problem) = made {
            found = Some((event.seq, problem.to_string()));
        }
        found.is_none()
    })?;
    if found.is_some() {
        return Ok(found);
    }
    let kept = exceptions::all(tx)?;
    let kept: BTreeMap<String, Exception> =
        kept.into_iter().map(|it| (it.id.clone(), it)).collect();
    let differs = |id: &&String| kept.get(*id) != now.standing.get(*id);
    let wrong = kept.keys().chain(now.standing.keys()).find(differs);
    Ok(wrong.map(|id| (last, format!("{id} is not what the log makes of it"))))
}

impl Replayed {
    fn step(&mut self, event: &Event) -> Result<(), Problem> {
        let payload: Payload = match undo::read(event) {
            Ok(payload) => payload,
            // The end of something else than an exception.
            Err(_) if event.operation == "due" => return Ok(()),
            Err(problem) => return Err(problem),
        };
        let id = payload.after.id.clone();
        let by = match &payload.act {
            Act::Request(it) => Some(&it.requested_by),
            Act::Approve(it) => Some(&it.by),
            Act::Reject(it) | Act::Withdraw(it) => Some(&it.by),
            Act::Expire(_) => None,
        };
        if let Some(by) = by.filter(|it| **it != event.actor.name) {
            let text = format!("{} acts as {by}", event.actor.name);
            return Err(Problem::usage(text));
        }
        let made = exception::step(self.standing.get(&id), &payload.act, &self.rules)?;
        if made != payload.after {
            return Err(Problem::usage(format!("{id} comes out otherwise")));
        }
        self.standing.insert(id, made);
        Ok(())
    }

    fn policy(&mut self, event: &Event, forward: bool) -> Result<(), Problem> {
        let payload: PolicyPayload = undo::read(event)?;
        let text = if forward {
            payload.after
        } else {
            payload.before
        };
        self.rules = match text {
            Some(text) => Rules::parse("a policy in the log", &text)?,
            None => Rules::builtin()?,
        };
        Ok(())
    }

    fn undo(&mut self, tx: &Tx<'_>, event: &Event) -> Result<(), Problem> {
        let UndoPayload { origin, forward } = undo::read(event)?;
        let Some(origin) = events::one(tx, origin)? else {
            return Ok(());
        };
        match origin.operation.as_str() {
            "policy" => self.policy(&origin, forward),
            "exception" => self.restore(event, &undo::read(&origin)?, forward),
            _ => Ok(()),
        }
    }

    fn restore(&mut self, event: &Event, payload: &Payload, forward: bool) -> Result<(), Problem> {
        let (before, after) = (payload.before.as_ref(), Some(&payload.after));
        let (expected, next) = if forward {
            (before, after)
        } else {
            (after, before)
        };
        let id = &payload.after.id;
        if self.standing.get(id) != expected {
            return Err(Problem::usage(format!("a later step of {id} stands")));
        }
        let Some(next) = next else {
            self.standing.remove(id);
            return Ok(());
        };
        exception::may_restore(next, &event.actor.name)?;
        if next.state == ExceptionState::Approved && next.ends <= event.at {
            return Err(Problem::usage(format!("the end of {id} has passed")));
        }
        self.standing.insert(id.clone(), next.clone());
        Ok(())
    }
}
