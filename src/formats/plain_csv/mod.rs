//! A plain table of findings, one a row: CSV with `,`, `;`, tab or `|`, the export of a tracker or a
//! tester's own sheet; also DefectDojo's generic CSV.
//!
//! Columns are found by their common names (see `columns`), or said with
//! `--map title=Summary,severity=Risk,…`. A row needs a title; everything else may be missing.
//! Severity: the words that tools share (critical, high, medium, low, info and their kin, in any
//! case), a leading digit or `P` in front of them passed over; a number from 0 to 10 with a decimal
//! point is a CVSS score; else unknown.
//! The kind is that of the column `kind` in our words, else guessed by what a row has: a package →
//! sca, a URL → dast, a file → sast, else manual.
//! Rows that a column calls a false positive, a duplicate, mitigated or inactive are kept with that
//! as a claim. The tool is the column `tool`, else `csv`: name it with `tool='pentest'`, so that
//! tables of several tools do not replace each other.

mod columns;
mod row;

use super::probe::Shape;
use super::read::csv;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};
pub use columns::Mapping;
use columns::{Field, Plan};

/// See the module's text.
pub(super) struct PlainCsv {
    /// What a person said of the columns.
    pub(super) mapping: Option<Mapping>,
}

impl Format for PlainCsv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn tool(&self) -> &'static str {
        "Plain CSV, DefectDojo generic CSV"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Manual]
    }

    fn file_types(&self) -> &'static str {
        "CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let header = probe.head.lines().find(|it| !it.trim().is_empty());
        if probe.shape != Shape::Text || !header.is_some_and(columns::looks_like_findings) {
            return Claim::No;
        }
        Claim::Generic
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut plan: Option<Plan> = None;
        let mut announced = String::new();
        csv::walk(input, &mut |it| {
            if plan.is_none() {
                let names: Vec<&str> = it.names().collect();
                plan = Some(Plan::new(self.mapping.as_ref(), &names)?);
            }
            let Some(plan) = &plan else { return Ok(()) };
            let scan = scan(&plan.get(it, Field::Tool), &plan.get(it, Field::Target));
            let named = format!("{}\n{}", scan.tool, scan.target);
            if named != announced {
                sink.scan(scan)?;
                announced = named;
            }
            match row::finding(plan, it) {
                Ok(finding) => sink.finding(finding),
                Err(reason) => sink.skipped(it.refuse(reason)),
            }
        })?;
        if announced.is_empty() {
            sink.scan(scan("", ""))?;
        }
        Ok(())
    }
}

fn scan(tool: &str, target: &str) -> Scan {
    let tool = super::normalise::tool(tool);
    Scan {
        tool: if tool.is_empty() {
            "csv".to_owned()
        } else {
            tool
        },
        target: crate::model::text::one_line(target, 300),
        ..Scan::default()
    }
}
