//! Time passes: what has come to its end takes effect when the store is next opened.
//!
//! What is due is found by indexes of dates alone, so that opening costs the same for any store.

use crate::error::Problem;
use crate::model::{Actor, ActorKind, Digest};
use crate::ops::exceptions::{act, append, rank};
use crate::ops::said::WokenValue;
use crate::ops::steps::{carry, step};
use crate::ops::wording::count;
use crate::ops::{Who, Workspace, suppressions};
use crate::policy::exception::Act;
use crate::store::decisions::{self, Aspect};
use crate::store::{Keep, Tx, exceptions};
use serde_json::json;

/// Ends what is due, as events of the engine. Returns what ended, one line each.
pub fn run(workspace: &mut Workspace, now: i64) -> Result<Vec<String>, Problem> {
    if !any(&workspace.store.read(), now)? {
        return Ok(Vec::new());
    }
    workspace.store.write(|tx| {
        let mut out = Vec::new();
        let who = Who {
            name: "sluice".to_owned(),
            at: now,
        };
        for it in exceptions::due(tx, now)? {
            out.push(act(tx, Some(&it), Act::Expire(now), &who)?.summary);
        }
        for it in exceptions::due_rules(tx, now)? {
            let name = it.id.clone();
            let actor = Actor {
                kind: ActorKind::Engine,
                name,
            };
            out.push(suppressions::drop(tx, it, (actor, now), "ended")?.summary);
        }
        out.extend(wake(tx, &decisions::due(tx, now)?, now)?);
        Ok((out, Keep::All))
    })
}

fn any(tx: &Tx<'_>, now: i64) -> Result<bool, Problem> {
    Ok(!exceptions::due(tx, now)?.is_empty()
        || !exceptions::due_rules(tx, now)?.is_empty()
        || !decisions::due(tx, now)?.is_empty())
}

/// Ends decisions whose date has come.
fn wake(tx: &Tx<'_>, due: &[(Digest, Aspect)], now: i64) -> Result<Option<String>, Problem> {
    let mut steps = Vec::new();
    for (print, aspect) in due {
        let why = if *aspect == Aspect::Snooze {
            "the snooze has ended"
        } else {
            "what was decided has ended"
        };
        let mut over = step(tx, *print, *aspect, None)?;
        over.aspect = Some(aspect.name().to_owned());
        let woken = WokenValue {
            woken: why.to_owned(),
        };
        let woken = serde_json::to_string(&woken).ok();
        let mut back = step(tx, *print, Aspect::Woken, woken)?;
        back.aspect = Some(Aspect::Woken.name().to_owned());
        steps.extend([over, back]);
    }
    if steps.is_empty() {
        return Ok(None);
    }
    let summary = format!("{} came to their end", count(due.len(), "decision"));
    let actor = Actor {
        kind: ActorKind::Engine,
        name: "sluice".to_owned(),
    };
    let payload = json!({"aspect": Aspect::Woken.name(), "steps": steps});
    let event = append(tx, "due", (actor, now), (&summary, &payload))?;
    carry(tx, &steps, Aspect::Woken, event)?;
    rank(tx, &steps)?;
    Ok(Some(summary))
}

/// Notes that findings no scan saw are back, when their issue is open again.
pub(super) fn returned(
    tx: &Tx<'_>,
    findings: &[i64],
    (import, at): (i64, i64),
) -> Result<usize, Problem> {
    let still = crate::store::issues::fixed_among(tx, findings)?;
    let mut steps = Vec::new();
    let woken = serde_json::to_string(&WokenValue {
        woken: "seen again after it was gone".to_owned(),
    })
    .ok();
    for id in findings.iter().filter(|it| !still.contains(it)) {
        if let Some(print) = crate::store::members::fingerprint(tx, *id)? {
            steps.push(step(tx, print, Aspect::Woken, woken.clone())?);
        }
    }
    if steps.is_empty() {
        return Ok(0);
    }
    let actor = Actor {
        kind: ActorKind::Engine,
        name: "sluice".to_owned(),
    };
    let summary = format!("{} seen again", count(steps.len(), "finding"));
    let payload = json!({"aspect": Aspect::Woken.name(), "steps": steps, "follows": import});
    let event = append(tx, "due", (actor, at), (&summary, &payload))?;
    carry(tx, &steps, Aspect::Woken, event)?;
    rank(tx, &steps)?;
    Ok(steps.len())
}
