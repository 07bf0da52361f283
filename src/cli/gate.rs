//! `sluice gate`

use super::formats_folder::FormatsFolder;
use super::gate_records::{self, What};
use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::export::gate::FORMS;
use crate::formats::Input as _;
use crate::model::gate::Standing;
use crate::model::text::one_line;
use crate::ops::gate::{self, Request, Run, baseline, records, stateless};
use crate::ops::source::{self, Source};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Say whether a release may go: exit code 0 when it may, 1 when something blocks it
///
/// Compares what is open with a baseline and holds it against a policy. Every run is recorded. With
/// --report nothing is read from a store and nothing is kept: reports, exported decisions and
/// inventory in, verdict out.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 the release may go · 1 something blocks it · 2 usage · 3 input · 4 store"
)]
pub(super) struct GateArgs {
    #[command(subcommand)]
    what: Option<What>,

    /// The application
    #[arg(long, value_name = "NAME", required = true)]
    app: Option<String>,

    /// The release that asks to go
    #[arg(long, value_name = "RELEASE", required = true)]
    release: Option<String>,

    /// What it is compared with: a recorded baseline, a release that passed, or one that was scanned
    /// [default: the baseline recorded last]
    #[arg(long, value_name = "NAME")]
    baseline: Option<String>,

    /// The policy [default: the one that is built in; `sluice gate init` writes one]
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,

    /// How the verdict is written [default: text, or json with --output json]
    #[arg(long, value_name = "FORM", value_parser = form)]
    format: Option<String>,

    /// Write another form too, such as --also junit=gate.xml; can be given several times
    #[arg(long, value_name = "FORM=FILE", value_parser = also)]
    also: Vec<(String, PathBuf)>,

    /// Write the whole record, which `sluice gate verify --file` can check
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,

    /// Pass in spite of the verdict, for a reason that the policy names
    #[arg(long, value_name = "REASON", requires = "note")]
    break_glass: Option<String>,

    /// What happened, for --break-glass
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,

    /// Without a store: reports of the release
    #[arg(long, value_name = "FILE", num_args = 1..)]
    report: Vec<PathBuf>,

    /// Without a store: decisions that `sluice export decisions` wrote
    #[arg(long, value_name = "FILE", requires = "report")]
    decisions: Vec<PathBuf>,

    /// Without a store: the policy that exceptions are held to, as `sluice exception policy` prints
    /// it [default: the one that is built in]
    #[arg(long, value_name = "FILE", requires = "decisions")]
    decision_policy: Option<PathBuf>,

    /// Without a store: inventories
    #[arg(long, value_name = "FILE", requires = "report")]
    inventory: Vec<PathBuf>,

    /// Without a store: KEV and EPSS files
    #[arg(long, value_name = "FILE", requires = "report")]
    feed: Vec<PathBuf>,

    /// Without a store: a baseline that `sluice gate baseline export` wrote
    #[arg(
        long,
        value_name = "FILE",
        requires = "report",
        conflicts_with = "baseline"
    )]
    baseline_file: Option<PathBuf>,

    #[command(flatten)]
    filters: FormatsFolder,
}

fn form(text: &str) -> Result<String, String> {
    let names: Vec<_> = FORMS.iter().map(|it| it.name()).collect();
    if names.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(format!("one of {}", names.join(", ")))
}

fn also(text: &str) -> Result<(String, PathBuf), String> {
    let (name, file) = text.split_once('=').ok_or("write it as FORM=FILE")?;
    Ok((form(name)?, PathBuf::from(file)))
}

