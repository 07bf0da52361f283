//! Gate runs, newest first: which release asked to pass, what was said, and who must look again.
//!
//! Enter opens the queue with the issues that blocked; `explain` shows the whole verdict in a window;
//! `edit` notes the follow-up of a pass by break-glass.

use crate::error::Problem;
use crate::model::gate::Answer;
use crate::ops::decide::Outcome;
use crate::ops::gate::records::{self, RunRow};
use crate::tui::action::Action;
use crate::tui::screens::sheet::ask::Ask;
use crate::tui::screens::sheet::table::{Cell, Column, Detail, Enter, Row, Sheet, Width};
use crate::tui::screens::sheet::{Desk, Doing, Screen, Verb};
use crate::tui::theme::Role;
use crate::tui::widgets::when;

/// The screen.
pub struct Gates;

const VERBS: &[Verb] = &[Verb {
    action: Action::Edit,
    ask: follow_up,
}];

const COLUMNS: &[Column] = &[
    Column::new("when", Width::Exactly(16)),
    Column::new("application", Width::Share(2)),
    Column::new("release", Width::Share(2)),
    Column::new("answer", Width::Exactly(11)),
    Column::number("blocks", 6),
    Column::new("look again", Width::Exactly(10)).from(74),
];

/// Runs that are read whole; `sluice gate list` has them all.
const SHOWN: u32 = 100;
/// Ids that fit a filter.
const FILTERED: usize = 40;

impl Screen for Gates {
    fn action(&self) -> Action {
        Action::Gates
    }

    fn title(&self) -> &'static str {
        "gate runs"
    }

    fn load(&self, desk: &mut Desk<'_>) -> Result<Sheet, Problem> {
        let now = desk.who.at;
        let runs = records::whole(desk.workspace, SHOWN)?;
        let all = usize::try_from(records::count(desk.workspace)?).unwrap_or(usize::MAX);
        Ok(Sheet {
            notes: notes(&runs, now),
            columns: COLUMNS.to_vec(),
            rows: runs.iter().map(|it| row(it, now)).collect(),
            all,
            empty: vec![
                "No release asked to pass yet.".to_owned(),
                "`sluice gate --app NAME --release NAME` asks; `sluice gate init` writes a policy that only observes."
                    .to_owned(),
            ],
        })
    }

    fn verbs(&self) -> &'static [Verb] {
        VERBS
    }

    fn carry_out(&self, desk: &mut Desk<'_>, doing: &Doing) -> Result<Outcome, Problem> {
        let who = desk.who.clone();
        let done = records::follow_up(desk.workspace, &doing.key, &doing.value, &who)?;
        let short: String = done.id.chars().take(8).collect();
        Ok(Outcome {
            event: done.closed.unwrap_or_default(),
            changed: 1,
            summary: format!("followed up on gate {short}"),
            ..Outcome::default()
        })
    }
}

/// A pass by break-glass that nobody looked at again comes first, then what the newest run said.
fn notes(runs: &[RunRow], now: i64) -> Vec<(Role, String)> {
    let open = runs.iter().filter(|it| it.row.closed.is_none());
    let due: Vec<i64> = open.filter_map(|it| it.row.due).collect();
    let late = due.iter().filter(|it| **it < now).count();
    let mut out = Vec::new();
    if !due.is_empty() {
        let (role, late) = match late {
            0 => (Role::Warning, String::new()),
            late => (Role::Danger, format!(", {late} overdue")),
        };
        let number = due.len();
        let text = format!("{number} by break-glass to look at again{late}");
        out.push((role, text));
    }
    if let Some(it) = runs.first() {
        let text = it.told.first().cloned().unwrap_or_default();
        out.push((role(it.answer), format!("newest: {text}")));
    }
    out
}

const fn role(answer: Answer) -> Role {
    match answer {
        Answer::Pass => Role::Good,
        Answer::Blocked => Role::Danger,
        Answer::Observed | Answer::BreakGlass => Role::Warning,
    }
}

fn row(it: &RunRow, now: i64) -> Row {
    let RunRow { row, .. } = it;
    let again = match (row.due, row.closed) {
        (None, _) => Cell::from(""),
        (Some(_), Some(_)) => Cell::new(Role::Good, "done"),
        (Some(due), None) if due < now => Cell::new(Role::Danger, when::day(due)),
        (Some(due), None) => Cell::new(Role::Warning, when::day(due)),
    };
    let blocks = if row.blocking > 0 {
        role(it.answer)
    } else {
        Role::Muted
    };
    Row {
        key: row.id.clone(),
        cells: vec![
            Cell::from(when::minute(row.at)),
            Cell::from(row.app.as_str()),
            Cell::from(row.release.as_str()),
            Cell::new(role(it.answer), row.answer.as_str()),
            Cell::new(blocks, row.blocking.to_string()),
            again,
        ],
        details: details(it),
        enter: enter(it),
    }
}

fn details(it: &RunRow) -> Vec<Detail> {
    let short: String = it.row.id.chars().take(8).collect();
    let mut out = vec![Detail::Heading(format!(
        "{} release {}: {}",
        it.row.app, it.row.release, it.row.answer
    ))];
    let lines = it.told.iter().filter(|it| !it.is_empty());
    out.extend(lines.map(|it| Detail::Text(Role::Plain, it.trim().to_owned())));
    let facts = [
        ("id", short.clone()),
        ("asked by", it.by.clone()),
        ("policy", it.policy.clone()),
        ("baseline", it.baseline.clone()),
        ("event", it.row.event.to_string()),
    ];
    out.extend(facts.map(|(name, value)| Detail::Pair(name.to_owned(), value)));
    if let Some(due) = it.row.due {
        let text = match it.row.closed {
            Some(event) => format!("done in event {event}"),
            None => format!("due {}", when::day(due)),
        };
        out.push(Detail::Pair("look again".to_owned(), text));
    }
    let text = format!("sluice gate verify {short} makes the verdict again");
    out.push(Detail::Text(Role::Muted, text));
    out
}

/// The queue of what blocked, whatever became of it since.
fn enter(it: &RunRow) -> Enter {
    if it.blocking.is_empty() || it.blocking.len() > FILTERED {
        return Enter::Details;
    }
    Enter::Queue(format!("status:any id:{}", it.blocking.join(",")))
}

/// Only a pass by break-glass asks for a second look, and only once.
fn follow_up(row: &Row) -> Ask {
    let due = |it: &&Detail| matches!(it, Detail::Pair(name, _) if name == "look again");
    match row.details.iter().find(due) {
        Some(Detail::Pair(_, text)) if text.starts_with("due ") => Ask::Text {
            title: "What came of the break-glass".to_owned(),
            start: String::new(),
            prefix: String::new(),
            may_be_empty: false,
        },
        Some(_) => Ask::No("somebody has looked at it again"),
        None => Ask::No("only a pass by break-glass is looked at again"),
    }
}
