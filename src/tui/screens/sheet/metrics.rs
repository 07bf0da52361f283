//! Numbers of the last 90 days: the three that a programme is steered by first, each with its course,
//! its definition and the issues that it counts.
//!
//! Enter opens the queue with what is counted now; `explain` shows the definition, the course as bars
//! and the ids.

use crate::error::Problem;
use crate::model::figures::{MetricFigures, Number};
use crate::model::short_id;
use crate::ops::metrics::{self, Request, sparkline};
use crate::tui::action::Action;
use crate::tui::screens::sheet::table::{Cell, Column, Detail, Enter, Row, Sheet, Width};
use crate::tui::screens::sheet::{Desk, Screen};
use crate::tui::theme::Role;

/// The screen.
pub struct Metrics;

const COLUMNS: &[Column] = &[
    Column::new("number", Width::Share(4)),
    Column::new("application", Width::Share(2)),
    Column::number("value", 7),
    Column::new("unit", Width::Exactly(8)).from(56),
    Column::new("course", Width::Exactly(16)).from(74),
];

/// Rules told of one metric; the command line tells all.
const RULES: usize = 8;
/// Ids that the details name.
const IDS: usize = 60;
/// Ids that fit a filter.
const FILTERED: usize = 40;

impl Screen for Metrics {
    fn action(&self) -> Action {
        Action::Metrics
    }

    fn title(&self) -> &'static str {
        "numbers of 90 days"
    }

    fn load(&self, desk: &mut Desk<'_>) -> Result<Sheet, Problem> {
        let formats = (desk.formats)()?;
        let request = Request {
            now: desk.who.at,
            ..Request::default()
        };
        let figures = metrics::figures(desk.workspace, &formats, &request)?;
        if figures.apps.is_empty() {
            return Ok(Sheet {
                columns: COLUMNS.to_vec(),
                empty: vec!["No number yet: import a report first.".to_owned()],
                ..Sheet::default()
            });
        }
        // One line of each number that a programme is steered by, then all that is known.
        let steering = figures.metrics.iter().filter(|it| it.first_page);
        let mut rows: Vec<Row> = steering.map(|it| headline(it, figures.digits)).collect();
        for metric in &figures.metrics {
            if metric.numbers.is_empty() {
                rows.push(absent(metric));
            }
            let by_rule = metric.numbers.iter().all(|it| it.app.is_empty());
            let most = if by_rule { RULES } else { usize::MAX };
            let told = metric.numbers.iter().take(most);
            rows.extend(told.map(|it| row(metric, it, figures.digits)));
        }
        let few = "few: of too few cases to say much · every number has a definition";
        Ok(Sheet {
            notes: vec![(Role::Muted, few.to_owned())],
            columns: COLUMNS.to_vec(),
            rows,
            all: 0,
            empty: Vec::new(),
        })
    }
}

/// What stands for the metric: its first number over all applications.
fn headline(metric: &MetricFigures, digits: usize) -> Row {
    let mut all = metric.numbers.iter().filter(|it| it.app.is_empty());
    let row = all.next().map(|it| row(metric, it, digits));
    let row = row.unwrap_or_else(|| absent(metric));
    Row {
        key: format!("first {}", row.key),
        ..row
    }
}

/// A metric that has nothing to count, and why.
fn absent(metric: &MetricFigures) -> Row {
    let cells = [metric.name, "", "-", metric.unit, ""];
    Row {
        key: metric.id.to_owned(),
        cells: cells.map(|it| Cell::new(Role::Muted, it)).to_vec(),
        details: vec![
            Detail::Heading(metric.name.to_owned()),
            Detail::Text(Role::Muted, metric.absent.to_owned()),
            Detail::Text(Role::Plain, metric.definition.to_owned()),
        ],
        enter: Enter::Details,
    }
}

fn row(metric: &MetricFigures, it: &Number, digits: usize) -> Row {
    let course: Vec<f64> = it.series.iter().map(|it| it.1).collect();
    let app = if it.app.is_empty() { "all" } else { &it.app };
    let what = format!("{} {}", it.stat, it.group);
    let value = format!("{}{}", it.shown(), if it.small { " few" } else { "" });
    let role = if metric.first_page {
        Role::Plain
    } else {
        Role::Muted
    };
    let name = format!("{}: {}", metric.name, what.trim());
    Row {
        key: format!("{} {} {what}", metric.id, it.app),
        cells: vec![
            Cell::new(role, name.clone()),
            Cell::from(app),
            Cell::from(value),
            Cell::new(Role::Muted, metric.unit),
            Cell::from(sparkline(&course, 16)),
        ],
        details: details(metric, it, (&name, digits)),
        enter: enter(it, digits),
    }
}

fn details(metric: &MetricFigures, it: &Number, (name, digits): (&str, usize)) -> Vec<Detail> {
    let mut out = vec![
        Detail::Heading(name.to_owned()),
        Detail::Pair(
            "value".to_owned(),
            format!("{} {}", it.shown(), metric.unit),
        ),
        Detail::Pair("cases".to_owned(), it.cases.to_string()),
        Detail::Text(Role::Muted, metric.definition.to_owned()),
    ];
    if !it.series.is_empty() {
        out.push(Detail::Heading("course, by week".to_owned()));
        out.extend(burn_down(&it.series));
    }
    let advice = metric.advice.iter().filter(|of| of.about == it.group);
    for it in advice {
        out.push(Detail::Heading("what to do".to_owned()));
        out.push(Detail::Text(Role::Plain, it.text.clone()));
        out.push(Detail::Pair("file".to_owned(), it.file.to_owned()));
        let lines = it.snippet.lines();
        out.extend(lines.map(|it| Detail::Text(Role::Plain, it.to_owned())));
    }
    if !it.issues.is_empty() {
        out.push(Detail::Heading("issues".to_owned()));
        let ids = it.issues.iter().take(IDS).map(|it| short_id(*it, digits));
        let ids: Vec<String> = ids.collect();
        out.push(Detail::Text(Role::Plain, ids.join(" ")));
        let left = it.issues.len().saturating_sub(IDS);
        if left > 0 {
            let more = format!("{left} more: sluice metrics {}", metric.id);
            out.push(Detail::Text(Role::Muted, more));
        }
    }
    out
}

/// The course as bars, one a week, the last week last.
fn burn_down(series: &[(i64, f64)]) -> Vec<Detail> {
    let most = series.iter().map(|it| it.1).fold(1.0, f64::max);
    let mut weeks: Vec<&(i64, f64)> = series.iter().rev().step_by(7).take(13).collect();
    weeks.reverse();
    let bar = |value: f64| {
        let cells = (0_u8..16).filter(|cell| f64::from(*cell) < value / most * 16.0);
        "█".repeat(cells.count())
    };
    weeks
        .into_iter()
        .map(|(at, value)| {
            let day = crate::tui::widgets::when::day(*at);
            let value = crate::model::figures::shown(*value);
            Detail::Pair(
                day,
                format!("{} {value}", bar(value.parse().unwrap_or(0.0))),
            )
        })
        .collect()
}

/// The queue of what is counted: by a filter, or by the ids when they are few.
fn enter(it: &Number, digits: usize) -> Enter {
    if !it.filter.is_empty() {
        return Enter::Queue(it.filter.clone());
    }
    if it.issues.is_empty() || it.issues.len() > FILTERED {
        return Enter::Details;
    }
    let ids: Vec<String> = it.issues.iter().map(|it| short_id(*it, digits)).collect();
    Enter::Queue(format!("status:any id:{}", ids.join(",")))
}
