//! Issues in the formats of others: VEX, SARIF, ignore files, tickets, calendars.

use crate::error::Problem;
use crate::export::item::{Exporter, Head, Item, Source, Told, Visit};
use crate::export::stand::{Stand, State};
use crate::model::{Columns, Issue, short_id};
use crate::ops::Workspace;
use crate::ops::issues::{self, Depth};
use crate::store::{decisions, events};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Writes the issues of some rows of the queue with one exporter.
pub fn write(
    workspace: &Workspace,
    (columns, rows): (&Columns, &[u32]),
    (exporter, head): (&dyn Exporter, Head),
    to: &mut dyn Write,
) -> Result<Told, Problem> {
    let source = Rows {
        workspace,
        columns,
        rows,
        digits: issues::id_digits(workspace)?,
        events: RefCell::default(),
    };
    let head = Head {
        version: events::next(&workspace.store.read())? - 1,
        app: source.only_app(),
        ..head
    };
    let told = exporter.write(&head, &source, to)?;
    if told.written == 0 && !exporter.may_be_empty() {
        let why = told.notes.first().cloned().unwrap_or_default();
        return Err(Problem::usage(format!(
            "there is nothing to write as {}{}{why}",
            exporter.name(),
            if why.is_empty() { "" } else { ": " }
        ))
        .hint("`sluice list` with the same filter shows what it fits"));
    }
    Ok(told)
}

/// Rows of the queue as a source of issues: each is read when it is visited.
struct Rows<'a> {
    workspace: &'a Workspace,
    columns: &'a Columns,
    rows: &'a [u32],
    digits: usize,
    /// Who made an event and when: one event may be about every issue, and is large then.
    events: RefCell<BTreeMap<i64, (String, i64)>>,
}

impl Source for Rows<'_> {
    fn tools(&self) -> Vec<String> {
        let mut out = BTreeSet::new();
        for row in self.rows {
            out.extend(self.tools_of(*row).map(str::to_owned));
        }
        out.into_iter().collect()
    }

    fn each(&self, tool: Option<&str>, visit: &mut Visit<'_>) -> io::Result<()> {
        for row in self.rows {
            if tool.is_some_and(|tool| self.tools_of(*row).all(|it| it != tool)) {
                continue;
            }
            let Some(id) = self.columns.id.get(*row as usize) else {
                continue;
            };
            let (issue, stand) = self.load(*id).map_err(io::Error::other)?;
            let short = short_id(issue.row.fingerprint, self.digits);
            visit(&Item {
                id: &short,
                issue: &issue,
                stand: &stand,
            })?;
        }
        Ok(())
    }
}

impl Rows<'_> {
    fn tools_of(&self, row: u32) -> impl Iterator<Item = &str> {
        let all = self.columns.text(&self.columns.tools, row as usize);
        all.split(',').filter(|it| !it.is_empty())
    }

    /// The application, when all are of one.
    fn only_app(&self) -> String {
        let app = |row: &u32| self.columns.text(&self.columns.app, *row as usize);
        let mut all = self.rows.iter().map(app);
        let first = all.next().unwrap_or_default();
        let only = all.all(|it| it == first);
        if only {
            first.to_owned()
        } else {
            String::new()
        }
    }

    fn load(&self, id: i64) -> Result<(Issue, Stand), Problem> {
        let mut issue = issues::load_to(self.workspace, id, Depth::Head)?;
        issue.findings = issues::findings(self.workspace, id)?;
        let stand = self.stand(&issue)?;
        Ok((issue, stand))
    }

    /// Where an issue stands, by its status and the newest decision that says so: of a verdict,
    /// of an exception, or of what has only an end.
    fn stand(&self, issue: &Issue) -> Result<Stand, Problem> {
        let mut out = Stand::undecided();
        let key;
        (out.state, key) = match issue.row.status.name() {
            "confirmed" | "in-work" => (State::Confirmed, "verdict"),
            "false-positive" => (State::FalsePositive, "verdict"),
            "exception" => (State::Accepted, "exception"),
            "fixed" => (State::Fixed, "verdict"),
            "snoozed" => (State::Undecided, "until"),
            _ => return Ok(out),
        };
        let tx = &self.workspace.store.read();
        let mut newest: Option<(serde_json::Value, i64)> = None;
        for finding in &issue.findings {
            for (_, standing) in decisions::of(tx, finding.fingerprint)? {
                let value: serde_json::Value =
                    serde_json::from_str(&standing.value).unwrap_or_default();
                let later = newest.as_ref().is_none_or(|it| it.1 < standing.event);
                if later && value.get(key).is_some_and(|it| !it.is_null()) {
                    newest = Some((value, standing.event));
                }
            }
        }
        if let Some((value, event)) = newest {
            let text = |name: &str| value.get(name).and_then(|it| it.as_str());
            let reason = text("reason").or_else(|| text("exception"));
            reason.unwrap_or_default().clone_into(&mut out.reason);
            out.until = value.get("until").and_then(serde_json::Value::as_i64);
            let (by, at) = self.event(event)?;
            out.by = by;
            out.at = Some(at);
        }
        Ok(out)
    }

    fn event(&self, number: i64) -> Result<(String, i64), Problem> {
        if let Some(known) = self.events.borrow().get(&number) {
            return Ok(known.clone());
        }
        let event = events::one(&self.workspace.store.read(), number)?;
        let made = event.map(|it| (it.actor.name, it.at)).unwrap_or_default();
        self.events.borrow_mut().insert(number, made.clone());
        Ok(made)
    }
}
