//! `sluice report`

use super::formats_folder::FormatsFolder;
use super::metrics::{PeriodArgs, exporter};
use super::{Status, Terminal};
use crate::error::Problem;
use crate::ops::client::{self, Brand};
use crate::ops::evidence::{self, Request};
use crate::ops::metrics;
use clap::{Subcommand, ValueEnum};
use std::path::PathBuf;

/// Write reports for people: numbers, evidence for an auditor, a consultant's report
#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// One HTML page with all numbers and charts; no scripts, made to be printed
    Metrics {
        #[command(flatten)]
        period: PeriodArgs,
        /// The file to write, which is not there yet [default: standard output]
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        filters: FormatsFolder,
    },
    /// Evidence for an auditor: register, decisions, numbers, log, and their hashes
    ///
    /// Read without Sluice, begin with index.html. `sha256sum -c SHA256SUMS` checks that nothing was
    /// changed; index.html says how to sign it.
    Evidence {
        #[command(flatten)]
        period: PeriodArgs,
        /// The folder or .zip to write, which is not there yet
        #[arg(long, value_name = "FOLDER|FILE.zip")]
        out: PathBuf,
        /// Draw so many issues of the register as a sample
        #[arg(long, value_name = "N")]
        sample: Option<usize>,
        /// What the sample is drawn with; the same seed draws the same issues
        #[arg(long, value_name = "S", default_value_t = 0, requires = "sample")]
        seed: u64,
        #[command(flatten)]
        filters: FormatsFolder,
    },
    /// A consultant's report on open issues, from a template that you can change
    Client {
        #[command(flatten)]
        period: PeriodArgs,
        /// How it is written
        #[arg(long, value_enum, default_value_t = Style::Html)]
        style: Style,
        /// Your own template, in Markdown [default: the one that --print-template prints]
        #[arg(long, value_name = "FILE")]
        template: Option<PathBuf>,
        /// Print the template and end
        #[arg(long)]
        print_template: bool,
        /// Whose report it is
        #[arg(long, value_name = "NAME", default_value = "")]
        brand: String,
        /// For whom it is
        #[arg(long, value_name = "NAME", default_value = "")]
        client: String,
        /// Colour of the headings, as six hex digits
        #[arg(long, value_name = "RRGGBB", default_value = "1f5f8b")]
        accent: String,
        /// Only issues that fit this filter
        #[arg(long, value_name = "FILTER", default_value = "")]
        filter: String,
        /// Black out this word wherever it stands; may be given several times
        #[arg(long, value_name = "WORD")]
        redact: Vec<String>,
        /// Black out all places: files, addresses, resources
        #[arg(long)]
        redact_places: bool,
        /// The file to write, which is not there yet [default: standard output]
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        filters: FormatsFolder,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Style {
    /// Markdown.
    Md,
    /// One HTML page.
    Html,
}

impl ReportArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        match &self.what {
            What::Metrics {
                period,
                file,
                filters,
            } => {
                let formats = filters.load(at)?;
                let figures = metrics::figures(&at.workspace()?, &formats, &period.request(at))?;
                let mut page = Vec::new();
                if let Some(html) = exporter("html") {
                    html.write(&figures, &mut page)?;
                }
                deliver(at, file.as_ref(), &page)
            }
            What::Evidence {
                period,
                out,
                sample,
                seed,
                filters,
            } => {
                let formats = filters.load(at)?;
                let request = Request {
                    period: period.request(at),
                    target: out.clone(),
                    sample: *sample,
                    seed: *seed,
                    who: at.outside.who(),
                };
                let done = evidence::write(&at.workspace()?, &formats, &request)?;
                for (name, sha256) in &done.files {
                    writeln!(at.out, "{sha256}  {name}")?;
                }
                writeln!(
                    at.err,
                    "{} issues in the register, {} in the sample",
                    done.issues, done.sampled
                )?;
                Ok(Status::Done)
            }
            What::Client {
                print_template: true,
                ..
            } => {
                write!(at.out, "{}", client::TEMPLATE)?;
                Ok(Status::Done)
            }
            What::Client { .. } => self.client(at),
        }
    }

    fn client(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let What::Client {
            period,
            style,
            template,
            brand,
            client,
            accent,
            filter,
            redact,
            redact_places,
            file,
            filters,
            print_template: _,
        } = &self.what
        else {
            return Ok(Status::Done);
        };
        let formats = filters.load(at)?;
        let brand = Brand {
            name: brand.clone(),
            client: client.clone(),
            accent: accent.clone(),
            template: template.as_deref().map(client::template).transpose()?,
            redact: redact.clone(),
            redact_places: *redact_places,
            filter: filter.clone(),
        };
        let text = client::markdown(&at.workspace()?, &formats, (&period.request(at), &brand))?;
        let text = match style {
            Style::Md => text,
            Style::Html => client::html(&text, &brand),
        };
        deliver(at, file.as_ref(), text.as_bytes())
    }
}

/// Writes a page to its file, or to standard output.
fn deliver(at: &mut Terminal<'_>, file: Option<&PathBuf>, page: &[u8]) -> Result<Status, Problem> {
    match file {
        Some(file) => client::write_new(file, page)?,
        None => at.out.write_all(page)?,
    }
    Ok(Status::Done)
}
