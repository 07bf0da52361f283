//! The clocks in force: which scheme, what is late, what comes due. Choosing another scheme changes
//! every due date at once, is an event, and can be taken back.

use crate::error::Problem;
use crate::model::{Band, DAY, Event, Severity, midnight};
use crate::ops::decide::Outcome;
use crate::ops::{Who, Workspace, regroup};
use crate::policy::clock::{Clocks, Scheme, Started};
use crate::prioritize::KevFact;
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, Tx, columns, issues, meta};
use serde::Deserialize;
use serde_json::json;

/// Name under which the store keeps the scheme in force.
const CHOSEN: &str = "clock_scheme";

/// What is late, and what comes due, of one band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The band.
    pub band: Band,
    /// Issues not closed, past their date.
    pub overdue: usize,
    /// Issues not closed, due within 7 days from now, within 30, and later.
    pub coming: [usize; 3],
    /// Issues not closed, without a clock.
    pub without: usize,
}

/// Every scheme, the one in force, and the state of the issues not closed under it.
#[derive(Clone, Debug)]
pub struct State {
    /// Every scheme and the cap.
    pub clocks: Clocks,
    /// The scheme in force.
    pub scheme: Scheme,
    /// By band, P1 first.
    pub forecast: Vec<Forecast>,
}

/// The scheme in force and the cap over it.
#[derive(Debug)]
pub(super) struct Clock {
    clocks: Clocks,
    scheme: Scheme,
}

impl Clock {
    /// That of the store.
    pub(super) fn in_force(tx: &Tx<'_>) -> Result<Self, Problem> {
        let clocks = Clocks::builtin()?;
        let chosen = meta::get(tx, CHOSEN)?;
        let scheme = find(&clocks, chosen.as_deref())?.clone();
        Ok(Self { clocks, scheme })
    }

    /// When an issue is to be closed, UTC seconds; 0 when it has no clock.
    pub(super) fn due(
        &self,
        at: i64,
        (band, severity): (Band, Severity),
        kev: Option<&KevFact>,
    ) -> i64 {
        let started = Started {
            at,
            band,
            severity,
            // A catalogue without days has listed it before it was seen.
            listed: kev.map(|it| midnight(&it.date_added).unwrap_or(at)),
        };
        self.clocks.due(&self.scheme, &started).unwrap_or(0)
    }
}

fn find<'c>(clocks: &'c Clocks, name: Option<&str>) -> Result<&'c Scheme, Problem> {
    clocks.scheme(name).ok_or_else(|| {
        let names: Vec<&str> = clocks.schemes.iter().map(|it| it.name.as_str()).collect();
        Problem::usage(format!("there is no scheme '{}'", name.unwrap_or_default()))
            .hint(format!("one of {}", names.join(", ")))
    })
}

/// What is late and what comes due at a time, UTC seconds.
pub fn state(workspace: &Workspace, now: i64) -> Result<State, Problem> {
    let tx = &workspace.store.read();
    let Clock { clocks, scheme } = Clock::in_force(tx)?;
    let all = columns::load(tx)?;
    let mut forecast: Vec<Forecast> = Band::ALL
        .iter()
        .map(|band| Forecast {
            band: *band,
            overdue: 0,
            coming: [0; 3],
            without: 0,
        })
        .collect();
    let undone = (0..).zip(all.band.iter().zip(&all.status));
    for (row, (band, _)) in undone.filter(|(_, (_, status))| !status.is_closed()) {
        let Some(it) = forecast.iter_mut().find(|it| it.band == *band) else {
            continue;
        };
        let [week, month, later] = &mut it.coming;
        let slot = match all.due_at(row) {
            None => &mut it.without,
            Some(due) if due < now => &mut it.overdue,
            Some(due) if due <= now + 7 * DAY => week,
            Some(due) if due <= now + 30 * DAY => month,
            Some(_) => later,
        };
        *slot += 1;
    }
    Ok(State {
        clocks,
        scheme,
        forecast,
    })
}

/// Puts another scheme in force.
pub fn choose(workspace: &mut Workspace, name: &str, who: &Who) -> Result<Outcome, Problem> {
    workspace.store.write(|tx| {
        let Clock {
            clocks,
            scheme: before,
        } = Clock::in_force(tx)?;
        find(&clocks, Some(name))?;
        if before.name == name {
            return Ok((Outcome::default(), Keep::Nothing));
        }
        let changed = put(tx, name)?;
        let summary = format!("clocks run by '{name}' instead of '{}'", before.name);
        let event = events::append(
            tx,
            NewEvent {
                at: who.at,
                actor: who.person(),
                operation: "clocks",
                summary: summary.clone(),
                payload: json!({"before": before.name, "after": name}).to_string(),
            },
        )?;
        let out = Outcome {
            event,
            changed,
            summary,
            ..Outcome::default()
        };
        Ok((out, Keep::All))
    })
}

#[derive(Deserialize)]
struct Payload {
    before: String,
    after: String,
}

/// Puts the scheme back that stood before an event, or the event's again.
pub(super) fn take_back(tx: &Tx<'_>, origin: &Event, forward: bool) -> Result<usize, Problem> {
    let payload: Payload = super::undo::read(origin)?;
    let name = if forward {
        payload.after
    } else {
        payload.before
    };
    put(tx, &name)
}

fn put(tx: &Tx<'_>, name: &str) -> Result<usize, Problem> {
    meta::set(tx, CHOSEN, name)?;
    regroup::rank(tx, issues::all(tx)?)
}
