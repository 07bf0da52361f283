//! Terrascan 1.x JSON (`terrascan scan -o json`).
//!
//! Severity: HIGH, MEDIUM, LOW as the words say. Terrascan has no critical.
//! Violations are findings. Skipped violations (`#ts:skip`) are kept with their comment as a claim.
//! Scan errors do not make the scan incomplete: Terrascan tries every kind of template on every
//! folder and lists those that are not there.
//! Vulnerabilities of images (`--find-vuln`) are not read yet, nor are passed rules and the summary
//! beyond its time.

use super::read::json;
use super::wire::{DESCRIPTION, TITLE, fact, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, Location, NewFinding, Scan};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Terrascan;

#[derive(Deserialize)]
struct Record {
    rule_id: String,
    #[serde(default, deserialize_with = "or_default")]
    rule_name: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default, deserialize_with = "or_default")]
    resource_name: String,
    #[serde(default, deserialize_with = "or_default")]
    resource_type: String,
    #[serde(default, deserialize_with = "or_default")]
    module_name: String,
    #[serde(default, deserialize_with = "or_default")]
    file: String,
    #[serde(default, deserialize_with = "or_default")]
    line: u32,
    #[serde(default, deserialize_with = "or_default")]
    skip_comment: String,
}

impl Format for Terrascan {
    fn name(&self) -> &'static str {
        "terrascan"
    }

    fn tool(&self) -> &'static str {
        "Terrascan 1.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Iac]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["results.violations", "results.scan_summary"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "terrascan".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["results.scan_summary.scanned_at"], &mut |it| {
            // `2021-01-02 03:04:05.678 +0000 UTC`
            let text = it.parse::<String>().unwrap_or_default();
            let words: Vec<&str> = text.split_whitespace().take(2).collect();
            scan.scanned_at = normalise::timestamp(&words.join("T"));
            Ok(())
        })?;
        sink.scan(scan)?;
        let wants = ["results.violations[]", "results.skipped_violations[]"];
        json::walk(input, &wants, &mut |it| {
            if let Some(record) = it.record::<Record>(sink)? {
                let mut out = record.into_finding(it.want == 1);
                out.record = it.place();
                sink.finding(out)?;
            }
            Ok(())
        })
    }
}

impl Record {
    fn into_finding(self, skipped: bool) -> NewFinding {
        let titles = [&self.description, &self.rule_name];
        let title = titles.into_iter().find(|it| !it.is_empty());
        let title = one_line(title.unwrap_or(&self.rule_id), TITLE);
        let rule = one_line(&self.rule_id, TITLE);
        let mut out = NewFinding::new(FindingKind::Iac, rule, title);
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = self.severity;
        let address = [self.resource_type, self.resource_name];
        let address: Vec<String> = address.into_iter().filter(|it| !it.is_empty()).collect();
        out.place = Location {
            file: Some(normalise::path(&self.file)).filter(|it| !it.is_empty()),
            line: Some(self.line).filter(|it| *it > 0),
            resource: Some(address.join(".")).filter(|it| !it.is_empty()),
            ..Location::default()
        };
        let detail = &mut out.detail;
        detail.description = bounded(self.description, DESCRIPTION);
        detail.tags = vec![self.category];
        detail.tags.retain(|it| !it.is_empty());
        if skipped {
            detail.suppression = Some(Claimed {
                kind: "inSource".to_owned(),
                status: String::new(),
                justification: bounded(self.skip_comment, DESCRIPTION),
            });
        }
        fact(&mut detail.facts, "rule name", self.rule_name);
        fact(&mut detail.facts, "module", self.module_name);
        out
    }
}
