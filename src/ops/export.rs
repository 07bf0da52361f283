//! What leaves the store: decisions, issues, findings.

use crate::error::Problem;
use crate::export::decisions_sheet::Cells;
use crate::export::issues_csv::Sheet;
use crate::export::issues_json::Document;
use crate::export::{self, DecisionRow, Decisions};
use crate::model::{Columns, Digest, ExceptionState, Owner, short_id};
use crate::ops::Workspace;
use crate::ops::issues::{self, Depth};
use crate::ops::said::{ExceptionValue, SetValue, SnoozeValue, VerdictValue, WokenValue};
use crate::store::decisions::{self, Aspect};
use crate::store::{Tx, events, exceptions, findings, hand_links, issues as rows};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Write;

/// How issues and findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One document with a schema.
    Json,
    /// A table for a spreadsheet.
    Csv,
}

/// Writes the issues of some rows of the queue; in JSON with their findings when asked for.
pub fn issues(
    workspace: &Workspace,
    (columns, rows): (&Columns, &[u32]),
    (style, with_findings): (Style, bool),
    to: &mut dyn Write,
) -> Result<(), Problem> {
    let digits = issues::id_digits(workspace)?;
    let depth = if with_findings {
        Depth::Findings
    } else {
        Depth::Head
    };
    let all = rows.iter().filter_map(|it| columns.id.get(*it as usize));
    match style {
        Style::Json => {
            let mut document = Document::begin(to, "issues")?;
            for id in all {
                let issue = issues::load_to(workspace, *id, depth)?;
                let short = short_id(issue.row.fingerprint, digits);
                document.issue(&short, &issue, with_findings)?;
            }
            document.end()?;
        }
        Style::Csv => {
            let mut sheet = Sheet::issues(to)?;
            for id in all {
                let issue = issues::load_to(workspace, *id, Depth::Head)?;
                sheet.issue(&short_id(issue.row.fingerprint, digits), &issue)?;
            }
            sheet.end()?;
        }
    }
    Ok(())
}

/// Writes the findings of some rows of the queue.
pub fn findings(
    workspace: &Workspace,
    (columns, rows): (&Columns, &[u32]),
    style: Style,
    to: &mut dyn Write,
) -> Result<(), Problem> {
    let digits = issues::id_digits(workspace)?;
    let tx = &workspace.store.read();
    let (mut document, mut sheet) = match style {
        Style::Json => (Some(Document::begin(to, "findings")?), None),
        Style::Csv => (None, Some(Sheet::findings(to)?)),
    };
    for row in rows.iter().map(|it| *it as usize) {
        let (Some(id), Some(print)) = (columns.id.get(row), columns.fingerprint.get(row)) else {
            continue;
        };
        for mut it in findings::of_issue(tx, *id)? {
            it.issue = short_id(*print, digits);
            match (&mut document, &mut sheet) {
                (Some(document), _) => document.finding(&it)?,
                (None, Some(sheet)) => sheet.finding(&it)?,
                (None, None) => {}
            }
        }
    }
    document.map_or(Ok(()), Document::end)?;
    sheet.map_or(Ok(()), Sheet::end)?;
    Ok(())
}

/// Writes all standing decisions in one of [`export::DECISIONS`].
pub fn decisions(workspace: &Workspace, style: &str, to: &mut dyn Write) -> Result<(), Problem> {
    let exporter = export::DECISIONS
        .iter()
        .find(|it| it.name() == style)
        .ok_or_else(|| Problem::usage(format!("decisions cannot be written as '{style}'")))?;
    let tx = &workspace.store.read();
    let mut rows = standing(tx)?;
    let digits = issues::id_digits(workspace)?;
    let mut makers = BTreeMap::new();
    for (key, row) in &mut rows {
        describe(tx, key.1, digits, row)?;
        // One event may be about every issue, and is large then: it is read once.
        if !makers.contains_key(&row.event) {
            let event = events::one(tx, row.event)?;
            let made = event.map(|it| (it.actor.name, it.at)).unwrap_or_default();
            makers.extend([(row.event, made)]);
        }
        let Some((by, at)) = makers.get(&row.event) else {
            continue;
        };
        row.by.clone_from(by);
        row.at = *at;
    }
    // Row numbers say how the store came to be; a reader's order must not.
    let mut rows: Vec<DecisionRow> = rows.into_values().collect();
    rows.sort_by(|a, b| {
        (a.event, &a.issue, &a.fingerprints).cmp(&(b.event, &b.issue, &b.fingerprints))
    });
    let mut exceptions = exceptions::all(tx)?;
    exceptions.retain(|it| {
        !matches!(
            it.state,
            ExceptionState::Rejected | ExceptionState::Withdrawn
        )
    });
    exporter.write(&Decisions { rows, exceptions }, to)?;
    Ok(())
}