impl GateArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        if let Some(what) = &self.what {
            return gate_records::run(what, at);
        }
        if self.report.is_empty() && self.baseline_file.is_some() {
            return Err(Problem::usage("--baseline-file goes with --report"));
        }
        let request = self.request()?;
        let who = at.outside.who();
        let run = if self.report.is_empty() {
            gate::run(&mut at.workspace()?, &request, &who)?
        } else {
            if self.baseline.is_some() {
                return Err(Problem::usage("without a store no baseline has a name")
                    .hint("name a file with --baseline-file"));
            }
            let formats = self.filters.load(at)?;
            stateless::run(&formats, self.files()?, request, &who)?
        };
        self.write(at, &run)?;
        refused(at, &run)?;
        Ok(if run.record.verdict.answer.passes() {
            Status::Done
        } else {
            Status::Refused
        })
    }

    fn request(&self) -> Result<Request, Problem> {
        let app = self.app.clone().unwrap_or_default().trim().to_owned();
        let release = self.release.clone().unwrap_or_default().trim().to_owned();
        if app.is_empty() || release.is_empty() || release.chars().any(char::is_control) {
            return Err(Problem::usage("application and release need a name"));
        }
        let policy = match &self.policy {
            None => None,
            Some(path) => Some((path.display().to_string(), text(path)?)),
        };
        let given = match &self.baseline_file {
            None => None,
            Some(path) => Some(baseline::read(&path.display().to_string(), &text(path)?)?),
        };
        let note = self.note.clone().unwrap_or_default();
        Ok(Request {
            app,
            release,
            baseline: self.baseline.clone(),
            policy,
            break_glass: self.break_glass.clone().map(|it| (it, note)),
            given,
            ..Request::default()
        })
    }

    fn files(&self) -> Result<stateless::Files, Problem> {
        Ok(stateless::Files {
            reports: opened(&self.report)?,
            decisions: opened(&self.decisions)?,
            rules: match &self.decision_policy {
                None => None,
                Some(path) => Some((path.display().to_string(), text(path)?)),
            },
            inventory: opened(&self.inventory)?,
            feeds: opened(&self.feed)?,
        })
    }

    fn write(&self, at: &mut Terminal<'_>, run: &Run) -> Result<(), Problem> {
        for (name, file) in &self.also {
            let mut to = create(file)?;
            write(name, run, &mut to).map_err(|it| it.in_file(&file.display().to_string()))?;
        }
        if let Some(file) = &self.record {
            create(file)?.write_all(&records::bytes(&run.record)?)?;
        }
        let usual = if at.output == Output::Json {
            "json"
        } else {
            "text"
        };
        write(self.format.as_deref().unwrap_or(usual), run, at.out)
    }
}

/// Writes a run in a form.
pub(super) fn write(form: &str, run: &Run, to: &mut dyn std::io::Write) -> Result<(), Problem> {
    if let Some(form) = FORMS.iter().find(|it| it.name() == form) {
        form.write(&run.id, &run.record, to)?;
    }
    Ok(())
}

/// Says why exceptions that came with a file do not hold.
fn refused(at: &mut Terminal<'_>, run: &Run) -> Result<(), Problem> {
    for it in &run.record.inputs.covers {
        if it.standing == Standing::Refused {
            let why = one_line(&it.reason, 500);
            writeln!(
                at.err,
                "exception {} is refused: {why}",
                one_line(&it.id, 50)
            )?;
        }
    }
    Ok(())
}

fn create(path: &Path) -> Result<std::fs::File, Problem> {
    let name = path.display().to_string();
    std::fs::File::create(path).map_err(|err| Problem::from(err).in_file(&name))
}

fn opened(paths: &[PathBuf]) -> Result<Vec<Source>, Problem> {
    let mut out = Vec::new();
    for path in paths {
        let mut found = source::open(path, &mut std::io::stdin())?;
        if let Some(problem) = found.failed.pop() {
            return Err(problem);
        }
        out.extend(found.sources);
    }
    Ok(out)
}

/// The text of a file.
pub(super) fn text(path: &Path) -> Result<String, Problem> {
    let mut text = String::new();
    for source in opened(&[path.to_path_buf()])? {
        let read = source.open()?.read_to_string(&mut text);
        read.map_err(|err| Problem::from(err).in_file(source.name()))?;
    }
    Ok(text)
}
