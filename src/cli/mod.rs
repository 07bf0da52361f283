//! The command line: arguments in, operations called, results out. One file per subcommand.
//!
//! Results go to standard output, talk and progress to standard error. Only [`main`] touches the
//! real streams and decides the exit code; a closed pipe ends a command quietly.

mod audit;
mod clocks;
mod completions;
mod components;
mod correlate;
mod decide;
mod demo;
mod exception;
mod explain;
mod export;
mod feed;
mod formats;
mod formats_folder;
mod formats_test;
mod gate;
mod gate_records;
mod hand;
mod import;
mod import_decisions;
mod inventory;
mod list;
mod man;
mod metrics;
mod outside;
mod report;
mod select;
mod show;
mod store;
mod suggestions;
mod suppress;
mod table;
mod tui;
mod undo;
mod when;

use crate::error::Problem;
use crate::ops::{Workspace, due, filters, serve_filters};
use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use outside::Outside;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Triage what your security scanners found: one explained queue, in the terminal
#[derive(Debug, Parser)]
#[command(name = "sluice", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
struct Args {
    /// The store to work on [default: the platform's data folder]
    #[arg(long, global = true, env = "SLUICE_STORE", value_name = "FILE")]
    store: Option<PathBuf>,

    /// How results are printed
    #[arg(long, global = true, value_enum, default_value_t = Output::Table)]
    output: Output,

    #[command(subcommand)]
    command: Option<Command>,
}

const EXIT_CODES: &str = "Exit codes: 0 fine · 1 the answer is no · 2 usage · 3 input · 4 store · \
                          70 our mistake";

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people.
    Table,
    /// For programs; versioned, with a schema.
    Json,
    /// For spreadsheets.
    Csv,
}

macro_rules! commands {
    ($( $(#[$meta:meta])* $name:ident($args:ty), )+) => {
        #[derive(Debug, Subcommand)]
        enum Command { $( $(#[$meta])* $name($args), )+ }

        impl Command {
            fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
                match self { $( Self::$name(args) => args.run(at), )+ }
            }
        }
    };
}

commands! {
    Tui(tui::TuiArgs),
    Demo(demo::DemoArgs),
    Import(import::ImportArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Findings(list::FindingsArgs),
    Components(components::ComponentsArgs),
    Decide(decide::DecideArgs),
    Snooze(decide::SnoozeArgs),
    Suppress(suppress::SuppressArgs),
    Exception(exception::ExceptionArgs),
    Assign(decide::AssignArgs),
    Note(decide::NoteArgs),
    Merge(hand::MergeArgs),
    Split(hand::SplitArgs),
    Never(hand::NeverArgs),
    Representative(hand::RepresentativeArgs),
    Set(hand::SetArgs),
    Explain(explain::ExplainArgs),
    Suggestions(suggestions::SuggestionsArgs),
    Correlate(correlate::CorrelateArgs),
    Undo(undo::UndoArgs),
    Gate(gate::GateArgs),
    Inventory(inventory::InventoryArgs),
    Clocks(clocks::ClocksArgs),
    Feed(feed::FeedArgs),
    Export(export::ExportArgs),
    ImportDecisions(import_decisions::ImportDecisionsArgs),
    Metrics(metrics::MetricsArgs),
    Report(report::ReportArgs),
    Audit(audit::AuditArgs),
    Store(store::StoreArgs),
    Formats(formats::FormatsArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// What a command has to say beyond its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Fine.
    Done,
    /// The answer is no: exit code 1.
    Refused,
    /// Some reports could not be read: exit code 3.
    Partly,
}

/// What a command may touch: its options, the streams, the world outside.
struct Terminal<'a> {
    outside: &'a Outside,
    store: PathBuf,
    output: Output,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl Terminal<'_> {
    /// Opens the store. What has come to its end since takes effect now, and is said.
    fn workspace(&mut self) -> Result<Workspace, Problem> {
        let mut workspace = Workspace::open(&self.store)?;
        for line in due::run(&mut workspace, self.outside.now())? {
            writeln!(
                self.err,
                "note: {}",
                crate::model::text::one_line(&line, 300)
            )?;
        }
        Ok(workspace)
    }

    /// Prints a document; text of reports in it cannot move the cursor.
    fn json(&mut self, document: &serde_json::Value) -> Result<(), Problem> {
        let json = format!("{document:#}");
        writeln!(self.out, "{}", crate::model::text::escape_json(&json))?;
        Ok(())
    }
}

/// Runs the program on the process's own arguments and streams.
pub fn main() -> ExitCode {
    if let Some(code) = filter_process() {
        return code;
    }
    let outside = match Outside::real() {
        Ok(outside) => outside,
        Err(problem) => {
            print(&problem, &mut io::stderr());
            return ExitCode::from(problem.kind().code());
        }
    };
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(err) => {
            err.print().ok();
            return ExitCode::from(if err.use_stderr() { 2 } else { 0 });
        }
    };
    // A block buffer: a line at a time is slow for a list of a million issues.
    let mut out = io::BufWriter::with_capacity(64 * 1024, io::stdout());
    let result = run(&args, &outside, &mut out, &mut io::stderr());
    let flushed = out.flush().map_err(Problem::from);
    match result.and_then(|status| flushed.map(|()| status)) {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::Refused) => ExitCode::from(1),
        Ok(Status::Partly) => ExitCode::from(3),
        Err(problem) if problem.is_broken_pipe() => ExitCode::SUCCESS,
        Err(problem) => {
            print(&problem, &mut io::stderr());
            ExitCode::from(problem.kind().code())
        }
    }
}

/// This process as that of a filter, which is not for people: no help names it. Nothing of the world
/// outside is looked at before.
fn filter_process() -> Option<ExitCode> {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() != Some(filters::SERVE) {
        return None;
    }
    let mut number = || words.next().and_then(|it| it.parse().ok());
    let (memory, seconds) = (number()?, number()?);
    match serve_filters::run(memory, seconds) {
        Ok(()) => Some(ExitCode::SUCCESS),
        Err(err) => {
            writeln!(io::stderr(), "{err}").ok();
            Some(ExitCode::from(70))
        }
    }
}

fn run(
    args: &Args,
    outside: &Outside,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Problem> {
    let store = match &args.store {
        Some(store) => store.clone(),
        None => outside.default_store()?,
    };
    let mut at = Terminal {
        outside,
        store,
        output: args.output,
        out,
        err,
    };
    match &args.command {
        Some(command) => command.run(&mut at),
        None => tui::TuiArgs::default().run(&mut at),
    }
}

/// A failure as people see it. The one place where a [`Problem`] is printed.
fn print(problem: &Problem, to: &mut dyn Write) {
    let text = crate::model::text::one_line(&problem.to_string(), 2000);
    writeln!(to, "error: {text}").ok();
    if let Some(place) = problem.place().filter(|it| !it.file.is_empty()) {
        writeln!(
            to,
            "  --> {}",
            crate::model::text::one_line(&place.to_string(), 500)
        )
        .ok();
    }
    if let Some(hint) = problem.hint_text() {
        for line in hint.lines() {
            writeln!(to, "  hint: {line}").ok();
        }
    }
}

/// The whole tree of commands, for completions, the man page and tests.
pub fn tree() -> clap::Command {
    Args::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_are_consistent() {
        super::tree().debug_assert();
    }
}
