//! Decisions that somebody edited in a spreadsheet, taken back.
//!
//! Three states meet: what the sheet held when it was exported (the event that a row names says it),
//! what it says now, and what stands now. Where only the sheet changed, it is taken over; where both
//! did, and not to the same, the row is a conflict and nothing happens to it. A row that is not
//! there any more says nothing: decisions are taken back by undo. All changes are one event.

use crate::error::{Kind, Problem};
use crate::export::decisions_sheet::{Cells, EditedRow};
use crate::model::{Digest, Event, Severity, Verdict, short_id};
use crate::ops::decide::{Outcome, Step, refresh};
use crate::ops::wording::count;
use crate::ops::{Who, Workspace, export};
use crate::store::decisions::{self, Aspect, Standing};
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, Tx, findings, members};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// As it was exported.
    Unedited,
    /// Edited to what stands already.
    Already,
    /// Taken over.
    Change,
    /// Not taken over, and why.
    Conflict(String),
}

/// A row of the sheet beside what was exported and what stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line in the sheet.
    pub line: u64,
    /// Short id of the issue; empty when its findings are not here.
    pub issue: String,
    /// The word of the decision.
    pub decision: String,
    /// What was edited, in words.
    pub edit: String,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a sheet does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows that were edited, in the order of the sheet.
    pub rows: Vec<Row>,
    /// Rows that are as exported.
    pub unedited: usize,
    /// What was done; without an event when nothing was.
    pub outcome: Outcome,
}

impl Report {
    /// How many rows met some fate.
    pub fn count(&self, fits: fn(&Fate) -> bool) -> usize {
        self.rows.iter().filter(|it| fits(&it.fate)).count()
    }
}

/// One finding in the payload of the event.
#[derive(Debug, Serialize, Deserialize)]
struct Edit {
    aspect: String,
    #[serde(flatten)]
    step: Step,
}

#[derive(Serialize, Deserialize)]
struct Payload {
    steps: Vec<Edit>,
}

/// Takes a sheet over, or shows what that would do.
pub fn run(
    workspace: &mut Workspace,
    rows: &[EditedRow],
    (who, apply): (&Who, bool),
) -> Result<Report, Problem> {
    let digits = super::issues::id_digits(workspace)?;
    workspace.store.write(|tx| {
        let mut report = Report::default();
        let mut edits: BTreeMap<(Digest, Aspect), Edit> = BTreeMap::new();
        let mut bases = Bases::default();
        for row in rows {
            take(tx, row, digits, (&mut bases, &mut edits, &mut report))?;
        }
        let issues = report.count(|it| *it == Fate::Change);
        if issues > 0 && apply {
            report.outcome = store(tx, edits.into_values().collect(), (issues, who))?;
        }
        Ok((report, if apply { Keep::All } else { Keep::Nothing }))
    })
}

/// What events decided: aspect and finding to value. Each event is read once.
#[derive(Default)]
struct Bases(BTreeMap<i64, BTreeMap<(Digest, String), Option<String>>>);

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
    fn get(
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
            self.0.insert(event, out);
        }
        let known = self
            .0
            .get(&event)
            .and_then(|it| it.get(&(print, aspect.name().to_owned())));
        Ok(known.cloned().flatten())
    }
}

type Gathered<'g> = (
    &'g mut Bases,
    &'g mut BTreeMap<(Digest, Aspect), Edit>,
    &'g mut Report,
);

fn take(
    tx: &Tx<'_>,
    row: &EditedRow,
    digits: usize,
    (bases, edits, report): Gathered<'_>,
) -> Result<(), Problem> {
    let Some(first) = row.fingerprints.first().copied() else {
        return Ok(());
    };
    let issue = short_of(tx, first, digits)?;
    let mut out = Row {
        line: row.line,
        issue,
        decision: row.cells.decision.clone(),
        edit: String::new(),
        fate: Fate::Unedited,
    };
    let Some((aspect, base)) = base(tx, row, first, bases)? else {
        // Notes and merges are no values: they are told of only where they were edited.
        if let Some(fate) = fixed(tx, row)? {
            out.fate = fate;
            report.rows.push(out);
        } else {
            report.unedited += 1;
        }
        return Ok(());
    };
    let was = export::cells(aspect.name(), &base);
    if was == row.cells {
        report.unedited += 1;
        return Ok(());
    }
    out.edit = was.difference(&row.cells);
    let mut mine = Vec::new();
    out.fate = judge(tx, row, (aspect, &base), &mut mine)?;
    for it in mine {
        let key = (it.step.fingerprint, aspect);
        let other = edits.get(&key);
        if other.is_some_and(|known| known.step.after != it.step.after) {
            out.fate = Fate::Conflict("another row of the sheet says otherwise".to_owned());
            break;
        }
        edits.insert(key, it);
    }
    report.rows.push(out);
    Ok(())
}

