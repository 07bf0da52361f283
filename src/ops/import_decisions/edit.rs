//! The event of an edit: what it holds, how it is done and taken back.

use crate::error::{Kind, Problem};
use crate::export::decisions_sheet::Cells;
use crate::model::{Digest, Event, Severity, Verdict, short_id};
use crate::ops::Who;
use crate::ops::decide::{Outcome, refresh};
use crate::ops::steps::Step;
use crate::ops::wording::count;
use crate::store::decisions::{self, Aspect, Standing};
use crate::store::events::{self, NewEvent};
use crate::store::{Tx, findings, members};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One finding in the payload of the event.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Edit {
    pub(super) aspect: String,
    #[serde(flatten)]
    pub(super) step: Step,
}

#[derive(Serialize, Deserialize)]
struct Payload {
    steps: Vec<Edit>,
}

/// The value with what was edited; the rest of it stays.
pub(super) fn patch(aspect: Aspect, base: &str, cells: &Cells) -> Result<String, String> {
    let mut value: Value = serde_json::from_str(base).map_err(|it| it.to_string())?;
    let some = |text: &str| match text {
        "" => Value::Null,
        text => text.into(),
    };
    let word = cells.decision.as_str();
    if aspect == Aspect::Owner {
        if word != "assign" {
            return Err("an assignment cannot become another decision".to_owned());
        }
        if !cells.reason.is_empty() {
            return Err("an assignment has no reason: add a note".to_owned());
        }
        put(&mut value, "team", some(&cells.team));
        put(&mut value, "person", some(&cells.person));
        return Ok(value.to_string());
    }
    if !cells.team.is_empty() || !cells.person.is_empty() {
        return Err("only an assignment has a team and a person".to_owned());
    }
    if aspect == Aspect::Verdict {
        let verdict = Verdict::parse(word).filter(|it| *it != Verdict::Reset);
        let verdict = verdict.ok_or_else(|| format!("'{word}' is no verdict"))?;
        if verdict == Verdict::FalsePositive && cells.reason.is_empty() {
            return Err("a false positive needs a reason".to_owned());
        }
        put(&mut value, "verdict", verdict.name());
    } else {
        let prefix = format!("{} ", aspect.name());
        let text = word
            .strip_prefix(&prefix)
            .map(str::trim)
            .unwrap_or_default();
        let old = value
            .get("value")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let fits = match aspect {
            Aspect::Severity => Severity::parse(text).is_some(),
            Aspect::Title => !text.is_empty(),
            Aspect::Lead => text == old,
            // What has a life of its own is not edited in a sheet.
            Aspect::Verdict
            | Aspect::Owner
            | Aspect::Exception
            | Aspect::Snooze
            | Aspect::Woken => false,
        };
        if !fits {
            return Err(format!("'{word}' is nothing that can be set"));
        }
        if cells.reason.is_empty() {
            return Err("what is set needs a reason".to_owned());
        }
        put(&mut value, "value", text);
    }
    put(&mut value, "reason", cells.reason.as_str());
    Ok(value.to_string())
}

/// Writes the event, and carries it out.
pub(super) fn store(
    tx: &Tx<'_>,
    steps: Vec<Edit>,
    (rows, who): (usize, &Who),
) -> Result<Outcome, Problem> {
    let summary = format!("{} edited in a sheet", count(rows, "decision"));
    let payload = serde_json::to_string(&Payload { steps }).unwrap_or_default();
    let event = events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: who.person(),
            operation: "edit",
            summary: summary.clone(),
            payload,
        },
    )?;
    let written = events::one(tx, event)?;
    let changed = match written {
        Some(it) => carry(tx, &it, (true, event, event))?,
        None => 0,
    };
    Ok(Outcome {
        event,
        changed,
        summary,
        ..Outcome::default()
    })
}

/// Does an edit, again or back. `event` is the one that does it, `by` the one that values stand by
/// when it is done forward. Returns how many issues changed.
fn carry(
    tx: &Tx<'_>,
    origin: &Event,
    (forward, event, by): (bool, i64, i64),
) -> Result<usize, Problem> {
    let payload: Payload = serde_json::from_str(&origin.payload).map_err(|err| {
        Problem::new(Kind::Store, format!("event {} cannot be read", origin.seq)).because(err)
    })?;
    let mut touched = Vec::new();
    let mut seen = BTreeSet::new();
    for Edit { aspect, step } in &payload.steps {
        let aspect = Aspect::parse(aspect).unwrap_or(Aspect::Verdict);
        let now = decisions::get(tx, step.fingerprint, aspect)?.map(|it| it.value);
        let (expected, next, by) = if forward {
            (&step.before, &step.after, by)
        } else {
            (&step.after, &step.before, step.before_event)
        };
        if now != *expected {
            return Err(Problem::usage(format!(
                "event {} cannot be taken back: a later decision stands on issue {}",
                origin.seq,
                short_id(step.fingerprint, 8)
            ))
            .hint("undo the later decision first; `show` lists them"));
        }
        let standing = next.clone().map(|value| Standing { value, event: by });
        decisions::set(tx, step.fingerprint, aspect, standing.as_ref())?;
        events::add_subject(tx, step.fingerprint, event)?;
        if let Some(issue) = findings::issue_of(tx, step.fingerprint)?
            && seen.insert(issue)
        {
            touched.extend(members::of_issue(tx, issue)?.first().map(|it| it.id));
        }
    }
    refresh(tx, &touched)?;
    Ok(seen.len())
}

/// Takes an edit back, or does it again.
pub(in crate::ops) fn take_back(
    tx: &Tx<'_>,
    origin: &Event,
    forward: bool,
    event: i64,
) -> Result<usize, Problem> {
    carry(tx, origin, (forward, event, origin.seq))
}

/// What events decided: aspect and finding to value. Each event is read once.
#[derive(Default)]
pub(super) struct Bases(BTreeMap<i64, BTreeMap<(Digest, String), Option<String>>>);

#[derive(Deserialize)]
struct Decided {
    #[serde(default)]
    aspect: String,
    #[serde(default)]
    steps: Vec<DecidedStep>,
}

#[derive(Deserialize)]
struct DecidedStep {
    #[serde(default)]
    aspect: String,
    fingerprint: Digest,
    #[serde(default)]
    after: Option<String>,
}

impl Bases {
    /// What an event decided of a finding.
    pub(super) fn get(
        &mut self,
        tx: &Tx<'_>,
        event: i64,
        print: Digest,
        aspect: Aspect,
    ) -> Result<Option<String>, Problem> {
        if !self.0.contains_key(&event) {
            let payload = events::one(tx, event)?
                .map(|it| it.payload)
                .unwrap_or_default();
            let decided: Option<Decided> = serde_json::from_str(&payload).ok();
            let mut out = BTreeMap::new();
            if let Some(decided) = decided {
                for it in decided.steps {
                    let aspect = if it.aspect.is_empty() {
                        &decided.aspect
                    } else {
                        &it.aspect
                    };
                    out.insert((it.fingerprint, aspect.clone()), it.after);
                }
            }
            self.0.extend([(event, out)]);
        }
        let known = self
            .0
            .get(&event)
            .and_then(|it| it.get(&(print, aspect.name().to_owned())));
        Ok(known.cloned().flatten())
    }
}

fn put(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Value::Object(fields) = object {
        fields.insert(name.to_owned(), value.into());
    }
}
