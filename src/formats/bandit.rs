//! Bandit 1.x JSON (`bandit -f json`).
//!
//! Severity: HIGH → high, MEDIUM → medium, LOW → low, UNDEFINED → unknown (`RANKING` in Bandit's
//! `constants.py`). Bandit has no critical.
//! A file that Bandit could not parse is listed under `errors`: the scan is then incomplete, and
//! what it does not show is not fixed.
//! Of `metrics` only the names are read: they are the files that were scanned. Not read: what they
//! count.

use super::read::json;
use super::wire::numbered_code;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{Cover, FindingKind, Location, NewFinding, RecordPlace, Scan, Severity};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};

/// See the module's text.
pub(super) struct Bandit;

#[derive(Deserialize)]
struct Record {
    test_id: String,
    test_name: Option<String>,
    issue_text: String,
    issue_severity: String,
    issue_confidence: Option<String>,
    issue_cwe: Option<Cwe>,
    filename: String,
    line_number: u32,
    #[serde(default)]
    line_range: Vec<u32>,
    col_offset: Option<u32>,
    end_col_offset: Option<u32>,
    code: Option<String>,
    more_info: Option<String>,
}

#[derive(Deserialize)]
struct Cwe {
    id: Option<u32>,
}

impl Format for Bandit {
    fn name(&self) -> &'static str {
        "bandit"
    }

    fn tool(&self) -> &'static str {
        "Bandit 1.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has("results[].test_id") || probe.has_all(&["results", "metrics._totals"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        // Bandit sorts its keys, so that `errors` and `generated_at` stand before the results, but
        // nothing promises it: the head is read first.
        let mut scan = Scan {
            tool: "bandit".to_owned(),
            ..Scan::default()
        };
        let mut files = BTreeSet::new();
        let head = ["generated_at", "errors[]", "metrics"];
        json::walk(input, &head, &mut |it| {
            if it.want == 2 {
                let all = it
                    .parse::<BTreeMap<String, IgnoredAny>>()
                    .unwrap_or_default();
                let all = all.keys().filter(|it| *it != "_totals");
                files.extend(all.map(|it| normalise::path(it)));
            } else if it.want == 0 {
                scan.scanned_at = it
                    .parse::<String>()
                    .ok()
                    .as_deref()
                    .and_then(normalise::timestamp);
            } else {
                let reason = String::from_utf8_lossy(it.raw).into_owned();
                scan.incomplete
                    .get_or_insert(format!("bandit reports an error: {reason}"));
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        sink.cover(Cover {
            files: (!files.is_empty()).then_some(files),
            rules: None,
        })?;
        json::walk(input, &["results[]"], &mut |it| {
            if let Some(record) = it.record::<Record>(sink)? {
                sink.finding(record.into_finding(it.place()))?;
            }
            Ok(())
        })
    }
}

impl Record {
    fn into_finding(self, place: RecordPlace) -> NewFinding {
        let mut out = NewFinding::new(FindingKind::Sast, self.test_id, self.issue_text);
        out.severity = match self.issue_severity.as_str() {
            "HIGH" => Severity::High,
            "MEDIUM" => Severity::Medium,
            "LOW" => Severity::Low,
            _ => Severity::Unknown,
        };
        out.severity_word = self.issue_severity;
        out.cwes = self
            .issue_cwe
            .and_then(|it| it.id)
            .filter(|it| *it > 0)
            .into_iter()
            .collect();
        let last = self.line_range.iter().copied().max();
        out.place = Location {
            file: Some(normalise::path(&self.filename)),
            line: Some(self.line_number),
            end_line: last.filter(|it| *it > self.line_number),
            column: self.col_offset.map(|it| it + 1),
            end_column: self.end_col_offset.map(|it| it + 1),
            ..Location::default()
        };
        out.detail.confidence = self.issue_confidence.unwrap_or_default();
        out.detail.references = self.more_info.into_iter().collect();
        out.detail.tags = self.test_name.into_iter().collect();
        out.detail.snippet = self
            .code
            .as_deref()
            .and_then(|it| numbered_code(it, self.line_number));
        out.record = place;
        out
    }
}