/// The aspect that a row is about, and its value when it was exported.
fn base(
    tx: &Tx<'_>,
    row: &EditedRow,
    first: Digest,
    bases: &mut Bases,
) -> Result<Option<(Aspect, String)>, Problem> {
    let word = row.cells.decision.split(' ').next().unwrap_or_default();
    let wanted = match word {
        "assign" => Aspect::Owner,
        "severity" => Aspect::Severity,
        "title" => Aspect::Title,
        "lead" => Aspect::Lead,
        _ => Aspect::Verdict,
    };
    let mut all = vec![wanted];
    all.extend(Aspect::ALL.iter().copied().filter(|it| *it != wanted));
    for aspect in all {
        if let Some(value) = bases.get(tx, row.event, first, aspect)? {
            return Ok(Some((aspect, value)));
        }
    }
    Ok(None)
}

/// The fate of a row whose event set no value.
fn fixed(tx: &Tx<'_>, row: &EditedRow) -> Result<Option<Fate>, Problem> {
    let Some(event) = events::one(tx, row.event)? else {
        let why = format!("event {} is not in this store's log", row.event);
        return Ok(Some(Fate::Conflict(why)));
    };
    let said: Value = serde_json::from_str(&event.payload).unwrap_or_default();
    let text = said.get("text").or_else(|| said.get("reason"));
    let text = text.and_then(Value::as_str).unwrap_or_default();
    let was = Cells::of(&event.operation, text, "", "");
    if was.reason == row.cells.reason {
        return Ok(None);
    }
    let why = format!(
        "a {} is not edited: add a note, or undo it",
        event.operation
    );
    Ok(Some(Fate::Conflict(why)))
}

/// What becomes of an edited row, and the steps that it takes.
fn judge(
    tx: &Tx<'_>,
    row: &EditedRow,
    (aspect, base): (Aspect, &str),
    edits: &mut Vec<Edit>,
) -> Result<Fate, Problem> {
    let conflict = |why: String| Ok(Fate::Conflict(why));
    let after = match patch(aspect, base, &row.cells) {
        Ok(after) => after,
        Err(why) => return conflict(why),
    };
    let mut already = true;
    for print in &row.fingerprints {
        if findings::issue_of(tx, *print)?.is_none() {
            return conflict(format!(
                "finding {} is not in this store",
                short_id(*print, 8)
            ));
        }
        let now = decisions::get(tx, *print, aspect)?;
        let value = now.as_ref().map(|it| it.value.as_str()).unwrap_or_default();
        let stands = export::cells(aspect.name(), value);
        if stands == row.cells {
            continue;
        }
        already = false;
        if stands != export::cells(aspect.name(), base) {
            return conflict(match &now {
                Some(it) => since(
                    tx,
                    it,
                    &export::cells(aspect.name(), base).difference(&stands),
                )?,
                None => "the decision was taken back since".to_owned(),
            });
        }
        edits.push(Edit {
            aspect: aspect.name().to_owned(),
            step: Step {
                fingerprint: *print,
                before_event: now.as_ref().map_or(0, |it| it.event),
                before: now.map(|it| it.value),
                after: Some(after.clone()),
            },
        });
    }
    Ok(if already { Fate::Already } else { Fate::Change })
}

fn since(tx: &Tx<'_>, now: &Standing, what: &str) -> Result<String, Problem> {
    let by = events::one(tx, now.event)?
        .map(|it| it.actor.name)
        .unwrap_or_default();
    Ok(format!(
        "event {} by {by} changed it since: {what}",
        now.event
    ))
}

/// The value with what was edited; the rest of it stays.
fn patch(aspect: Aspect, base: &str, cells: &Cells) -> Result<String, String> {
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
        value["team"] = some(&cells.team);
        value["person"] = some(&cells.person);
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
        value["verdict"] = verdict.name().into();
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
            _ => text == old,
        };
        if !fits {
            return Err(format!("'{word}' is nothing that can be set"));
        }
        if cells.reason.is_empty() {
            return Err("what is set needs a reason".to_owned());
        }
        value["value"] = text.into();
    }
    value["reason"] = cells.reason.as_str().into();
    Ok(value.to_string())
}

fn store(tx: &Tx<'_>, steps: Vec<Edit>, (rows, who): (usize, &Who)) -> Result<Outcome, Problem> {
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
pub(super) fn take_back(
    tx: &Tx<'_>,
    origin: &Event,
    forward: bool,
    event: i64,
) -> Result<usize, Problem> {
    carry(tx, origin, (forward, event, origin.seq))
}

fn short_of(tx: &Tx<'_>, print: Digest, digits: usize) -> Result<String, Problem> {
    let Some(issue) = findings::issue_of(tx, print)? else {
        return Ok(String::new());
    };
    let head = crate::store::issues::one(tx, issue)?;
    Ok(head
        .map(|it| short_id(it.row.fingerprint, digits))
        .unwrap_or_default())
}
