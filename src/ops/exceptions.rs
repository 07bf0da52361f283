//! Exceptions: asked for, approved or refused, ended. Every step goes through
//! [`crate::policy::exception::step`], and is an event that can be taken back.

use crate::error::Problem;
use crate::model::exception::Ended;
use crate::model::{
    Actor, ActorKind, Approval, Control, Covered, Event, EvidenceFile, Exception, ExceptionState,
    Seen, Signature, Treatment, short_id,
};
use crate::ops::decide::{Outcome, refresh};
use crate::ops::decision_rules::rules;
use crate::ops::said::{ExceptionValue, WokenValue};
use crate::ops::standing::Evidence;
use crate::ops::steps::{Step, carry, clear, step};
use crate::ops::wording::{count, day};
use crate::ops::{Who, Workspace, undo};
use crate::policy::exception::{self, Act};
use crate::policy::rules::Rules;
use crate::policy::state::{self, Move};
use crate::policy::warning;
use crate::store::decisions::{self, Aspect};
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, Tx, exceptions, findings, issues, members};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// What somebody asks for; the rest is found here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What is done about the risk.
    pub treatment: Treatment,
    /// Why.
    pub reason: String,
    /// What makes the risk smaller meanwhile.
    pub control: Option<Control>,
    /// Files that prove it.
    pub evidence: Vec<EvidenceFile>,
    /// Its end, UTC seconds.
    pub ends: i64,
    /// The exception that it continues; its issues are taken when none are named.
    pub renews: Option<String>,
    /// The exception to which it adds issues.
    pub amends: Option<String>,
}

/// What an event of an exception holds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    pub(super) act: Act,
    pub(super) before: Option<Exception>,
    pub(super) after: Exception,
    pub(super) aspect: String,
    pub(super) steps: Vec<Step>,
}

pub(super) fn on_top(origin: &Event, what: &str) -> Problem {
    Problem::usage(format!("event {} cannot be taken back: {what}", origin.seq))
        .hint("undo the later one first; `sluice audit list` shows it")
}

/// Every exception, the first to end first.
pub fn list(workspace: &Workspace) -> Result<Vec<Exception>, Problem> {
    Ok(exceptions::all(&workspace.store.read())?)
}

/// One exception.
pub fn one(workspace: &Workspace, id: &str) -> Result<Exception, Problem> {
    let id = id.trim().to_ascii_uppercase();
    exceptions::one(&workspace.store.read(), &id)?.ok_or_else(|| {
        Problem::usage(format!("there is no exception '{id}'"))
            .hint("`sluice exception list` shows their ids")
    })
}

/// Asks for an exception about some issues. It hides nothing until it is approved.
pub fn request(
    workspace: &mut Workspace,
    ids: &[i64],
    draft: &Draft,
    who: &Who,
) -> Result<Outcome, Problem> {
    workspace.store.write(|tx| {
        let id = format!("EX-{}", events::next(tx)?);
        let (mut asked, refused) = drafted(tx, ids, draft, who)?;
        asked.id = id;
        let mut out = act(tx, None, Act::Request(Box::new(asked)), who)?;
        out.refused = refused;
        Ok((out, Keep::All))
    })
}

type Refused = Vec<(crate::model::Digest, String)>;

fn drafted(
    tx: &Tx<'_>,
    ids: &[i64],
    draft: &Draft,
    who: &Who,
) -> Result<(Exception, Refused), Problem> {
    let upper = |it: &Option<String>| it.as_ref().map(|it| it.trim().to_ascii_uppercase());
    let (renews, amends) = (upper(&draft.renews), upper(&draft.amends));
    let mut out = Exception {
        treatment: draft.treatment,
        reason: draft.reason.trim().to_owned(),
        control: draft.control.clone(),
        evidence: draft.evidence.clone(),
        requested_by: who.name.clone(),
        requested_at: who.at,
        ends: draft.ends,
        ..Exception::default()
    };
    let mut ids: BTreeSet<i64> = ids.iter().copied().collect();
    for earlier in renews.iter().chain(&amends) {
        let earlier = exceptions::one(tx, earlier)?
            .ok_or_else(|| Problem::usage(format!("there is no exception '{earlier}'")))?;
        if renews.as_ref() == Some(&earlier.id) {
            out.renewal = earlier.renewal + 1;
            let unnamed = ids.is_empty();
            for it in earlier.issues.iter().filter(|_| unnamed) {
                ids.extend(findings::issue_of(tx, it.issue)?);
            }
        }
    }
    (out.renews, out.amends) = (renews, amends);
    let mut refused = Refused::new();
    for id in ids {
        let Some(head) = issues::one(tx, id)? else {
            continue;
        };
        if let Err(why) = state::next(head.row.status, Move::Request) {
            refused.push((head.row.fingerprint, why));
            continue;
        }
        let findings = members::of_issue(tx, id)?;
        out.issues.push(Covered {
            issue: head.row.fingerprint,
            findings: findings.iter().map(|it| it.fingerprint).collect(),
            app: head.row.app,
            title: head.row.title,
            band: head.row.band,
        });
    }
    match refused.first() {
        Some((print, why)) if out.issues.is_empty() => {
            Err(Problem::usage(format!("{}: {why}", short_id(*print, 8)))
                .hint("an exception is about issues that are to be done"))
        }
        _ => Ok((out, refused)),
    }
}

