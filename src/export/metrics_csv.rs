//! Numbers as CSV for a spreadsheet: one line each, with its definition beside it.

use super::{FiguresExporter, csv_cell, time};
use crate::model::figures::Figures;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct MetricsCsv;

const HEADER: [&str; 13] = [
    "from",
    "to",
    "metric",
    "app",
    "stat",
    "group",
    "value",
    "unit",
    "cases",
    "few_cases",
    "issues",
    "filter",
    "definition",
];

impl FiguresExporter for MetricsCsv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "a table for a spreadsheet; cells cannot run as formulas"
    }

    fn write(&self, figures: &Figures, to: &mut dyn Write) -> io::Result<()> {
        let mut out = csv_cell::writer(to);
        out.write_record(HEADER)?;
        let (from, until) = (time::rfc3339(figures.from), time::rfc3339(figures.to));
        for metric in &figures.metrics {
            for it in &metric.numbers {
                let value = it.value.map(|it| it.to_string()).unwrap_or_default();
                let cells = [
                    from.as_str(),
                    &until,
                    metric.id,
                    &it.app,
                    it.stat,
                    &it.group,
                    &value,
                    metric.unit,
                    &it.cases.to_string(),
                    if it.small { "yes" } else { "no" },
                    &it.issues.len().to_string(),
                    &it.filter,
                    metric.definition,
                ];
                out.write_record(cells.map(csv_cell::safe))?;
            }
        }
        out.flush()
    }
}