/// Event, issue and aspect of a decision.
type Key = (i64, Option<i64>, String);

/// Says what a decision is.
type Fill<'a> = dyn Fn(&mut DecisionRow) -> Result<(), Problem> + 'a;

/// Standing decisions, one row for each event and issue.
fn standing(tx: &Tx<'_>) -> Result<BTreeMap<Key, DecisionRow>, Problem> {
    let mut out: BTreeMap<Key, DecisionRow> = BTreeMap::new();
    let mut add = |print: Digest, aspect: &str, event: i64, fill: &Fill<'_>| {
        let issue = findings::issue_of(tx, print)?;
        let row = match out.entry((event, issue, aspect.to_owned())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let mut row = empty(event);
                fill(&mut row)?;
                free.insert(row)
            }
        };
        row.fingerprints.push(print.to_string());
        Ok::<_, Problem>(())
    };
    for (print, aspect, standing) in decisions::all(tx)? {
        add(print, &aspect, standing.event, &|row| {
            fill(tx, row, &aspect, &standing.value)
        })?;
    }
    for it in hand_links::standing(tx)? {
        let event = events::one(tx, it.event)?;
        let what = event.map(|it| it.operation).unwrap_or_default();
        // Every finding of one decision in one row, whatever issues hold them.
        add(it.fingerprint, &what, it.event, &|row| {
            row.decision.clone_from(&what);
            row.reason.clone_from(&it.reason);
            Ok(())
        })?;
    }
    for (event, print, text) in decisions::all_notes(tx)? {
        add(print, "note", event, &|row| {
            "note".clone_into(&mut row.decision);
            row.reason.clone_from(&text);
            Ok(())
        })?;
    }
    Ok(out)
}

fn empty(event: i64) -> DecisionRow {
    DecisionRow {
        issue: String::new(),
        app: String::new(),
        title: String::new(),
        fingerprints: Vec::new(),
        decision: String::new(),
        reason: String::new(),
        team: String::new(),
        person: String::new(),
        by: String::new(),
        at: 0,
        until: None,
        event,
    }
}

fn fill(tx: &Tx<'_>, row: &mut DecisionRow, aspect: &str, value: &str) -> Result<(), Problem> {
    if aspect == Aspect::Owner.name() {
        let owner: Owner = serde_json::from_str(value).unwrap_or_default();
        "assign".clone_into(&mut row.decision);
        row.team = owner.team.unwrap_or_default();
        row.person = owner.person.unwrap_or_default();
    } else if aspect == "answers" {
        let kept: super::trees::Kept = serde_json::from_str(value).unwrap_or_default();
        let said = kept.iter().map(|(name, it)| format!("{name} {}", it.value));
        row.decision = format!("answers {}", said.collect::<Vec<_>>().join(", "));
        let reasons = kept.values().map(|it| it.reason.clone());
        row.reason = reasons.collect::<Vec<_>>().join("; ");
    } else if let Ok(set) = serde_json::from_str::<SetValue<String>>(value) {
        row.decision = format!("{aspect} {}", set.value);
        row.reason = set.reason;
    } else if let Ok(value) = serde_json::from_str::<VerdictValue>(value) {
        value.verdict.name().clone_into(&mut row.decision);
        row.reason = value.reason;
        row.until = value.until.date;
    } else if let Ok(value) = serde_json::from_str::<ExceptionValue>(value) {
        row.decision = format!("{aspect} {}", value.exception);
        let exception = exceptions::one(tx, &value.exception)?;
        row.reason = exception.map(|it| it.reason).unwrap_or_default();
        row.until = Some(value.until);
    } else if let Ok(value) = serde_json::from_str::<WokenValue>(value) {
        aspect.clone_into(&mut row.decision);
        row.reason = value.woken;
    } else if let Ok(value) = serde_json::from_str::<SnoozeValue>(value) {
        aspect.clone_into(&mut row.decision);
        row.reason = value.reason;
        row.until = value.until.date;
    }
    Ok(())
}

/// A decision of an aspect as a sheet shows it.
pub(super) fn cells(tx: &Tx<'_>, aspect: &str, value: &str) -> Result<Cells, Problem> {
    let mut row = empty(0);
    fill(tx, &mut row, aspect, value)?;
    Ok(Cells::of(
        &row.decision,
        &row.reason,
        &row.team,
        &row.person,
    ))
}

fn describe(
    tx: &Tx<'_>,
    issue: Option<i64>,
    digits: usize,
    row: &mut DecisionRow,
) -> Result<(), Problem> {
    if let Some(head) = issue.map(|id| rows::one(tx, id)).transpose()?.flatten() {
        row.issue = short_id(head.row.fingerprint, digits);
        row.app = head.row.app;
        row.title = head.row.title;
    }
    row.fingerprints.sort();
    row.fingerprints.dedup();
    Ok(())
}
