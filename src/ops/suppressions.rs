//! Standing rules: made, looked at before, held against what imports bring, removed.

use crate::error::Problem;
use crate::model::{
    Actor, ActorKind, Columns, Digest, Effect, Event, Status, Suppression, Verdict,
};
use crate::ops::coverage::{Preview, covered, preview_of};
use crate::ops::decide::Outcome;
use crate::ops::exceptions::{append, rank};
use crate::ops::said::{VerdictValue, WokenValue};
use crate::ops::standing::Evidence;
use crate::ops::steps::{Step, carry, clear, step};
use crate::ops::wording::{count, ends};
use crate::ops::{Who, Workspace, undo};
use crate::policy::suppression as rules;
use crate::store::decisions::{self, Aspect};
use crate::store::{Keep, Tx, columns, events, exceptions, findings, members};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A standing rule and what it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The rule.
    pub rule: Suppression,
    /// Its scope in words.
    pub scope: String,
    /// Issues that it hides now.
    pub hidden: usize,
    /// What it covers.
    pub preview: Preview,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    pub(super) before: Option<Suppression>,
    pub(super) after: Option<Suppression>,
    pub(super) aspect: String,
    pub(super) steps: Vec<Step>,
    /// The import that brought what is hidden; 0 for none.
    #[serde(default)]
    pub(super) follows: i64,
}

/// Every standing rule with what it covers and hides.
pub fn list(workspace: &Workspace, now: i64) -> Result<Vec<Standing>, Problem> {
    let tx = &workspace.store.read();
    let all = exceptions::rules(tx)?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let columns = columns::load(tx)?;
    let mut out = Vec::new();
    for rule in all {
        let mut hidden = BTreeSet::new();
        for (print, _) in decisions::by_rule(tx, &rule.id)? {
            hidden.extend(findings::issue_of(tx, print)?);
        }
        out.push(Standing {
            scope: rules::describe(&rule.scope),
            hidden: hidden.len(),
            preview: preview_of(&columns, &rule.scope, now)?,
            rule,
        });
    }
    Ok(out)
}

/// Makes a rule. One that hides hides at once what nobody has decided about, and from then on what
/// imports bring; an observed one only counts.
pub fn add(workspace: &mut Workspace, draft: &Suppression, who: &Who) -> Result<Outcome, Problem> {
    workspace.store.write(|tx| {
        let id = format!("S-{}", events::next(tx)?);
        let rule = Suppression {
            id,
            by: who.name.clone(),
            at: who.at,
            reason: draft.reason.trim().to_owned(),
            ..draft.clone()
        };
        rules::check(&rule, &exceptions::rules(tx)?)?;
        let columns = columns::load(tx)?;
        let would = preview_of(&columns, &rule.scope, who.at)?;
        let steps = steps(tx, &rule, &columns, who.at)?;
        let hidden = if steps.is_empty() { 0 } else { would.hides };
        let what = rules::describe(&rule.scope);
        let summary = match (rule.effect, rule.observed) {
            (Effect::Keep, _) => format!("{} keeps {what} from being hidden", rule.id),
            (Effect::Hide, true) => format!(
                "{} observes {what}: would have hidden {}, {} of them confirmed by people",
                rule.id,
                would.hides + would.confirmed,
                would.confirmed
            ),
            (Effect::Hide, false) => format!(
                "{} hides {what} until {}: {}",
                rule.id,
                ends(&rule.until),
                count(hidden, "issue")
            ),
        };
        let out = put(
            tx,
            (None, Some(rule)),
            steps,
            (who.person(), who.at, &summary),
        )?;
        Ok((
            Outcome {
                changed: hidden,
                ..out
            },
            Keep::All,
        ))
    })
}

/// Removes a rule; what it hid is in the queue again.
pub fn remove(workspace: &mut Workspace, id: &str, who: &Who) -> Result<Outcome, Problem> {
    let id = id.trim().to_ascii_uppercase();
    workspace.store.write(|tx| {
        let rule = exceptions::rule(tx, &id)?.ok_or_else(|| {
            Problem::usage(format!("there is no rule '{id}'"))
                .hint("`sluice suppress list` shows their ids")
        })?;
        let out = drop(tx, rule, (who.person(), who.at), "removed")?;
        Ok((out, Keep::All))
    })
}

/// Takes a rule away with all that it hid.
pub(super) fn drop(
    tx: &Tx<'_>,
    rule: Suppression,
    (actor, at): (Actor, i64),
    how: &str,
) -> Result<Outcome, Problem> {
    let id = rule.id.clone();
    let woken = serde_json::to_string(&WokenValue {
        woken: format!("rule {id} was {how}"),
    })
    .ok();
    let (mut steps, mut shown) = (Vec::new(), BTreeSet::new());
    for (print, aspect) in decisions::by_rule(tx, &id)? {
        shown.extend(findings::issue_of(tx, print)?);
        steps.push(step(tx, print, aspect, None)?);
        let mut back = step(tx, print, Aspect::Woken, woken.clone())?;
        back.aspect = Some(Aspect::Woken.name().to_owned());
        steps.push(back);
    }
    let shows = count(shown.len(), "issue");
    let summary = format!("{id} {how}: {shows} back in the queue");
    let out = put(tx, (Some(rule), None), steps, (actor, at, &summary))?;
    Ok(Outcome {
        changed: shown.len(),
        ..out
    })
}

