//! `sluice clocks`

use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::ops::clocks::{self, State};
use serde_json::{Value, json};

/// Until when issues are to be closed: the scheme in force, what is late, what comes due
///
/// A clock starts when an issue is first seen; a later scan does not set it back. `due` and `overdue`
/// are fields of every filter.
#[derive(Debug, clap::Args)]
pub(super) struct ClocksArgs {
    /// Put this scheme in force; every due date follows
    #[arg(long = "use", value_name = "NAME")]
    scheme: Option<String>,
}

impl ClocksArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        if let Some(name) = &self.scheme {
            let done = clocks::choose(&mut workspace, name, &at.outside.who())?;
            match done.event {
                _ if at.output == Output::Json => {}
                0 => writeln!(at.err, "that was so already")?,
                event => writeln!(
                    at.err,
                    "{} (event {event}; {} issues ranked anew)",
                    done.summary, done.changed
                )?,
            }
        }
        let state = clocks::state(&workspace, at.outside.now())?;
        if at.output == Output::Json {
            at.json(&document(&state))?;
        } else {
            print(at, &state)?;
        }
        Ok(Status::Done)
    }
}

fn print(at: &mut Terminal<'_>, state: &State) -> Result<(), Problem> {
    for it in &state.clocks.schemes {
        let sign = if it.name == state.scheme.name {
            "*"
        } else {
            " "
        };
        let days: Vec<_> = it
            .days
            .iter()
            .map(|(name, it)| format!("{name} {it}"))
            .collect();
        writeln!(at.err, "{sign} {:11} {} days", it.name, days.join(", "))?;
        writeln!(at.err, "              {}", it.source)?;
    }
    let cap = &state.clocks.kev;
    writeln!(
        at.err,
        "  exploited: at most {} days ({})",
        cap.days, cap.source
    )?;
    let headings = [
        "band",
        "overdue",
        "within 7 days",
        "within 30",
        "later",
        "no clock",
    ];
    let rows = state.forecast.iter().map(|it| {
        let [week, month, later] = it.coming;
        let counts = [it.overdue, week, month, later, it.without];
        let counts = counts.iter().map(ToString::to_string);
        std::iter::once(it.band.to_string()).chain(counts).collect()
    });
    table::print(at, &headings, rows)
}

fn document(state: &State) -> Value {
    let forecast = state.forecast.iter().map(|it| {
        let [week, month, later] = it.coming;
        json!({
            "band": it.band.name(), "overdue": it.overdue, "within_7_days": week,
            "within_30_days": month, "later": later, "no_clock": it.without,
        })
    });
    json!({
        "version": 1, "scheme": state.scheme.name, "source": state.scheme.source,
        "forecast": forecast.collect::<Vec<_>>(),
    })
}
