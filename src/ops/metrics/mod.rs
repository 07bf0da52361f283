//! Numbers of a period, from what the store keeps.
//!
//! One pass over scans, findings, issues and changes; what is held in memory is a narrow row for each
//! finding and issue, whatever the texts are.

mod gather;
mod risks;
mod sparkline;

use crate::error::{Kind, Problem};
use crate::formats::Formats;
use crate::metrics::history::History;
use crate::metrics::period::{Period, end_of_day};
use crate::metrics::{self, Metric};
use crate::model::DAY;
use crate::model::figures::{Figures, MetricFigures};
use crate::ops::{Workspace, issues};
use crate::store::applications;

pub use sparkline::sparkline;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Names of applications; all when empty.
    pub apps: Vec<String>,
    /// First day, any of its UTC seconds; 90 days before the last when not given.
    pub from: Option<i64>,
    /// Last day, any of its UTC seconds; now when not given.
    pub to: Option<i64>,
    /// UTC seconds.
    pub now: i64,
}

/// Days of a period whose beginning nobody gave.
const DAYS: i64 = 90;

/// All metrics of a period.
pub fn figures(
    workspace: &Workspace,
    formats: &Formats,
    request: &Request,
) -> Result<Figures, Problem> {
    let history = history(workspace, formats, request)?;
    Ok(Figures {
        from: history.period.from,
        to: history.period.to,
        apps: history.apps.clone(),
        digits: issues::id_digits(workspace)?,
        metrics: metrics::ALL.iter().map(|it| tell(*it, &history)).collect(),
    })
}

fn tell(metric: &dyn Metric, history: &History) -> MetricFigures {
    let numbers = metric.numbers(history);
    MetricFigures {
        id: metric.id(),
        name: metric.name(),
        definition: metric.definition(),
        unit: metric.unit(),
        first_page: metric.first_page(),
        absent: if numbers.is_empty() {
            metric.absent()
        } else {
            ""
        },
        advice: metric.advice(history),
        numbers,
    }
}

/// What the metrics of a period are made of.
pub(super) fn history(
    workspace: &Workspace,
    formats: &Formats,
    request: &Request,
) -> Result<History, Problem> {
    let tx = &workspace.store.read();
    let known = applications::all(tx)?;
    for name in &request.apps {
        if !known.iter().any(|it| it.1 == *name) {
            return Err(Problem::usage(format!("there is no application '{name}'"))
                .hint("see `sluice inventory list` for their names"));
        }
    }
    let period = period(request)?;
    let present = period.to == request.now;
    let mut apps: Vec<(i64, String)> = known
        .into_iter()
        .filter(|it| request.apps.is_empty() || request.apps.contains(&it.1))
        .collect();
    apps.sort_by(|a, b| a.1.cmp(&b.1));
    gather::history(tx, formats, (period, present), &apps)
}

fn period(request: &Request) -> Result<Period, Problem> {
    let to = request
        .to
        .map_or(request.now, |it| end_of_day(it).min(request.now));
    let from = request.from.unwrap_or(to - DAYS * DAY);
    let from = from.div_euclid(DAY) * DAY;
    if from > to {
        return Err(
            Problem::new(Kind::Usage, "the period ends before it begins")
                .hint("no day after today has numbers yet"),
        );
    }
    Ok(Period { from, to })
}

/// The definitions of all metrics: name, what it is called, unit, definition.
pub fn definitions() -> impl Iterator<Item = [&'static str; 4]> {
    metrics::ALL
        .iter()
        .map(|it| [it.id(), it.name(), it.unit(), it.definition()])
}
