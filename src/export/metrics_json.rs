//! Numbers as JSON (`assets/schema/metrics.schema.json`), one at a time.

use super::{FiguresExporter, time};
use crate::model::figures::{Figures, Number};
use crate::model::{short_id, text};
use serde::Serialize;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct MetricsJson;

#[derive(Serialize)]
struct Figure<'a> {
    app: Option<&'a str>,
    stat: &'a str,
    group: Option<&'a str>,
    value: Option<f64>,
    cases: usize,
    few_cases: bool,
    filter: Option<&'a str>,
    issues: Vec<String>,
    series: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    at: String,
    value: f64,
}

#[derive(Serialize)]
struct Advice<'a> {
    about: &'a str,
    text: &'a str,
    file: &'a str,
    snippet: &'a str,
}

impl FiguresExporter for MetricsJson {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "one document with a published schema"
    }

    fn write(&self, figures: &Figures, to: &mut dyn Write) -> io::Result<()> {
        let (from, until) = (time::rfc3339(figures.from), time::rfc3339(figures.to));
        let apps = line(&figures.apps)?;
        writeln!(
            to,
            "{{\"version\": 1, \"from\": \"{from}\", \"to\": \"{until}\", \"apps\": {apps},\n\"metrics\": ["
        )?;
        for (at, metric) in figures.metrics.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            writeln!(
                to,
                "{comma}{{\"id\": {}, \"name\": {}, \"unit\": {}, \"first_page\": {}, \
                 \"definition\": {}, \"absent\": {}, \"numbers\": [",
                line(&metric.id)?,
                line(&metric.name)?,
                line(&metric.unit)?,
                metric.first_page,
                line(&metric.definition)?,
                line(&Some(metric.absent).filter(|it| !it.is_empty()))?,
            )?;
            for (at, number) in metric.numbers.iter().enumerate() {
                let comma = if at > 0 { "," } else { "" };
                writeln!(to, "{comma}{}", line(&figure(number, figures.digits))?)?;
            }
            let advice: Vec<Advice<'_>> = metric
                .advice
                .iter()
                .map(|it| Advice {
                    about: &it.about,
                    text: &it.text,
                    file: it.file,
                    snippet: &it.snippet,
                })
                .collect();
            writeln!(to, "], \"advice\": {}}}", line(&advice)?)?;
        }
        writeln!(to, "]}}")
    }
}

fn figure(it: &Number, digits: usize) -> Figure<'_> {
    let some = |text| Some(text).filter(|it: &&str| !it.is_empty());
    Figure {
        app: some(&it.app),
        stat: it.stat,
        group: some(&it.group),
        value: it.value,
        cases: it.cases,
        few_cases: it.small,
        filter: some(&it.filter),
        issues: it.issues.iter().map(|it| short_id(*it, digits)).collect(),
        series: it
            .series
            .iter()
            .map(|(at, value)| Point {
                at: time::rfc3339(*at),
                value: *value,
            })
            .collect(),
    }
}

/// A value as one line of JSON that cannot move a cursor.
fn line(value: &impl Serialize) -> io::Result<String> {
    let json = serde_json::to_string(value).map_err(io::Error::other)?;
    Ok(text::escape_json(&json).into_owned())
}
