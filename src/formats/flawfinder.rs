//! Flawfinder 1.3x and 2.x CSV (`flawfinder --csv`). Its SARIF is read as SARIF.
//!
//! Severity by Flawfinder's level, as its SARIF has it: 5 and 4 → high, 3 → medium, 2 and 1 → low,
//! 0 → info. Before 2.0.16 there is no rule id: the rule is then `category/name`.
//! The fingerprint is of the line's text, so that two equal lines have one; it is kept as the
//! content only.

use super::literal;
use super::read::csv;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Scan, Severity, Snippet, text};

/// See the module's text.
pub(super) struct Flawfinder;

impl Format for Flawfinder {
    fn name(&self) -> &'static str {
        "flawfinder"
    }

    fn tool(&self) -> &'static str {
        "Flawfinder 1.3x, 2.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let line = probe.head.trim_start_matches('\u{feff}');
        let old = "File,Line,Column,Level,Category,Name,Warning,Suggestion";
        let new = "File,Line,Column,DefaultLevel,Level,Category,Name,Warning,Suggestion";
        if line.starts_with(old) || line.starts_with(new) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut version = String::new();
        csv::walk(input, &mut |row| {
            if version.is_empty() {
                version = text::one_line(&row.get("ToolVersion"), 100);
            }
            Ok(())
        })?;
        sink.scan(Scan {
            tool: "flawfinder".to_owned(),
            tool_version: version,
            ..Scan::default()
        })?;
        csv::walk(input, &mut |row| match finding(row) {
            Some(mut out) => {
                for clear in literal::reduce(&mut out, key) {
                    sink.conceal(&clear);
                }
                sink.finding(out)
            }
            None => sink.skipped(row.refuse("`Category` and `Name` do not name it")),
        })
    }
}

fn finding(row: &csv::Row<'_>) -> Option<NewFinding> {
    let (category, name) = (row.get("Category"), row.get("Name"));
    if category.is_empty() || name.is_empty() {
        return None;
    }
    let named = format!("{category}/{name}");
    let rule = match row.get("RuleId") {
        it if it.is_empty() => named.clone(),
        it => it,
    };
    let warning = row.get("Warning");
    let title = text::one_line(&format!("{named}: {warning}"), TITLE);
    let mut out = NewFinding::new(FindingKind::Sast, text::one_line(&rule, 300), title);
    out.severity_word = row.get("Level");
    out.severity = match out.severity_word.as_str() {
        "4" | "5" => Severity::High,
        "3" => Severity::Medium,
        "1" | "2" => Severity::Low,
        "0" => Severity::Info,
        _ => Severity::Unknown,
    };
    out.cwes = normalise::cwes_in(&row.get("CWEs"));
    out.cwes.sort_unstable();
    out.cwes.dedup();
    let line = row.get("Line").parse().ok();
    out.place = place(&row.get("File"), line);
    out.place.column = row.get("Column").parse().ok().filter(|it| *it > 0);
    let detail = &mut out.detail;
    detail.description = text::bounded(warning, DESCRIPTION);
    detail.remediation = text::bounded(row.get("Suggestion"), DESCRIPTION);
    let code = text::bounded(row.get("Context"), SNIPPET);
    detail.snippet = (!code.is_empty()).then(|| Snippet {
        start: line.unwrap_or_default(),
        text: code,
    });
    let page = row.get("HelpUri");
    detail.references = Some(page).filter(|it| !it.is_empty()).into_iter().collect();
    fact(&mut detail.facts, "note", row.get("Note"));
    out.record = row.place();
    Some(out)
}
