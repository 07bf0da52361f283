//! tfsec 0.x and 1.x JSON (`tfsec -f json`).
//!
//! Severity: CRITICAL, HIGH, MEDIUM, LOW as they say; before 1.0 ERROR → high, WARNING → medium,
//! INFO → info (`severity.go` of tfsec, of either time).
//! Results that passed (`--include-passed`) are no findings; ignored ones are kept with a claim.
//! The rule is the long id since 0.40; the older id is a fact.
//! Not read: statistics, timings.

use super::read::json;
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, Location, NewFinding, Scan, Severity};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Tfsec;

#[derive(Deserialize)]
struct Record {
    #[serde(default, deserialize_with = "or_default")]
    long_id: String,
    rule_id: String,
    #[serde(default, deserialize_with = "or_default")]
    legacy_rule_id: String,
    #[serde(default, deserialize_with = "or_default")]
    rule_description: String,
    #[serde(default, deserialize_with = "or_default")]
    rule_provider: String,
    #[serde(default, deserialize_with = "or_default")]
    rule_service: String,
    #[serde(default, deserialize_with = "or_default")]
    impact: String,
    #[serde(default, deserialize_with = "or_default")]
    resolution: String,
    #[serde(default, deserialize_with = "or_default")]
    links: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    link: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    resource: String,
    status: Option<Status>,
    #[serde(default, deserialize_with = "or_default")]
    passed: bool,
    location: Place,
}

/// A word before 1.0, a number since.
#[derive(Deserialize)]
#[serde(untagged)]
enum Status {
    Word(String),
    Number(u8),
}

#[derive(Deserialize)]
struct Place {
    filename: String,
    #[serde(default, deserialize_with = "or_default")]
    start_line: u32,
    #[serde(default, deserialize_with = "or_default")]
    end_line: u32,
}

impl Format for Tfsec {
    fn name(&self) -> &'static str {
        "tfsec"
    }

    fn tool(&self) -> &'static str {
        "tfsec 0.x, 1.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Iac]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let marks = ["results[].rule_id", "results[].location.filename"];
        if probe.has_all(&marks) {
            return Claim::Yes;
        }
        // Nothing found: `{"results": null}` or an empty list and nothing else.
        let bare: String = probe
            .head
            .chars()
            .filter(|it| !it.is_whitespace())
            .collect();
        let empty = matches!(bare.as_str(), "{\"results\":null}" | "{\"results\":[]}");
        if empty && probe.name.to_ascii_lowercase().contains("tfsec") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "tfsec".to_owned(),
            ..Scan::default()
        })?;
        json::walk(input, &["results[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            if record.passed() {
                return Ok(());
            }
            let mut out = record.into_finding();
            out.record = it.place();
            sink.finding(out)
        })
    }
}

impl Record {
    fn passed(&self) -> bool {
        let said = match &self.status {
            Some(Status::Word(word)) => word == "passed",
            Some(Status::Number(number)) => *number == 1,
            None => false,
        };
        said || self.passed
    }

    fn into_finding(self) -> NewFinding {
        let ids = [&self.long_id, &self.rule_id];
        let rule = ids.into_iter().find(|it| !it.is_empty());
        let rule = one_line(rule.unwrap_or(&self.rule_id), TITLE);
        let titles = [&self.rule_description, &self.description, &rule];
        let title = titles.into_iter().find(|it| !it.is_empty());
        let title = one_line(title.unwrap_or(&rule), TITLE);
        let ignored = match &self.status {
            Some(Status::Word(word)) => word == "ignored",
            Some(Status::Number(number)) => *number == 2,
            None => false,
        };
        let mut out = NewFinding::new(FindingKind::Iac, rule.clone(), title);
        out.severity = match self.severity.as_str() {
            "ERROR" => Severity::High,
            word => normalise::severity_of_word(word),
        };
        out.severity_word = self.severity;
        let start = Some(self.location.start_line).filter(|it| *it > 0);
        let end = Some(self.location.end_line);
        out.place = Location {
            file: Some(normalise::path(&self.location.filename)),
            line: start,
            end_line: end.filter(|it| start.is_some_and(|start| *it > start)),
            resource: Some(self.resource).filter(|it| !it.is_empty()),
            ..Location::default()
        };
        let detail = &mut out.detail;
        detail.description = bounded(self.description, DESCRIPTION);
        detail.remediation = bounded(self.resolution, DESCRIPTION);
        let words = self.link.split_whitespace().map(str::to_owned);
        let link = words.filter(|it| it.starts_with("http"));
        detail.references = links(self.links.into_iter().chain(link));
        detail.tags = links([self.rule_provider, self.rule_service]);
        if ignored {
            detail.suppression = Some(Claimed {
                kind: "ignored".to_owned(),
                ..Claimed::default()
            });
        }
        fact(
            &mut detail.facts,
            "impact",
            bounded(self.impact, DESCRIPTION),
        );
        let old = [self.legacy_rule_id, self.rule_id];
        let old: Vec<String> = links(old).into_iter().filter(|it| *it != rule).collect();
        fact(&mut detail.facts, "other ids", old.join(", "));
        out
    }
}
