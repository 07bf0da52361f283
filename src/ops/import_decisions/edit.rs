//! The event of an edit: what it holds, how it is done and taken back.

use crate::error::Problem;
use crate::export::decisions_sheet::Cells;
use crate::model::{Digest, Seen, Severity, Status, Verdict};
use crate::ops::Who;
use crate::ops::decide::Outcome;
use crate::ops::exceptions::rank;
use crate::ops::standing::Evidence;
use crate::ops::steps::{Step, carry};
use crate::ops::wording::count;
use crate::policy::state::{self, Move};
use crate::store::decisions::Aspect;
use crate::store::events::{self, NewEvent};
use crate::store::{Tx, findings, members};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Whether the state machine lets an issue have the verdict of a row.
pub(super) fn allowed(status: Status, word: &str) -> Result<(), String> {
    let by = match Verdict::parse(word) {
        Some(Verdict::Confirm) => Move::Confirm,
        Some(Verdict::InWork) => Move::Start,
        Some(Verdict::FalsePositive) => Move::FalsePositive,
        Some(Verdict::Reset) | None => Move::Reset,
    };
    state::next(status, by).map(|_| ())
}

/// The value with what was edited; the rest of it stays.
pub(super) fn patch(aspect: Aspect, base: &str, cells: &Cells) -> Result<String, String> {
    let mut value: Value = serde_json::from_str(base).map_err(|it| it.to_string())?;
    if aspect == Aspect::Owner {
        assigned(&mut value, cells)?;
        return Ok(value.to_string());
    }
    if !cells.team.is_empty() || !cells.person.is_empty() {
        return Err("only an assignment has a team and a person".to_owned());
    }
    if aspect == Aspect::Verdict {
        value = judged(value, cells)?;
    } else {
        set(&mut value, aspect, cells)?;
    }
    put(&mut value, "reason", cells.reason.as_str());
    Ok(value.to_string())
}

fn assigned(value: &mut Value, cells: &Cells) -> Result<(), String> {
    if cells.decision != "assign" {
        return Err("an assignment cannot become another decision".to_owned());
    }
    if !cells.reason.is_empty() {
        return Err("an assignment has no reason: add a note".to_owned());
    }
    for (name, text) in [("team", &cells.team), ("person", &cells.person)] {
        let text = Some(text.as_str()).filter(|it| !it.is_empty());
        put(value, name, text);
    }
    Ok(())
}

fn judged(mut value: Value, cells: &Cells) -> Result<Value, String> {
    let word = &cells.decision;
    let verdict = Verdict::parse(word).filter(|it| *it != Verdict::Reset);
    let verdict = verdict.ok_or_else(|| format!("'{word}' is no verdict"))?;
    if verdict == Verdict::FalsePositive && cells.reason.is_empty() {
        return Err("a false positive needs a reason".to_owned());
    }
    if let Some(rule) = value.get("rule").and_then(Value::as_str) {
        return Err(format!("rule {rule} says so: change the rule"));
    }
    if value.get("verdict").and_then(Value::as_str) != Some(verdict.name()) {
        // What ended the other verdict does not end this one.
        value = json!({});
    }
    put(&mut value, "verdict", verdict.name());
    Ok(value)
}

fn set(value: &mut Value, aspect: Aspect, cells: &Cells) -> Result<(), String> {
    let word = &cells.decision;
    let text = word.strip_prefix(aspect.name()).unwrap_or_default().trim();
    let old = value.get("value").and_then(Value::as_str);
    let fits = match aspect {
        Aspect::Severity => Severity::parse(text).is_some(),
        Aspect::Title => !text.is_empty(),
        Aspect::Lead => text == old.unwrap_or_default(),
        // What has a life of its own is not edited in a sheet.
        Aspect::Verdict
        | Aspect::Owner
        | Aspect::Exception
        | Aspect::Snooze
        | Aspect::Woken
        | Aspect::Answers => false,
    };
    if !fits {
        return Err(format!("'{word}' is nothing that can be set"));
    }
    if cells.reason.is_empty() {
        return Err("what is set needs a reason".to_owned());
    }
    put(value, "value", text);
    Ok(())
}

/// Writes the event, and carries it out.
pub(super) fn store(
    tx: &Tx<'_>,
    steps: &[Step],
    (rows, who): (usize, &Who),
) -> Result<Outcome, Problem> {
    let summary = format!("{} edited in a sheet", count(rows, "decision"));
    let aspect = Aspect::Verdict;
    let event = events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: who.person(),
            operation: "edit",
            summary: summary.clone(),
            payload: json!({"aspect": aspect.name(), "steps": steps}).to_string(),
        },
    )?;
    carry(tx, steps, aspect, event)?;
    rank(tx, steps)?;
    let mut issues = BTreeSet::new();
    for step in steps {
        issues.extend(findings::issue_of(tx, step.fingerprint)?);
    }
    Ok(Outcome {
        event,
        changed: issues.len(),
        summary,
        ..Outcome::default()
    })
}

/// What is read once for all rows.
#[derive(Default)]
pub(super) struct Bases {
    /// What events decided: aspect and finding to value.
    events: BTreeMap<i64, BTreeMap<(Digest, String), Option<String>>>,
    /// What is known of issues; read when a verdict is another one than before.
    evidence: Option<Evidence>,
}

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
    /// What is known of an issue now, as its verdict keeps it.
    pub(super) fn seen(&mut self, tx: &Tx<'_>, issue: i64) -> Result<Seen, Problem> {
        let evidence = match self.evidence.take() {
            Some(it) => it,
            None => Evidence::load(tx)?,
        };
        let evidence = self.evidence.insert(evidence);
        evidence.of(tx, issue, &members::of_issue(tx, issue)?)
    }

    /// What an event decided of a finding.
    pub(super) fn get(
        &mut self,
        tx: &Tx<'_>,
        event: i64,
        print: Digest,
        aspect: Aspect,
    ) -> Result<Option<String>, Problem> {
        if !self.events.contains_key(&event) {
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
            self.events.extend([(event, out)]);
        }
        let known = self
            .events
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
