//! `sluice metrics`

use super::formats_folder::FormatsFolder;
use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::export::{self, FiguresExporter};
use crate::model::figures::{Figures, MetricFigures, Number};
use crate::model::short_id;
use crate::ops::metrics::{self, Request};
use clap::builder::PossibleValuesParser;

/// Numbers about the programme, each with its definition and its list
///
/// Without METRIC all of them; with one its definition, all its numbers and the issues they count. Any
/// past day can be asked for: the past is told of the issues as they are made up today.
#[derive(Debug, clap::Args)]
#[command(after_long_help = definitions())]
pub(super) struct MetricsArgs {
    /// One metric, such as critical-queue
    #[arg(value_name = "METRIC")]
    metric: Option<String>,

    #[command(flatten)]
    period: PeriodArgs,

    /// Write this format in place of --output
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(names()))]
    format: Option<String>,

    /// Name the issues behind every number in JSON, not only behind those of METRIC
    #[arg(long)]
    issues: bool,

    #[command(flatten)]
    filters: FormatsFolder,
}

/// Which applications and days.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct PeriodArgs {
    /// Only this application; may be given several times
    #[arg(long = "app", value_name = "NAME")]
    apps: Vec<String>,

    /// First day (UTC), as 2026-03-01 [default: 90 days before the last]
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<i64>,

    /// Last day (UTC) [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<i64>,
}

impl PeriodArgs {
    /// What is asked of the operation.
    pub(super) fn request(&self, at: &Terminal<'_>) -> Request {
        Request {
            apps: self.apps.clone(),
            from: self.from,
            to: self.to,
            now: at.outside.now(),
        }
    }
}

fn day(text: &str) -> Result<i64, String> {
    let start = format!("{text}T00:00:00Z").parse::<jiff::Timestamp>();
    let start = start.map_err(|_no_day| "write it as 2026-03-01".to_owned())?;
    Ok(start.as_second())
}

fn names() -> Vec<&'static str> {
    export::FIGURES.iter().map(|it| it.name()).collect()
}

fn definitions() -> String {
    let lines = metrics::definitions()
        .map(|[id, name, unit, definition]| format!("{id}: {name}, in {unit}. {definition}"));
    let lines: Vec<String> = lines.collect();
    format!("Metrics:\n\n{}", lines.join("\n\n"))
}

impl MetricsArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let formats = self.filters.load(at)?;
        let mut figures = metrics::figures(&at.workspace()?, &formats, &self.period.request(at))?;
        if let Some(name) = &self.metric {
            figures.metrics.retain(|it| it.id == name);
            if figures.metrics.is_empty() {
                return Err(Problem::usage(format!("there is no metric '{name}'"))
                    .hint("`sluice metrics --help` has their names and definitions"));
            }
        }
        let format = match (&self.format, at.output) {
            (Some(name), _) => name.as_str(),
            (None, Output::Json) => "json",
            (None, Output::Csv) => "csv",
            (None, Output::Table) => return self.table(at, &figures),
        };
        if format == "json" && self.metric.is_none() && !self.issues {
            let numbers = figures.metrics.iter_mut().flat_map(|it| &mut it.numbers);
            numbers.for_each(|it| it.issues.clear());
        }
        if let Some(it) = exporter(format) {
            it.write(&figures, at.out)?;
        }
        Ok(Status::Done)
    }

    fn table(&self, at: &mut Terminal<'_>, figures: &Figures) -> Result<Status, Problem> {
        for (nth, metric) in figures.metrics.iter().enumerate() {
            if nth > 0 {
                writeln!(at.out)?;
            }
            writeln!(at.out, "{} ({}) - {}", metric.name, metric.unit, metric.id)?;
            if self.metric.is_some() {
                writeln!(at.out, "{}", metric.definition)?;
            }
            if metric.numbers.is_empty() {
                writeln!(at.out, "  no number: {}", metric.absent)?;
                continue;
            }
            let shown = if self.metric.is_some() {
                usize::MAX
            } else {
                ROWS
            };
            let rows = metric.numbers.iter().take(shown).map(row);
            table::print(at, &HEADINGS, rows)?;
            let left = metric.numbers.len().saturating_sub(shown);
            if left > 0 {
                writeln!(at.out, "{left} more: sluice metrics {}", metric.id)?;
            }
            if self.metric.is_some() {
                lists(at, metric, figures.digits)?;
            }
            for it in &metric.advice {
                writeln!(
                    at.out,
                    "advice: {}",
                    line(&format!("{}: {}", it.about, it.text))
                )?;
                if !it.snippet.is_empty() {
                    writeln!(at.out, "  {}:", it.file)?;
                    it.snippet
                        .lines()
                        .try_for_each(|it| writeln!(at.out, "    {}", line(it)))?;
                }
            }
        }
        Ok(Status::Done)
    }
}

/// The exporter with a name.
pub(super) fn exporter(name: &str) -> Option<&'static dyn FiguresExporter> {
    export::FIGURES.iter().copied().find(|it| it.name() == name)
}

/// Numbers of one metric in the table of all.
const ROWS: usize = 12;

const HEADINGS: [&str; 7] = ["app", "what", "of", "value", "cases", "", "course"];

fn line(text: &str) -> String {
    crate::model::text::one_line(text, 300)
}

fn row(it: &Number) -> Vec<String> {
    let app = if it.app.is_empty() { "all" } else { &it.app };
    let course: Vec<f64> = it.series.iter().map(|it| it.1).collect();
    vec![
        app.to_owned(),
        it.stat.to_owned(),
        it.group.clone(),
        it.shown(),
        it.cases.to_string(),
        if it.small { "few" } else { "" }.to_owned(),
        metrics::sparkline(&course, 30),
    ]
}

/// The issues behind each number: the filter that lists them, or their ids.
fn lists(at: &mut Terminal<'_>, metric: &MetricFigures, digits: usize) -> Result<(), Problem> {
    for it in metric.numbers.iter().filter(|it| !it.issues.is_empty()) {
        let app = if it.app.is_empty() { "all" } else { &it.app };
        write!(
            at.out,
            "{}:",
            line(&format!("{app} {} {}", it.stat, it.group))
        )?;
        if it.filter.is_empty() {
            let mut ids = it.issues.iter();
            ids.try_for_each(|it| write!(at.out, " {}", short_id(*it, digits)))?;
        } else {
            write!(at.out, " sluice list '{}'", line(&it.filter))?;
        }
        writeln!(at.out)?;
    }
    Ok(())
}
