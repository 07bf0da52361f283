//! `sluice list` and `sluice findings`

use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::model::{Columns, short_id};
use crate::ops::export::{self, Style};
use crate::ops::{Workspace, issues, queue};
use crate::tui::filter::only;

/// List issues in priority order
///
/// The filter is what the console's `/` takes, for example
/// `app:shop sev>=high kev:yes -path:test/**`. Without a word about the status, open ones only.
#[derive(Debug, clap::Args)]
#[command(after_long_help = fields())]
pub(super) struct ListArgs {
    /// Which issues
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,

    /// Only the queue of this team
    #[arg(long, value_name = "NAME")]
    team: Option<String>,

    /// Only the queue of this application
    #[arg(long, value_name = "NAME")]
    app: Option<String>,

    /// Only what is given to you
    #[arg(long, conflicts_with = "unowned")]
    mine: bool,

    /// Only what nobody has
    #[arg(long, conflicts_with = "team")]
    unowned: bool,

    /// Give their findings and links too
    #[arg(long)]
    findings: bool,
}

/// List raw findings, each with the issue it is in
#[derive(Debug, clap::Args)]
pub(super) struct FindingsArgs {
    /// Of which issues
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
}

fn fields() -> String {
    format!(
        "Fields of the filter, each with an example:\n{}",
        crate::query::fields::help()
    )
}

fn load(
    at: &mut Terminal<'_>,
    filter: &[String],
) -> Result<(Workspace, Columns, Vec<u32>), Problem> {
    let workspace = at.workspace()?;
    let columns = queue::load(&workspace)?;
    let rows = queue::filter(&columns, &filter.join(" "), at.outside.now())?;
    Ok((workspace, columns, rows))
}

const fn style(output: Output) -> Option<Style> {
    match output {
        Output::Json => Some(Style::Json),
        Output::Csv => Some(Style::Csv),
        Output::Table => None,
    }
}

impl ListArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let (workspace, columns, rows) = load(at, &self.words(at))?;
        if let Some(style) = style(at.output) {
            let what = (&columns, rows.as_slice());
            export::issues(&workspace, what, (style, self.findings), at.out)?;
        } else if self.findings {
            table_of_findings(at, &workspace, (&columns, &rows))?;
        } else {
            table_of_issues(at, &columns, &rows, issues::id_digits(&workspace)?)?;
        }
        Ok(Status::Done)
    }
}

impl ListArgs {
    /// The filter, with the queue that is asked for.
    fn words(&self, at: &Terminal<'_>) -> Vec<String> {
        let mine = self.mine.then(|| at.outside.who().name);
        let named = [("team", &self.team), ("app", &self.app), ("person", &mine)];
        let mut queue: Vec<String> = named
            .iter()
            .filter_map(|(field, name)| name.as_ref().map(|it| only(field, it)))
            .collect();
        queue.extend(self.unowned.then(|| "owner:none".to_owned()));
        let rest = self.filter.join(" ");
        if rest.trim().is_empty() || queue.is_empty() {
            queue.extend((!rest.trim().is_empty()).then_some(rest));
        } else {
            queue.push(format!("({rest})"));
        }
        queue
    }
}

impl FindingsArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let (workspace, columns, rows) = load(at, &self.filter)?;
        match style(at.output) {
            Some(style) => export::findings(&workspace, (&columns, &rows), style, at.out)?,
            None => table_of_findings(at, &workspace, (&columns, &rows))?,
        }
        Ok(Status::Done)
    }
}

/// Prints the queue as a table.
pub(super) fn table_of_issues(
    at: &mut Terminal<'_>,
    columns: &Columns,
    rows: &[u32],
    digits: usize,
) -> Result<(), Problem> {
    let now = at.outside.now();
    let line = |row: usize| {
        let owner = match (
            columns.text(&columns.team, row),
            columns.text(&columns.person, row),
        ) {
            ("", "") => "-".to_owned(),
            (team, "") => team.to_owned(),
            ("", person) => person.to_owned(),
            (team, person) => format!("{team}/{person}"),
        };
        let seen = columns.first_seen.get(row).copied().unwrap_or(now);
        vec![
            columns
                .fingerprint
                .get(row)
                .map(|it| short_id(*it, digits))
                .unwrap_or_default(),
            columns
                .band
                .get(row)
                .map(ToString::to_string)
                .unwrap_or_default(),
            columns
                .score
                .get(row)
                .map(|it| format!("{:.2}", f64::from(*it) / 100.0))
                .unwrap_or_default(),
            columns
                .severity
                .get(row)
                .map(ToString::to_string)
                .unwrap_or_default(),
            columns.text(&columns.app, row).to_owned(),
            columns.text(&columns.title, row).to_owned(),
            columns.text(&columns.place, row).to_owned(),
            owner,
            table::age(now - seen),
            due(columns.due_at(row), now),
            columns.text(&columns.tools, row).to_owned(),
            columns
                .status
                .get(row)
                .map(ToString::to_string)
                .unwrap_or_default(),
        ]
    };
    let headings = [
        "id", "band", "score", "severity", "app", "what", "where", "owner", "age", "due", "tools",
        "status",
    ];
    table::print(at, &headings, rows.iter().map(|it| line(*it as usize)))?;
    totals(at, columns, rows.len())
}

/// How long until an issue is to be closed; `late` and since when, when that is past.
fn due(at: Option<i64>, now: i64) -> String {
    match at {
        None => "-".to_owned(),
        Some(at) if at < now => format!("late {}", table::age(now - at)),
        Some(at) => table::age(at - now),
    }
}

fn totals(at: &mut Terminal<'_>, columns: &Columns, shown: usize) -> Result<(), Problem> {
    let total = columns.len();
    if total == 0 {
        writeln!(
            at.err,
            "the store is empty: `sluice import FILE --app NAME` reads reports"
        )?;
        return Ok(());
    }
    let findings: u64 = columns.findings.iter().map(|it| u64::from(*it)).sum();
    writeln!(
        at.err,
        "{shown} of {total} issues ({findings} findings in all)"
    )?;
    Ok(())
}

fn table_of_findings(
    at: &mut Terminal<'_>,
    workspace: &Workspace,
    (columns, rows): (&Columns, &[u32]),
) -> Result<(), Problem> {
    let digits = issues::id_digits(workspace)?;
    let mut lines = Vec::new();
    for row in rows.iter().map(|it| *it as usize) {
        let (Some(id), Some(print)) = (columns.id.get(row), columns.fingerprint.get(row)) else {
            continue;
        };
        for it in issues::findings(workspace, *id)? {
            let file = it
                .place
                .file
                .clone()
                .or_else(|| it.place.url.clone())
                .unwrap_or_default();
            let line = it.place.line.map(|it| format!(":{it}")).unwrap_or_default();
            let package = it.package.map(|it| format!("{} {}", it.name, it.version));
            lines.push(vec![
                short_id(*print, digits),
                it.tool,
                it.rule,
                it.severity.to_string(),
                it.state.to_string(),
                it.title,
                package.unwrap_or_default(),
                format!("{file}{line}"),
            ]);
        }
    }
    let headings = [
        "issue", "tool", "rule", "severity", "state", "what", "package", "where",
    ];
    table::print(at, &headings, lines)
}
