//! Decisions that somebody edited in a spreadsheet, taken back.
//!
//! Three states meet: what the sheet held when it was exported (the event that a row names says it),
//! what it says now, and what stands now. Where only the sheet changed, it is taken over; where both
//! did, and not to the same, the row is a conflict and nothing happens to it. A row that is not
//! there any more says nothing: decisions are taken back by undo. All changes are one event.

mod edit;

use crate::error::Problem;
use crate::export::decisions_sheet::{Cells, EditedRow};
use crate::model::{Digest, Seen, short_id};
use crate::ops::decide::Outcome;
use crate::ops::steps::{Step, clear, step};
use crate::ops::{Who, Workspace, export};
use crate::store::decisions::{self, Aspect, Standing};
use crate::store::{Keep, Tx, events, findings, issues};
use edit::{Bases, allowed, patch, store};
use serde_json::Value;
use std::collections::BTreeMap;

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

/// Takes a sheet over, or shows what that would do.
pub fn run(
    workspace: &mut Workspace,
    rows: &[EditedRow],
    (who, apply): (&Who, bool),
) -> Result<Report, Problem> {
    let digits = super::issues::id_digits(workspace)?;
    workspace.store.write(|tx| {
        let mut report = Report::default();
        let mut edits: BTreeMap<(Digest, Aspect), Step> = BTreeMap::new();
        let mut bases = Bases::default();
        for row in rows {
            take(tx, row, digits, (&mut bases, &mut edits, &mut report))?;
        }
        let issues = report.count(|it| *it == Fate::Change);
        if issues > 0 && apply {
            let steps: Vec<Step> = edits.into_values().collect();
            report.outcome = store(tx, &steps, (issues, who))?;
        }
        Ok((report, if apply { Keep::All } else { Keep::Nothing }))
    })
}

type Gathered<'g> = (
    &'g mut Bases,
    &'g mut BTreeMap<(Digest, Aspect), Step>,
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
    let was = export::cells(tx, aspect.name(), &base)?;
    if was == row.cells {
        report.unedited += 1;
        return Ok(());
    }
    out.edit = was.difference(&row.cells);
    let mut mine = Vec::new();
    out.fate = judge(tx, row, (aspect, &base), (bases, &mut mine))?;
    for it in mine {
        let key = (it.fingerprint, it.aspect(aspect));
        let other = edits.get(&key);
        if other.is_some_and(|known| known.after != it.after) {
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
        word => Aspect::parse(word).unwrap_or(Aspect::Verdict),
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
    (bases, edits): (&mut Bases, &mut Vec<Step>),
) -> Result<Fate, Problem> {
    let conflict = |why: String| Ok(Fate::Conflict(why));
    let after = match patch(aspect, base, &row.cells) {
        Ok(after) => after,
        Err(why) => return conflict(why),
    };
    let base_cells = export::cells(tx, aspect.name(), base)?;
    let turned = aspect == Aspect::Verdict && base_cells.decision != row.cells.decision;
    let mut already = true;
    for print in &row.fingerprints {
        let Some(issue) = findings::issue_of(tx, *print)? else {
            return conflict(format!(
                "finding {} is not in this store",
                short_id(*print, 8)
            ));
        };
        let now = decisions::get(tx, *print, aspect)?;
        let value = now.as_ref().map(|it| it.value.as_str()).unwrap_or_default();
        let stands = export::cells(tx, aspect.name(), value)?;
        if stands == row.cells {
            continue;
        }
        already = false;
        if stands != base_cells {
            return conflict(match &now {
                Some(it) => since(tx, it, &base_cells.difference(&stands))?,
                None => "the decision was taken back since".to_owned(),
            });
        }
        let mut after = after.clone();
        if turned {
            let head = issues::one(tx, issue)?;
            let status = head.map(|it| it.row.status).unwrap_or_default();
            if let Err(why) = allowed(status, &row.cells.decision) {
                return conflict(why);
            }
            after = with_seen(&after, &bases.seen(tx, issue)?);
            clear(tx, *print, aspect, edits)?;
        }
        let mut step = step(tx, *print, aspect, Some(after))?;
        step.aspect = Some(aspect.name().to_owned());
        edits.push(step);
    }
    Ok(if already { Fate::Already } else { Fate::Change })
}

/// A verdict with what is known now.
fn with_seen(value: &str, seen: &Seen) -> String {
    let mut value: Value = serde_json::from_str(value).unwrap_or_default();
    if let (Value::Object(fields), Ok(seen)) = (&mut value, serde_json::to_value(seen)) {
        fields.insert("seen".to_owned(), seen);
    }
    value.to_string()
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

fn short_of(tx: &Tx<'_>, print: Digest, digits: usize) -> Result<String, Problem> {
    let Some(issue) = findings::issue_of(tx, print)? else {
        return Ok(String::new());
    };
    let head = issues::one(tx, issue)?;
    Ok(head
        .map(|it| short_id(it.row.fingerprint, digits))
        .unwrap_or_default())
}