/// Stores a rule or takes it away, with what that does to findings, as one event.
fn put(
    tx: &Tx<'_>,
    (before, after): (Option<Suppression>, Option<Suppression>),
    steps: Vec<Step>,
    (actor, at, summary): (Actor, i64, &str),
) -> Result<Outcome, Problem> {
    let payload = Payload {
        before,
        after,
        aspect: Aspect::Verdict.name().to_owned(),
        steps,
        follows: 0,
    };
    let operation = match actor.kind {
        ActorKind::Engine => "due",
        ActorKind::Person | ActorKind::Rule | ActorKind::Import | ActorKind::Tool => "suppress",
    };
    let event = append(tx, operation, (actor, at), (summary, &payload))?;
    store(tx, payload.before.as_ref(), payload.after.as_ref())?;
    carry(tx, &payload.steps, Aspect::Verdict, event)?;
    rank(tx, &payload.steps)?;
    Ok(Outcome {
        event,
        summary: summary.to_owned(),
        ..Outcome::default()
    })
}

fn store(
    tx: &Tx<'_>,
    before: Option<&Suppression>,
    after: Option<&Suppression>,
) -> Result<(), Problem> {
    match (before, after) {
        (_, Some(it)) => exceptions::put_rule(tx, it)?,
        (Some(it), None) => exceptions::remove_rule(tx, &it.id)?,
        (None, None) => {}
    }
    Ok(())
}

/// What a rule does to the findings of a queue.
fn steps(
    tx: &Tx<'_>,
    rule: &Suppression,
    columns: &Columns,
    now: i64,
) -> Result<Vec<Step>, Problem> {
    let mut out = Vec::new();
    if rule.observed || rule.effect == Effect::Keep {
        return Ok(out);
    }
    let mut kept = BTreeSet::new();
    for other in exceptions::rules(tx)? {
        if other.effect == Effect::Keep && !other.observed {
            kept.extend(covered(columns, &other.scope, now)?);
        }
    }
    let mut evidence = Evidence::load(tx)?;
    for row in covered(columns, &rule.scope, now)? {
        let status = columns.status.get(row).copied().unwrap_or_default();
        let undecided = matches!(status, Status::New | Status::Reopened);
        let Some(issue) = columns
            .id
            .get(row)
            .filter(|_| undecided && !kept.contains(&row))
        else {
            continue;
        };
        let held = members::of_issue(tx, *issue)?;
        let seen = evidence.of(tx, *issue, &held)?;
        if rule.until.fix && !seen.fixed.is_empty() {
            continue;
        }
        let value = VerdictValue {
            verdict: Verdict::FalsePositive,
            reason: rule.reason.clone(),
            until: rule.until.clone(),
            rule: Some(rule.id.clone()),
            seen: Some(seen),
        };
        let value = serde_json::to_string(&value).ok();
        for it in &held {
            out.push(step(tx, it.fingerprint, Aspect::Verdict, value.clone())?);
            clear(tx, it.fingerprint, Aspect::Verdict, &mut out)?;
        }
    }
    Ok(out)
}

/// Holds standing rules against issues that an import changed. Each rule that hides some says so
/// in an event of its own. Returns the rules and how many issues each hid.
pub(super) fn at_import(
    tx: &Tx<'_>,
    changed: &[i64],
    (import, at): (i64, i64),
) -> Result<Vec<(String, usize)>, Problem> {
    let mut out = Vec::new();
    for rule in exceptions::rules(tx)? {
        let columns = columns::load_some(tx, changed)?;
        let steps = steps(tx, &rule, &columns, at)?;
        if steps.is_empty() {
            continue;
        }
        let mut hidden = BTreeSet::new();
        for step in &steps {
            hidden.extend(findings::issue_of(tx, step.fingerprint)?);
        }
        let actor = Actor {
            kind: ActorKind::Rule,
            name: rule.id.clone(),
        };
        let issues = count(hidden.len(), "issue");
        let summary = format!("{} hid {issues}: {}", rule.id, rule.reason);
        let payload = Payload {
            before: Some(rule.clone()),
            after: Some(rule.clone()),
            aspect: Aspect::Verdict.name().to_owned(),
            steps,
            follows: import,
        };
        let event = append(tx, "hide", (actor, at), (&summary, &payload))?;
        carry(tx, &payload.steps, Aspect::Verdict, event)?;
        rank(tx, &payload.steps)?;
        out.push((rule.id, hidden.len()));
    }
    Ok(out)
}

/// Takes the making or removing of a rule back, or does it again.
pub(super) fn take_back(tx: &Tx<'_>, origin: &Event, forward: bool) -> Result<(), Problem> {
    let payload: Payload = undo::read(origin)?;
    let (before, after) = if forward {
        (payload.before, payload.after)
    } else {
        (payload.after, payload.before)
    };
    let id = before.as_ref().or(after.as_ref()).map(|it| it.id.clone());
    let id = id.unwrap_or_default();
    if exceptions::rule(tx, &id)? != before {
        return Err(
            Problem::usage(format!("rule {id} is not as event {} left it", origin.seq))
                .hint("undo the later event first; `sluice audit list` shows it"),
        );
    }
    match (&before, &after) {
        (_, Some(rule)) => {
            let others = exceptions::rules(tx)?;
            rules::check(
                &Suppression {
                    at: i64::MIN,
                    ..rule.clone()
                },
                &others,
            )?;
        }
        (Some(rule), None) => {
            let own: Vec<Digest> = payload.steps.iter().map(|it| it.fingerprint).collect();
            let all = decisions::by_rule(tx, &rule.id)?;
            if all.iter().any(|(print, _)| !own.contains(print)) {
                return Err(
                    Problem::usage(format!("{id} has hidden more since, at imports"))
                        .hint(format!("sluice suppress remove {id}")),
                );
            }
        }
        (None, None) => {}
    }
    store(tx, before.as_ref(), after.as_ref())
}