/// Says yes, signed or not.
pub fn approve(
    workspace: &mut Workspace,
    id: &str,
    signature: Option<String>,
    who: &Who,
) -> Result<Outcome, Problem> {
    let approval = Approval {
        by: who.name.clone(),
        at: who.at,
        signature: signature.map(|armour| Signature {
            armour,
            key: String::new(),
        }),
    };
    change(workspace, id, Act::Approve(approval), who)
}

/// Says no.
pub fn reject(
    workspace: &mut Workspace,
    id: &str,
    reason: &str,
    who: &Who,
) -> Result<Outcome, Problem> {
    change(workspace, id, Act::Reject(ended(reason, who)), who)
}

/// Takes it back; what it hid is in the queue again.
pub fn withdraw(
    workspace: &mut Workspace,
    id: &str,
    reason: &str,
    who: &Who,
) -> Result<Outcome, Problem> {
    change(workspace, id, Act::Withdraw(ended(reason, who)), who)
}

fn ended(reason: &str, who: &Who) -> Ended {
    Ended {
        by: who.name.clone(),
        at: who.at,
        reason: reason.trim().to_owned(),
    }
}

fn change(workspace: &mut Workspace, id: &str, what: Act, who: &Who) -> Result<Outcome, Problem> {
    let now = one(workspace, id)?;
    workspace
        .store
        .write(|tx| Ok((act(tx, Some(&now), what, who)?, Keep::All)))
}

/// Makes one step, and hides or shows what it is about.
pub(super) fn act(
    tx: &Tx<'_>,
    now: Option<&Exception>,
    what: Act,
    who: &Who,
) -> Result<Outcome, Problem> {
    let after = exception::step(now, &what, &rules(tx)?)?;
    let was = now.map(|it| it.state);
    let steps = match (was, after.state) {
        (Some(ExceptionState::Approved), ExceptionState::Approved) => Vec::new(),
        (_, ExceptionState::Approved) => hide(tx, &after)?,
        (Some(ExceptionState::Approved), _) => show(tx, &after)?,
        _ => Vec::new(),
    };
    let summary = summary(&what, &after);
    let payload = Payload {
        before: now.cloned(),
        after,
        aspect: Aspect::Exception.name().to_owned(),
        steps,
        act: what,
    };
    let engine = matches!(payload.act, Act::Expire(_));
    let (operation, actor) = if engine {
        let name = payload.after.id.clone();
        let kind = ActorKind::Engine;
        ("due", Actor { kind, name })
    } else {
        ("exception", who.person())
    };
    let event = append(tx, operation, (actor, who.at), (&summary, &payload))?;
    exceptions::put(tx, &payload.after)?;
    carry(tx, &payload.steps, Aspect::Exception, event)?;
    for it in &payload.after.issues {
        for print in &it.findings {
            events::add_subject(tx, *print, event)?;
        }
    }
    rank(tx, &payload.steps)?;
    Ok(Outcome {
        event,
        changed: payload.after.issues.len(),
        summary,
        ..Outcome::default()
    })
}

/// Refreshes the issues of the findings that steps are about.
pub(super) fn rank(tx: &Tx<'_>, steps: &[Step]) -> Result<(), Problem> {
    let mut touched = Vec::new();
    for step in steps {
        touched.extend(members::with_fingerprint(tx, step.fingerprint)?);
    }
    refresh(tx, &touched)
}

