//! The CSV tables; their columns were renamed in version 2019.

use super::component::{Component, finding, judge};
use super::scan;
use crate::error::Problem;
use crate::formats::read::csv::{self, Row};
use crate::formats::wire::{DESCRIPTION, TITLE, fact, links};
use crate::formats::{Input, Sink, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{CvssClaim, FindingKind, NewFinding, Severity};

pub(super) fn security(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    sink.scan(scan(""))?;
    csv::walk(input, &mut |row| {
        let component = component(row);
        let names = row.get("Vulnerability id");
        let found = finding(&names, &row.get("Vulnerability source"), &component);
        let Some(mut out) = found else {
            return sink.skipped(row.refuse("`Vulnerability id` does not name it"));
        };
        let score: Option<f64> = row.get("Base score").parse().ok();
        let word = row.get("Security Risk");
        out.severity = normalise::severity_of_word(&word);
        if out.severity == Severity::Unknown {
            out.severity = score.map_or(Severity::Unknown, normalise::severity_of_score);
        }
        out.severity_word = word;
        let detail = &mut out.detail;
        if score.is_some() {
            detail.cvss = vec![CvssClaim {
                score,
                source: row.get("Vulnerability source").to_lowercase(),
                ..CvssClaim::default()
            }];
        }
        detail.description = bounded(row.get("Description"), DESCRIPTION);
        detail.references = links([row.get("URL")]);
        fact(&mut detail.facts, "project", row.get("Project path"));
        fact(&mut detail.facts, "published", row.get("Published on"));
        judge(
            &row.get("Remediation status"),
            row.get("Remediation comment"),
            &mut out,
        );
        out.record = row.place();
        sink.finding(out)
    })
}

pub(super) fn components(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    sink.scan(scan("policy"))?;
    csv::walk(input, &mut |row| {
        let status = row.get("Component policy status");
        if !status.eq_ignore_ascii_case("in violation") {
            return Ok(());
        }
        let component = component(row);
        if component.name.is_empty() {
            return sink.skipped(row.refuse("`Component name` does not name it"));
        }
        let title = format!("{} {} violates a policy", component.name, component.version);
        let title = one_line(&title, TITLE);
        let mut out = NewFinding::new(FindingKind::Sca, "policy-violation", title);
        out.severity_word = status;
        out.package = Some(component.package());
        let facts = &mut out.detail.facts;
        for (label, column) in [
            ("licences", "License names"),
            ("licence families", "License families"),
            ("operational risk", "Operational Risk"),
            ("usage", "Usage"),
            ("project", "Project path"),
        ] {
            fact(facts, label, row.get(column));
        }
        out.record = row.place();
        sink.finding(out)
    })
}

fn component(row: &Row<'_>) -> Component {
    Component {
        name: row.first(&["Component name", "Project name"]),
        version: row.first(&["Component version name", "Version"]),
        origin: row.first(&[
            "Component origin name",
            "Channel version origin",
            "Origin name",
        ]),
        id: row.first(&[
            "Component origin id",
            "Channel version origin id",
            "Origin id",
        ]),
    }
}
