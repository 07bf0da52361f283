//! `sluice gate init`, `list`, `show`, `verify`, `follow-up` and `baseline`

use super::{Output, Status, Terminal, gate, table};
use crate::error::Problem;
use crate::export::time::rfc3339;
use crate::ops::gate::records::{self, Check};
use crate::ops::gate::{self as gates, baseline};
use clap::Subcommand;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// Write a policy to begin with: it observes, and nothing is blocked until you say so
    Init {
        /// Where to; a file that is there is left alone
        #[arg(value_name = "FILE", default_value = "gate.toml")]
        file: PathBuf,
    },
    /// List gate runs, newest first
    List {
        /// Of this application only
        #[arg(long, value_name = "NAME")]
        app: Option<String>,
        /// How many
        #[arg(long, short = 'n', default_value_t = 50)]
        newest: u32,
    },
    /// Show a recorded run, in any form
    Show {
        /// The run
        #[arg(value_name = "ID")]
        id: String,
        /// How it is written
        #[arg(long, value_name = "FORM")]
        format: Option<String>,
    },
    /// Make a recorded verdict again; exit code 1 when it comes out otherwise
    Verify {
        /// The run
        #[arg(value_name = "ID", required_unless_present = "file")]
        id: Option<String>,
        /// A record that `--record` wrote, in place of a run in the store
        #[arg(long, value_name = "FILE", conflicts_with = "id")]
        file: Option<PathBuf>,
    },
    /// Note that somebody looked again at a run that passed by break-glass
    FollowUp {
        /// The run
        #[arg(value_name = "ID")]
        id: String,
        /// What came of it
        #[arg(long, value_name = "TEXT")]
        text: String,
    },
    /// Record what is there now under a name, to compare releases with
    Baseline {
        #[command(subcommand)]
        what: OfBaseline,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum OfBaseline {
    /// Record what is open in an application now
    Record {
        /// Its name, mostly a release
        #[arg(value_name = "NAME")]
        name: String,
        /// The application
        #[arg(long, value_name = "NAME")]
        app: String,
    },
    /// List baselines, newest first
    List {
        /// Of this application only
        #[arg(long, value_name = "NAME")]
        app: Option<String>,
    },
    /// Write a baseline as a file, for a gate without a store
    Export {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
        /// The application
        #[arg(long, value_name = "NAME")]
        app: String,
    },
}

pub(super) fn run(what: &What, at: &mut Terminal<'_>) -> Result<Status, Problem> {
    match what {
        What::Init { file } => init(at, file),
        What::List { app, newest } => list(at, app.as_deref(), *newest),
        What::Show { id, format } => {
            let (_, run) = records::load(&at.workspace()?, id)?;
            let usual = if at.output == Output::Json {
                "json"
            } else {
                "text"
            };
            let form = format.as_deref().unwrap_or(usual);
            let names: Vec<_> = crate::export::gate::FORMS
                .iter()
                .map(|it| it.name())
                .collect();
            if !names.contains(&form) {
                let hint = format!("one of {}", names.join(", "));
                return Err(Problem::usage(format!("there is no form '{form}'")).hint(hint));
            }
            gate::write(form, &run, at.out)?;
            Ok(Status::Done)
        }
        What::Verify { id, file } => verify(at, id.as_deref(), file.as_deref()),
        What::FollowUp { id, text } => {
            let who = at.outside.who();
            let row = records::follow_up(&mut at.workspace()?, id, text, &who)?;
            writeln!(
                at.out,
                "followed up on gate {}",
                crate::export::gate::short(&row.id)
            )?;
            Ok(Status::Done)
        }
        What::Baseline { what } => of_baseline(at, what),
    }
}

fn init(at: &mut Terminal<'_>, file: &Path) -> Result<Status, Problem> {
    let text = gates::first_policy(&at.workspace()?)?;
    let name = file.display().to_string();
    let mut to = std::fs::File::create_new(file).map_err(|err| {
        Problem::usage("the policy cannot be written")
            .in_file(&name)
            .hint("a file that is there is never replaced: name another one")
            .because(err)
    })?;
    to.write_all(text.as_bytes())?;
    writeln!(at.out, "wrote {name}: it observes, nothing is blocked yet")?;
    writeln!(
        at.out,
        "1. say in it who approves exceptions, and how one is asked for"
    )?;
    writeln!(
        at.out,
        "2. record what is there: `sluice gate baseline record NAME --app APP`"
    )?;
    writeln!(
        at.out,
        "3. see what it would block: `sluice gate --app APP --release R --policy {name}`"
    )?;
    writeln!(
        at.out,
        "4. when that is what you want, change mode to \"enforce\""
    )?;
    Ok(Status::Done)
}

fn list(at: &mut Terminal<'_>, app: Option<&str>, newest: u32) -> Result<Status, Problem> {
    let rows = records::list(&at.workspace()?, app, newest)?;
    if at.output == Output::Json {
        let runs = rows.iter().map(|it| {
            json!({"run": it.id, "at": rfc3339(it.at), "app": it.app, "release": it.release,
                "answer": it.answer, "blocking": it.blocking, "event": it.event,
                "follow_up_due": it.due.map(rfc3339), "followed_up": it.closed})
        });
        at.json(&json!({"version": 1, "runs": runs.collect::<Vec<_>>()}))?;
        return Ok(Status::Done);
    }
    let none = rows.is_empty();
    let now = at.outside.now();
    let rows = rows.into_iter().map(|it| {
        let follow_up = match (it.due, it.closed) {
            (None, _) => String::new(),
            (Some(_), Some(_)) => "done".to_owned(),
            (Some(due), None) if due <= now => format!("overdue since {}", rfc3339(due)),
            (Some(due), None) => format!("due {}", rfc3339(due)),
        };
        let id = crate::export::gate::short(&it.id).to_owned();
        let blocking = it.blocking.to_string();
        vec![
            id,
            rfc3339(it.at),
            it.app,
            it.release,
            it.answer,
            blocking,
            follow_up,
        ]
    });
    let headings = [
        "run",
        "at",
        "app",
        "release",
        "answer",
        "blocking",
        "follow-up",
    ];
    table::print(at, &headings, rows)?;
    if none {
        writeln!(
            at.err,
            "no gate has run: `sluice gate --app NAME --release R` runs one"
        )?;
    }
    Ok(Status::Done)
}

fn verify(at: &mut Terminal<'_>, id: Option<&str>, file: Option<&Path>) -> Result<Status, Problem> {
    let (name, answer, checks) = if let Some(file) = file {
        let (record, checks) = records::verify_file(gate::text(file)?.as_bytes())?;
        let id = crate::model::digest::sha256_hex(&records::bytes(&record)?);
        (id, record.verdict.answer.name().to_owned(), checks)
    } else {
        let (row, checks) = records::verify(&at.workspace()?, id.unwrap_or_default())?;
        (row.id, row.answer, checks)
    };
    let holds = checks.iter().all(|it| it.holds);
    if at.output == Output::Json {
        let one =
            |it: &Check| -> Value { json!({"what": it.what, "holds": it.holds, "why": it.why}) };
        let checks: Vec<_> = checks.iter().map(one).collect();
        at.json(
            &json!({"version": 1, "run": name, "answer": answer, "holds": holds, "checks": checks}),
        )?;
    } else {
        let word = if holds { "holds" } else { "does not hold" };
        let short = crate::export::gate::short(&name);
        writeln!(at.out, "gate run {short} ({answer}) {word}")?;
        for it in checks {
            let word = if it.holds { "holds" } else { "does not hold: " };
            let text = format!("  {} {word}{}", it.what, it.why);
            writeln!(at.out, "{}", crate::model::text::one_line(&text, 500))?;
        }
    }
    Ok(if holds { Status::Done } else { Status::Refused })
}

fn of_baseline(at: &mut Terminal<'_>, what: &OfBaseline) -> Result<Status, Problem> {
    let rows = match what {
        OfBaseline::Record { name, app } => {
            let who = at.outside.who();
            vec![baseline::record(&mut at.workspace()?, (app, name), &who)?]
        }
        OfBaseline::List { app } => baseline::list(&at.workspace()?, app.as_deref())?,
        OfBaseline::Export { name, app } => {
            let document = baseline::export(&at.workspace()?, app, name)?;
            at.json(&document)?;
            return Ok(Status::Done);
        }
    };
    if at.output == Output::Json {
        let all = rows.iter().map(|it| {
            json!({"app": it.app, "name": it.name, "origin": it.origin, "at": rfc3339(it.at),
                "by": it.by, "event": it.event, "findings": it.findings, "sha256": it.sha256})
        });
        at.json(&json!({"version": 1, "baselines": all.collect::<Vec<_>>()}))?;
        return Ok(Status::Done);
    }
    let rows = rows.into_iter().map(|it| {
        let (at, findings) = (rfc3339(it.at), it.findings.to_string());
        vec![it.app, it.name, it.origin, at, it.by, findings]
    });
    table::print(
        at,
        &["app", "name", "origin", "at", "who", "findings"],
        rows,
    )?;
    Ok(Status::Done)
}
