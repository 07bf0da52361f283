//! `sluice export`

use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::export::item::{Exporter, Family, Head};
use crate::ops::export::{self, Style};
use crate::ops::{issue_export, queue};
use clap::Subcommand;
use clap::builder::PossibleValuesParser;

/// Write decisions, issues or findings for other programs
///
/// What a format cannot say is said on standard error.
#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Every standing decision with who, when and why; JSON, or with `--output csv` a sheet that
    /// `sluice import-decisions` takes back
    Decisions {
        /// JSON lines: one decision a line
        #[arg(long)]
        lines: bool,
    },
    /// Issues with their findings and links; JSON, or with `--output csv` a sheet
    Issues {
        /// Which
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
    },
    /// Raw findings; JSON, or with `--output csv` a sheet
    Findings {
        /// Of which issues
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
    },
    /// What is known of vulnerabilities in your products, for those who use them
    ///
    /// Every status, unless the filter names some. An accepted risk is 'affected', never
    /// 'not affected'.
    Vex {
        /// Which issues
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
        /// How
        #[arg(long, value_parser = names(Family::Vex))]
        format: String,
        /// Who issues it [default: you]
        #[arg(long, value_name = "NAME")]
        author: Option<String>,
        /// A URL of the issuer's, with which the document's id begins
        #[arg(
            long,
            value_name = "URL",
            default_value = "",
            hide_default_value = true
        )]
        namespace: String,
        /// The product as its users know it, such as a purl [default: pkg:generic/APPLICATION]
        #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
        product: String,
    },
    /// Findings as SARIF 2.1.0 with what was decided as suppressions
    ///
    /// Every status, unless the filter names some.
    Sarif {
        /// Of which issues
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
        /// Compare with this time: each result says whether it is new, unchanged, updated or absent
        #[arg(long, value_name = "TIME")]
        since: Option<String>,
    },
    /// A file that keeps a scanner silent about false positives and accepted risks
    ///
    /// An entry that would silence what is still open is left out.
    IgnoreFiles {
        /// Which issues
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
        /// Of which scanner
        #[arg(long, value_parser = names(Family::IgnoreFiles))]
        format: String,
    },
    /// Open issues as tickets with all that a developer needs
    Tickets {
        /// Which issues
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
        /// How
        #[arg(long, value_parser = names(Family::Tickets), default_value = "markdown")]
        format: String,
    },
    /// Ends of exceptions as a calendar with reminders (.ics)
    Calendar {
        /// Which issues
        #[arg(value_name = "FILTER")]
        filter: Vec<String>,
    },
}

fn names(family: Family) -> PossibleValuesParser {
    let names: Vec<&'static str> = crate::export::of(family).map(Exporter::name).collect();
    PossibleValuesParser::new(names)
}

fn exporter(family: Family, name: &str) -> Result<&'static dyn Exporter, Problem> {
    crate::export::of(family)
        .find(|it| name.is_empty() || it.name() == name)
        .ok_or_else(|| Problem::usage(format!("'{name}' is no format")))
}

impl ExportArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let style = match at.output {
            Output::Csv => Style::Csv,
            Output::Json | Output::Table => Style::Json,
        };
        match &self.what {
            What::Decisions { lines } => {
                let name = match style {
                    _ if *lines => "jsonl",
                    Style::Csv => "csv",
                    Style::Json => "json",
                };
                export::decisions(&at.workspace()?, name, at.out)?;
            }
            What::Issues { filter } => own(at, filter, style, true)?,
            What::Findings { filter } => own(at, filter, style, false)?,
            What::Vex {
                filter,
                format,
                author,
                namespace,
                product,
            } => {
                let head = Head {
                    author: author.clone().unwrap_or(at.outside.who().name),
                    namespace: namespace.clone(),
                    product: product.clone(),
                    ..Head::default()
                };
                check_namespace(format, namespace)?;
                foreign(at, filter, (Family::Vex, format), head)?;
            }
            What::Sarif { filter, since } => {
                let since = since.as_deref().map(time).transpose()?;
                let head = Head {
                    since,
                    ..Head::default()
                };
                foreign(at, filter, (Family::Sarif, ""), head)?;
            }
            What::IgnoreFiles { filter, format } => {
                foreign(at, filter, (Family::IgnoreFiles, format), Head::default())?;
            }
            What::Tickets { filter, format } => {
                foreign(at, filter, (Family::Tickets, format), Head::default())?;
            }
            What::Calendar { filter } => {
                foreign(at, filter, (Family::Calendar, ""), Head::default())?;
            }
        }
        Ok(Status::Done)
    }
}

/// Issues or findings in our own formats.
fn own(
    at: &mut Terminal<'_>,
    filter: &[String],
    style: Style,
    issues: bool,
) -> Result<(), Problem> {
    let workspace = at.workspace()?;
    let columns = queue::load(&workspace)?;
    let rows = queue::filter(&columns, &filter.join(" "), at.outside.now())?;
    let rows = (&columns, rows.as_slice());
    if issues {
        export::issues(&workspace, rows, (style, true), at.out)
    } else {
        export::findings(&workspace, rows, style, at.out)
    }
}

/// Issues in the formats of others; what those cannot say goes to standard error.
fn foreign(
    at: &mut Terminal<'_>,
    filter: &[String],
    (family, format): (Family, &str),
    head: Head,
) -> Result<(), Problem> {
    let exporter = exporter(family, format)?;
    let workspace = at.workspace()?;
    let columns = queue::load(&workspace)?;
    let now = at.outside.now();
    let filter = filter.join(" ");
    let rows = match family {
        // Work is made of what is open.
        Family::Tickets => queue::filter(&columns, &filter, now)?,
        Family::Vex | Family::Sarif | Family::IgnoreFiles | Family::Calendar => {
            queue::filter_any(&columns, &filter, now)?
        }
    };
    let head = Head { now, ..head };
    let told = issue_export::write(&workspace, (&columns, &rows), (exporter, head), at.out)?;
    writeln!(at.err, "lost on the way: {}", exporter.loses())?;
    for note in &told.notes {
        writeln!(at.err, "{}", crate::model::text::one_line(note, 1000))?;
    }
    Ok(())
}

fn check_namespace(format: &str, namespace: &str) -> Result<(), Problem> {
    let is_url = namespace.starts_with("https://") || namespace.starts_with("http://");
    let plain = namespace
        .chars()
        .all(|c| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c));
    if (is_url && plain) || (namespace.is_empty() && format != "csaf") {
        return Ok(());
    }
    if namespace.is_empty() {
        return Err(
            Problem::usage("CSAF names its publisher by a URL of theirs")
                .hint("give one, such as --namespace https://security.example.com"),
        );
    }
    Err(Problem::usage(format!("'{namespace}' is no URL"))
        .hint("it begins with https:// and has no blanks"))
}

/// A day or a time, as UTC seconds.
fn time(text: &str) -> Result<i64, Problem> {
    let whole = if text.contains('T') {
        text.to_owned()
    } else {
        format!("{text}T00:00:00Z")
    };
    whole
        .parse::<jiff::Timestamp>()
        .map(jiff::Timestamp::as_second)
        .map_err(|err| {
            Problem::usage(format!("'{text}' is no time"))
                .hint("write it as 2026-03-01 or 2026-03-01T08:00:00Z")
                .because(err)
        })
}
