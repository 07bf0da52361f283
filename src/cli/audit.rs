//! `sluice audit`

use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::ops::log;
use clap::Subcommand;
use serde_json::json;

/// Read, verify or export the event log
#[derive(Debug, clap::Args)]
pub(super) struct AuditArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the newest events, oldest first
    List {
        /// How many
        #[arg(long, short = 'n', default_value_t = 50)]
        newest: usize,
    },
    /// Follow the hash chain; exit code 1 and the first broken entry if it does not hold
    Verify,
    /// Write every event as one line of JSON
    Export,
}

impl AuditArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let workspace = at.workspace()?;
        match &self.what {
            What::List { newest } => {
                let events = log::list(&workspace, *newest)?;
                if at.output == Output::Json {
                    at.json(&json!({"version": 1, "events": events}))?;
                    return Ok(Status::Done);
                }
                let rows = events.into_iter().map(|it| {
                    let time = jiff::Timestamp::from_second(it.at);
                    let time = time.map(|it| it.to_string()).unwrap_or_default();
                    vec![
                        it.seq.to_string(),
                        time,
                        it.actor.name,
                        it.operation,
                        it.summary,
                    ]
                });
                table::print(at, &["event", "at", "who", "operation", "what"], rows)?;
                Ok(Status::Done)
            }
            What::Verify => verify(at, &log::verify(&workspace)?),
            What::Export => {
                log::export(&workspace, at.out)?;
                Ok(Status::Done)
            }
        }
    }
}

fn verify(at: &mut Terminal<'_>, verdict: &log::Verdict) -> Result<Status, Problem> {
    let status = if verdict.broken.is_none() {
        Status::Done
    } else {
        Status::Refused
    };
    if at.output == Output::Json {
        let broken = verdict
            .broken
            .as_ref()
            .map(|(event, why)| json!({"event": event, "why": why}));
        let document = json!({
            "version": 1, "entries": verdict.entries, "head": verdict.head, "broken": broken,
            "clock_back": verdict.clock_back,
        });
        writeln!(at.out, "{document}")?;
        return Ok(status);
    }
    match &verdict.broken {
        None => writeln!(
            at.out,
            "the log holds: {} events, head {}",
            verdict.entries, verdict.head
        )?,
        Some((event, why)) => {
            writeln!(at.out, "the log is broken at event {event}: {why}")?;
            writeln!(at.out, "{} events before it hold", verdict.entries)?;
        }
    }
    for event in &verdict.clock_back {
        writeln!(at.out, "note: the clock went back before event {event}")?;
    }
    Ok(status)
}
