//! One check of one resource, however it was written.

use crate::formats::normalise;
use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, Location, NewFinding, RecordPlace, Scan};

/// The parts of a record.
#[derive(Default)]
pub(super) struct Item {
    pub(super) check: String,
    pub(super) title: String,
    pub(super) status: String,
    pub(super) said: String,
    pub(super) severity: String,
    pub(super) resource: String,
    pub(super) region: String,
    pub(super) account: String,
    pub(super) provider: String,
    pub(super) version: String,
    pub(super) time: String,
    pub(super) description: String,
    pub(super) risk: String,
    pub(super) remediation: String,
    pub(super) links: Vec<String>,
    pub(super) compliance: String,
    pub(super) service: String,
    pub(super) native: String,
    pub(super) muted: bool,
}

/// Why a record cannot be used.
pub(super) const NAMELESS: &str = "no check id names it";

impl Item {
    pub(super) fn scan(&self) -> Scan {
        Scan {
            tool: "prowler".to_owned(),
            tool_version: self.version.clone(),
            target: self.account.clone(),
            // The whole run has one time to the day; records are seconds apart.
            scanned_at: None,
            incomplete: None,
            ..Scan::default()
        }
    }

    pub(super) fn is_finding(&self) -> bool {
        let status = self.status.to_ascii_uppercase();
        matches!(status.as_str(), "FAIL" | "MANUAL" | "WARNING")
    }

    pub(super) fn into_finding(self, record: RecordPlace) -> NewFinding {
        let titles = [&self.title, &self.said, &self.check];
        let title = titles.into_iter().find(|it| !it.is_empty());
        let title = one_line(title.unwrap_or(&self.check), TITLE);
        let rule = one_line(&self.check, TITLE);
        let mut out = NewFinding::new(FindingKind::Infra, rule, title);
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = self.severity;
        out.native = Some(self.native).filter(|it| !it.is_empty());
        let resource = match (self.resource.as_str(), self.region.as_str()) {
            ("", region) => region.to_owned(),
            (resource, "") => resource.to_owned(),
            // An ARN names the region itself, or belongs to none.
            (resource, region) if resource.starts_with("arn:") || resource.contains(region) => {
                resource.to_owned()
            }
            (resource, region) => format!("{region}/{resource}"),
        };
        out.place = Location {
            resource: Some(resource).filter(|it| !it.is_empty()),
            ..Location::default()
        };
        let detail = &mut out.detail;
        detail.description = bounded(self.description, DESCRIPTION);
        detail.remediation = bounded(self.remediation, DESCRIPTION);
        detail.evidence = bounded(self.said, SNIPPET);
        let words = self.links.iter().flat_map(|it| it.split([' ', '|']));
        let addresses = words.filter(|it| it.starts_with("http"));
        detail.references = links(addresses.map(str::to_owned));
        detail.tags = links([self.provider, self.service]);
        if self.muted {
            detail.suppression = Some(Claimed {
                kind: "muted".to_owned(),
                ..Claimed::default()
            });
        }
        fact(&mut detail.facts, "status", self.status);
        fact(&mut detail.facts, "risk", bounded(self.risk, DESCRIPTION));
        fact(
            &mut detail.facts,
            "compliance",
            bounded(self.compliance, DESCRIPTION),
        );
        fact(&mut detail.facts, "checked", self.time);
        out.record = record;
        out
    }
}
