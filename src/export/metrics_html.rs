//! Numbers as one HTML page that needs nothing else: inline charts, no script, made to be printed.
//! The three indicators of the programme come first.

use super::html::{TAIL, escape, head};
use super::{FiguresExporter, svg, time};
use crate::model::figures::{Figures, MetricFigures, Number};
use crate::model::short_id;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct MetricsHtml;

/// Ids that are written out beside a number; more are found with the command.
const IDS: usize = 100;
/// Rules and tools that are written out.
const RULES: usize = 25;

impl FiguresExporter for MetricsHtml {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "one page with charts, without scripts, to be printed"
    }

    fn write(&self, figures: &Figures, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(head("Application security numbers", "").as_bytes())?;
        let apps = match figures.apps.as_slice() {
            [] => "no application".to_owned(),
            [one] => one.clone(),
            more => format!("{} applications: {}", more.len(), more.join(", ")),
        };
        writeln!(
            to,
            "<h1>Application security numbers</h1>\n<p class=\"about\">{} to {} · {}</p>",
            day(figures.from),
            day(figures.to),
            escape(&apps)
        )?;
        cards(figures, to)?;
        for metric in &figures.metrics {
            section(metric, figures.digits, to)?;
        }
        writeln!(
            to,
            "<footer><p>\u{2020} fewer than {} cases: a share or a median of so few says little. The \
             same definitions hold for every application. Made by Sluice; <code>sluice metrics \
             METRIC</code> opens the list behind a number.</p></footer>",
            crate::model::figures::FEW
        )?;
        to.write_all(TAIL.as_bytes())
    }
}

fn day(at: i64) -> String {
    time::rfc3339(at)
        .split('T')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The three indicators at a glance.
fn cards(figures: &Figures, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "<div class=\"cards\">")?;
    for metric in figures.metrics.iter().filter(|it| it.first_page) {
        let app = figures.apps.first().filter(|_| figures.apps.len() == 1);
        let app = app.map_or("", String::as_str);
        let number = metric.headline(app);
        let text = number.map_or_else(|| "-".to_owned(), Number::shown);
        let unit = number.map_or_else(
            || metric.absent.to_owned(),
            |it| match it.value {
                None => format!(
                    "{} {}: fewer are fixed than a median needs",
                    it.stat, it.group
                ),
                Some(_) => format!("{} · {} {}", metric.unit, it.stat, it.group),
            },
        );
        let few = number.map_or("", flag);
        writeln!(
            to,
            "<div class=\"card\">{}<b>{}</b><span>{}</span> {few}</div>",
            escape(metric.name),
            escape(&text),
            escape(&unit)
        )?;
    }
    writeln!(to, "</div>")
}

fn flag(it: &Number) -> &'static str {
    if it.small {
        "<span class=\"few\">\u{2020} few cases</span>"
    } else {
        ""
    }
}

fn section(metric: &MetricFigures, digits: usize, to: &mut dyn Write) -> io::Result<()> {
    writeln!(
        to,
        "<section id=\"{}\">\n<h2>{}</h2>\n<p class=\"about\">{}</p>",
        metric.id,
        escape(metric.name),
        escape(metric.definition)
    )?;
    if metric.numbers.is_empty() {
        writeln!(
            to,
            "<p class=\"note\">No number: {}.</p>\n</section>",
            metric.absent
        )?;
        return Ok(());
    }
    chart(metric, to)?;
    writeln!(
        to,
        "<table><thead><tr><th>application</th><th>what</th><th class=\"n\">{}</th>\
         <th class=\"n\">cases</th><th>list</th></tr></thead><tbody>",
        escape(metric.unit)
    )?;
    for it in metric.numbers.iter().take(shown(metric)) {
        row(it, digits, to)?;
    }
    writeln!(to, "</tbody></table>")?;
    let left = metric.numbers.len().saturating_sub(shown(metric));
    if left > 0 {
        writeln!(
            to,
            "<p class=\"note\">{left} more with <code>sluice metrics {}</code></p>",
            metric.id
        )?;
    }
    for it in &metric.advice {
        writeln!(
            to,
            "<h3>{}</h3><p>{}</p>",
            escape(&it.about),
            escape(&it.text)
        )?;
        if !it.snippet.is_empty() {
            writeln!(
                to,
                "<p class=\"note\">{}</p><pre>{}</pre>",
                escape(it.file),
                escape(&it.snippet)
            )?;
        }
    }
    writeln!(to, "</section>")
}

/// How many numbers are written out: all of applications, the first of rules.
fn shown(metric: &MetricFigures) -> usize {
    if by_rule(metric) { RULES } else { usize::MAX }
}

fn by_rule(metric: &MetricFigures) -> bool {
    metric.unit == "%"
        && metric
            .numbers
            .iter()
            .any(|it| it.app.is_empty() && !it.group.is_empty())
}

fn chart(metric: &MetricFigures, to: &mut dyn Write) -> io::Result<()> {
    let named = |it: &Number| {
        let app = if it.app.is_empty() { "all" } else { &it.app };
        format!("{app} {}", it.group).trim().to_owned()
    };
    let courses: Vec<(String, &[(i64, f64)])> = metric
        .numbers
        .iter()
        .filter(|it| !it.series.is_empty())
        .map(|it| (named(it), it.series.as_slice()))
        .collect();
    if !courses.is_empty() {
        let courses: Vec<_> = courses.iter().map(|it| (it.0.as_str(), it.1)).collect();
        return to.write_all(svg::courses(metric.name, &courses).as_bytes());
    }
    if by_rule(metric) {
        return Ok(());
    }
    let bars: Vec<(String, f64)> = metric
        .numbers
        .iter()
        .filter(|it| it.group.is_empty() && !it.app.is_empty())
        .filter_map(|it| Some((format!("{} {}", it.app, it.stat), it.value?)))
        .take(24)
        .collect();
    to.write_all(svg::bars(metric.name, &bars).as_bytes())
}

fn row(it: &Number, digits: usize, to: &mut dyn Write) -> io::Result<()> {
    let what = format!("{} {}", it.stat, it.group);
    let app = if it.app.is_empty() { "all" } else { &it.app };
    write!(
        to,
        "<tr><td>{}</td><td>{}</td><td class=\"n\">{} {}</td><td class=\"n\">{}</td><td>",
        escape(app),
        escape(what.trim()),
        it.shown(),
        flag(it),
        it.cases
    )?;
    if !it.filter.is_empty() {
        write!(to, "<code>sluice list {}</code>", escape(&it.filter))?;
    } else if !it.issues.is_empty() {
        let mut ids: Vec<String> = it
            .issues
            .iter()
            .take(IDS)
            .map(|it| short_id(*it, digits))
            .collect();
        if it.issues.len() > IDS {
            ids.push(format!("and {} more", it.issues.len() - IDS));
        }
        write!(
            to,
            "<details><summary>{} issues</summary><code>{}</code></details>",
            it.issues.len(),
            ids.join(" ")
        )?;
    }
    writeln!(to, "</td></tr>")
}