fn hide(tx: &Tx<'_>, it: &Exception) -> Result<Vec<Step>, Problem> {
    let mut evidence = Evidence::load(tx)?;
    let mut steps = Vec::new();
    for print in it.issues.iter().flat_map(|it| &it.findings) {
        let seen = match findings::issue_of(tx, *print)? {
            Some(issue) => evidence.of(tx, issue, &members::of_issue(tx, issue)?)?,
            None => Seen::default(),
        };
        let value = ExceptionValue {
            exception: it.id.clone(),
            until: it.ends,
            seen,
        };
        let value = serde_json::to_string(&value).ok();
        steps.push(step(tx, *print, Aspect::Exception, value)?);
        clear(tx, *print, Aspect::Exception, &mut steps)?;
    }
    Ok(steps)
}

/// Shows what an exception hid, unless another one hides it since.
fn show(tx: &Tx<'_>, it: &Exception) -> Result<Vec<Step>, Problem> {
    let how = if it.state == ExceptionState::Expired {
        "has expired"
    } else {
        "was withdrawn"
    };
    let why = format!("exception {} {how}", it.id);
    let woken = serde_json::to_string(&WokenValue { woken: why }).ok();
    let mut steps = Vec::new();
    for print in it.issues.iter().flat_map(|it| &it.findings) {
        let standing = decisions::get(tx, *print, Aspect::Exception)?;
        let value = standing.and_then(|it| serde_json::from_str::<ExceptionValue>(&it.value).ok());
        if value.is_some_and(|standing| standing.exception == it.id) {
            steps.push(step(tx, *print, Aspect::Exception, None)?);
            let mut back = step(tx, *print, Aspect::Woken, woken.clone())?;
            back.aspect = Some(Aspect::Woken.name().to_owned());
            steps.push(back);
        }
    }
    Ok(steps)
}

fn summary(act: &Act, it: &Exception) -> String {
    let (id, issues) = (&it.id, count(it.issues.len(), "issue"));
    let until = day(it.ends);
    match act {
        Act::Request(_) => {
            let again = match it.renewal {
                0 => String::new(),
                n => format!(", renewal {n}"),
            };
            format!(
                "{id} requested: {} {issues} until {until}{again}: {}",
                it.treatment, it.reason
            )
        }
        Act::Approve(_) if it.state == ExceptionState::Approved => {
            format!("{id} approved: {issues} under an exception until {until}")
        }
        Act::Approve(_) => format!("{id} approved by {} of {}", it.approvals.len(), it.needs),
        Act::Reject(ended) => format!("{id} rejected: {}", ended.reason),
        Act::Withdraw(ended) => format!("{id} withdrawn: {}", ended.reason),
        Act::Expire(_) => format!("{id} expired: {issues} to be reviewed anew"),
    }
}

/// Takes a step back, or makes it again. What becomes of findings is taken back by their steps.
pub(super) fn take_back(
    tx: &Tx<'_>,
    origin: &Event,
    forward: bool,
    who: &Who,
) -> Result<(), Problem> {
    let payload: Payload = undo::read(origin)?;
    let (expected, next) = if forward {
        (payload.before, Some(payload.after.clone()))
    } else {
        (Some(payload.after.clone()), payload.before)
    };
    let id = &payload.after.id;
    if exceptions::one(tx, id)? != expected {
        return Err(on_top(origin, &format!("a later step of {id} stands")));
    }
    match next {
        Some(it) => {
            exception::may_restore(&it, &who.name)?;
            if it.state == ExceptionState::Approved && it.ends <= who.at {
                return Err(on_top(origin, &format!("the end of {id} has passed")));
            }
            exceptions::put(tx, &it)?;
        }
        None => exceptions::remove(tx, id)?,
    }
    Ok(())
}

/// Appends an event with a payload.
pub(super) fn append(
    tx: &Tx<'_>,
    operation: &str,
    (actor, at): (Actor, i64),
    (summary, payload): (&str, &impl Serialize),
) -> Result<i64, Problem> {
    let new = NewEvent {
        at,
        actor,
        operation,
        summary: summary.to_owned(),
        payload: json!(payload).to_string(),
    };
    Ok(events::append(tx, new)?)
}

/// The days of warning that the end of an exception in force has come to, such as 3.
pub fn warning(it: &Exception, now: i64, rules: &Rules) -> Option<u32> {
    let live = it.state == ExceptionState::Approved;
    warning::days(it.ends, now, rules).filter(|_| live)
}
