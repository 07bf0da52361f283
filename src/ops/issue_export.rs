//! Issues in the formats of others: VEX, SARIF, ignore files, tickets, calendars.

use crate::error::Problem;
use crate::export::item::{Ending, Exporter, Head, Item, Source, Told, Visit};
use crate::export::stand::{Asked, Stand, State};
use crate::model::{
    Columns, Digest, Exception, ExceptionState, Issue, Reason, Status, Verdict, short_id,
};
use crate::ops::Workspace;
use crate::ops::decided::Decided;
use crate::ops::issues::{self, Depth};
use crate::store::decisions::Aspect;
use crate::store::{events, exceptions, findings};
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
        exceptions: exceptions::all(&workspace.store.read())?,
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
    exceptions: Vec<Exception>,
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

    fn endings(&self) -> io::Result<Vec<Ending>> {
        self.ends().map_err(io::Error::other)
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

    /// Exceptions about the rows that wait or hold, in the order of their ends.
    fn ends(&self) -> Result<Vec<Ending>, Problem> {
        let tx = &self.workspace.store.read();
        let asked: BTreeMap<i64, Digest> = self
            .rows
            .iter()
            .map(|it| *it as usize)
            .filter_map(|it| {
                Some((
                    *self.columns.id.get(it)?,
                    *self.columns.fingerprint.get(it)?,
                ))
            })
            .collect();
        let mut out = Vec::new();
        for it in &self.exceptions {
            if !matches!(
                it.state,
                ExceptionState::Requested | ExceptionState::Approved
            ) {
                continue;
            }
            let mut about = BTreeSet::new();
            for print in it.issues.iter().flat_map(|it| &it.findings) {
                let issue = findings::issue_of(tx, *print)?;
                about.extend(issue.and_then(|it| asked.get(&it)));
            }
            if !about.is_empty() {
                out.push(Ending {
                    exception: it.clone(),
                    issues: about
                        .iter()
                        .map(|it: &&Digest| short_id(**it, self.digits))
                        .collect(),
                });
            }
        }
        Ok(out)
    }

    fn load(&self, id: i64) -> Result<(Issue, Stand), Problem> {
        let mut issue = issues::load_to(self.workspace, id, Depth::Head)?;
        issue.findings = issues::findings(self.workspace, id)?;
        let stand = self.stand(&issue)?;
        Ok((issue, stand))
    }

    /// Where an issue stands, by its status and what people said of it.
    fn stand(&self, issue: &Issue) -> Result<Stand, Problem> {
        let tx = &self.workspace.store.read();
        let prints = issue.findings.iter().map(|it| &it.fingerprint);
        let decided = Decided::load(tx, prints)?;
        let mut out = Stand {
            asked: self.asked(issue),
            ..Stand::undecided()
        };
        let verdict = decided.verdict();
        let real = verdict
            .as_ref()
            .is_some_and(|it| matches!(it.verdict, Verdict::Confirm | Verdict::InWork));
        if real {
            out.state = State::Confirmed;
        }
        match issue.row.status {
            Status::Fixed => out.state = State::Fixed,
            Status::Exception => {
                if let Some(it) = decided.exception() {
                    self.accepted(&it.exception, &mut out);
                }
            }
            Status::FalsePositive => out.state = State::FalsePositive,
            Status::New | Status::Confirmed | Status::InWork | Status::Reopened => {}
            Status::Snoozed => {
                if let Some(it) = decided.snooze() {
                    out.why = Some(Reason::Planned);
                    out.reason = it.reason;
                    out.until = it.until.date;
                    self.made(&decided, Aspect::Snooze, &mut out)?;
                }
                return Ok(out);
            }
        }
        if let Some(it) = verdict.filter(|it| out.state == said(it.verdict)) {
            out.why = Reason::of_text(&it.reason);
            out.reason = it.reason;
            out.until = it.until.date;
            self.made(&decided, Aspect::Verdict, &mut out)?;
        }
        Ok(out)
    }

    /// Takes over what an exception in force says.
    fn accepted(&self, id: &str, out: &mut Stand) {
        out.state = State::Accepted;
        let Some(it) = self.exceptions.iter().find(|it| it.id == id) else {
            return;
        };
        out.why = Reason::of_text(&it.reason);
        out.reason.clone_from(&it.reason);
        if let Some(control) = &it.control {
            out.why = Some(Reason::MitigatedAround);
            out.reason = format!("{}; {}", it.reason, control.text);
        }
        out.reason = format!("{}: {}", it.id, out.reason);
        let names: Vec<&str> = it.approvals.iter().map(|it| it.by.as_str()).collect();
        out.by = names.join(", ");
        out.at = it.approvals.last().map(|it| it.at);
        out.until = Some(it.ends);
    }

    /// The last exception about an issue, where somebody waits for the answer or it was a no.
    fn asked(&self, issue: &Issue) -> Option<Asked> {
        let prints: BTreeSet<Digest> = issue.findings.iter().map(|it| it.fingerprint).collect();
        let covers = |it: &&Exception| {
            let mut all = it.issues.iter().flat_map(|it| &it.findings);
            all.any(|it| prints.contains(it))
        };
        let all = self.exceptions.iter().filter(covers);
        let last = all.max_by_key(|it| (it.requested_at, &it.id))?;
        match last.state {
            ExceptionState::Requested => Some(Asked {
                refused: false,
                text: format!(
                    "{} requested by {}: {}",
                    last.id, last.requested_by, last.reason
                ),
            }),
            ExceptionState::Rejected => last.ended.as_ref().map(|ended| Asked {
                refused: true,
                text: format!("{} rejected by {}: {}", last.id, ended.by, ended.reason),
            }),
            ExceptionState::Approved | ExceptionState::Expired | ExceptionState::Withdrawn => None,
        }
    }

    /// Who said it and when.
    fn made(&self, decided: &Decided, aspect: Aspect, out: &mut Stand) -> Result<(), Problem> {
        if let Some(number) = decided.event(aspect) {
            let (by, at) = self.event(number)?;
            out.by = by;
            out.at = Some(at);
        }
        Ok(())
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

/// What an issue is by a verdict alone.
const fn said(verdict: Verdict) -> State {
    match verdict {
        Verdict::Confirm | Verdict::InWork => State::Confirmed,
        Verdict::FalsePositive => State::FalsePositive,
        Verdict::Reset => State::Undecided,
    }
}
