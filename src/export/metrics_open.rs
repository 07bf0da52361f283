//! Numbers as `OpenMetrics` text, for a dashboard that scrapes a file or a push gateway
//! (<https://github.com/OpenObservability/OpenMetrics>, specification 1.0.0, "Text format").
//!
//! Every metric is a gauge; a share is a ratio and its name ends with its unit, as the specification
//! asks. Courses are not told: a dashboard keeps its own. A number that cannot be said is left out.

use super::FiguresExporter;
use crate::model::figures::{Figures, MetricFigures, Number};
use crate::model::text;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct OpenMetrics;

/// So many numbers of one metric and application are told at most: rules have no bound, and each is a
/// series of its own in the dashboard's store.
const MOST: usize = 100;

impl FiguresExporter for OpenMetrics {
    fn name(&self) -> &'static str {
        "openmetrics"
    }

    fn about(&self) -> &'static str {
        "OpenMetrics 1.0 text, for a dashboard"
    }

    fn write(&self, figures: &Figures, to: &mut dyn Write) -> io::Result<()> {
        for metric in &figures.metrics {
            let (name, unit) = family(metric);
            writeln!(to, "# TYPE {name} gauge")?;
            writeln!(to, "# UNIT {name} {unit}")?;
            writeln!(to, "# HELP {name} {}", escape(metric.definition))?;
            let scale = if metric.unit == "%" { 0.01 } else { 1.0 };
            for it in told(metric) {
                if let Some(value) = it.value {
                    writeln!(to, "{name}{{{}}} {}", labels(it), value * scale)?;
                }
            }
        }
        writeln!(to, "# TYPE sluice_metric_cases gauge")?;
        writeln!(
            to,
            "# HELP sluice_metric_cases How many cases a number is made of."
        )?;
        for metric in &figures.metrics {
            for it in told(metric).filter(|it| it.value.is_some()) {
                let metric = metric.id;
                writeln!(
                    to,
                    "sluice_metric_cases{{metric=\"{metric}\",{}}} {}",
                    labels(it),
                    it.cases
                )?;
            }
        }
        writeln!(to, "# EOF")
    }
}

fn told(metric: &MetricFigures) -> impl Iterator<Item = &Number> {
    let rules = |it: &&Number| it.app.is_empty() && !it.group.is_empty();
    let bounded = metric.numbers.iter().filter(rules).count() > MOST;
    let most = if bounded { MOST } else { usize::MAX };
    metric.numbers.iter().take(most)
}

fn family(metric: &MetricFigures) -> (String, &'static str) {
    let unit = if metric.unit == "%" {
        "ratio"
    } else {
        metric.unit
    };
    (
        format!("sluice_{}_{unit}", metric.id.replace('-', "_")),
        unit,
    )
}

fn labels(it: &Number) -> String {
    format!(
        "app=\"{}\",stat=\"{}\",group=\"{}\"",
        escape(&it.app),
        escape(it.stat),
        escape(&it.group)
    )
}

/// As the specification escapes labels and help.
fn escape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c if text::is_plain(c) => out.push(c),
            _ => {}
        }
    }
    out
}
