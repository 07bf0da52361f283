//! Nexpose and `InsightVM`: the XML exports 1.0 and 2.0 (`NexposeReport`).
//!
//! Severity by Nexpose's number of 1 to 10, which it makes of the CVSS score, in the bands of CVSS:
//! from 9 critical, from 7 high, from 4 medium, 1 to 3 low, 0 info.
//! A finding is one vulnerable test on one service of one host, at the `resource`
//! `host:port/protocol`, or on the host itself. What was tested and not found, and what a test could
//! not tell, is none; neither are open ports.
//! The definitions stand behind the hosts and are held in memory: their number is bounded by what
//! Nexpose knows, not by the hosts. A definition that is missing costs title and severity only.
//! Not read: fingerprints, software, configurations, users, files.

use super::read::xml::{self, Captured};
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, host, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Scan, Severity};
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct Nexpose;

const WANTS: &[&str] = &[
    "NexposeReport/nodes/node@",
    "NexposeReport/nodes/node/names/name",
    "NexposeReport/nodes/node/tests/test",
    "NexposeReport/nodes/node/endpoints/endpoint/tests/test",
    "NexposeReport/nodes/node/endpoints/endpoint/services/service/tests/test",
];

impl Format for Nexpose {
    fn name(&self) -> &'static str {
        "nexpose"
    }

    fn tool(&self) -> &'static str {
        "Nexpose, InsightVM (XML export 1.0, 2.0)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Infra]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root() == Some("NexposeReport") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "nexpose".to_owned(),
            ..Scan::default()
        };
        let mut known = BTreeMap::new();
        let head = [
            "NexposeReport/scans/scan",
            "NexposeReport/VulnerabilityDefinitions/vulnerability",
        ];
        xml::walk(input, &head, &mut |it| {
            let said = |name: &str| it.node.attribute(name).unwrap_or_default();
            if it.want > 0 {
                known.insert(key(said("id")), definition(it.node));
                return Ok(());
            }
            scan.scanned_at = time(said("endTime")).max(scan.scanned_at);
            if !matches!(said("status"), "finished" | "") {
                scan.incomplete = Some(format!("a scan has the status {}", said("status")));
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        let mut name = String::new();
        xml::walk(input, WANTS, &mut |it| {
            match it.want {
                0 => name.clear(),
                1 if name.is_empty() => name = it.node.text().trim().to_owned(),
                1 => {}
                _ => return test(it, &name, &known, sink),
            }
            Ok(())
        })
    }
}

/// Ids are written in upper and lower case.
fn key(id: &str) -> String {
    id.trim().to_lowercase()
}

/// `20210211T164705486`, in UTC.
fn time(text: &str) -> Option<i64> {
    let whole = text.get(..15).unwrap_or(text);
    normalise::timestamp(whole)
}

fn definition(node: &Node) -> NewFinding {
    let said = |name: &str| node.attribute(name).unwrap_or_default();
    let rule = one_line(said("id"), TITLE).to_lowercase();
    let title = match one_line(said("title"), TITLE) {
        it if it.is_empty() => rule.clone(),
        it => it,
    };
    let mut out = NewFinding::new(FindingKind::Infra, rule, title);
    out.severity = match said("severity").parse::<u32>() {
        Ok(9..) => Severity::Critical,
        Ok(7..) => Severity::High,
        Ok(4..) => Severity::Medium,
        Ok(1..) => Severity::Low,
        Ok(_) => Severity::Info,
        Err(_not_a_number) => Severity::Unknown,
    };
    out.severity_word = one_line(said("severity"), 60);
    let references = node.child("references").into_iter();
    for it in references.flat_map(|it| it.children("reference").collect::<Vec<_>>()) {
        let text = it.text().trim().to_owned();
        match it.attribute("source").unwrap_or_default() {
            "CVE" => out.vulnerabilities.extend(normalise::vulnerability(&text)),
            "URL" => out.detail.references.push(text),
            source => fact(&mut out.detail.facts, &one_line(source, 60), text),
        }
    }
    out.vulnerabilities = links(std::mem::take(&mut out.vulnerabilities));
    let tags = node.child("tags").into_iter();
    let tags = tags.flat_map(|it| it.children("tag").collect::<Vec<_>>());
    let detail = &mut out.detail;
    detail.tags = tags.map(|it| one_line(&it.text(), 100)).take(32).collect();
    detail.description = paragraphs(node.child("description"));
    detail.remediation = paragraphs(node.child("solution"));
    detail.cvss = cvss(node).into_iter().collect();
    out
}

fn cvss(node: &Node) -> Option<CvssClaim> {
    let said = |name: &str| node.attribute(name).unwrap_or_default();
    let vector = said("cvssVector").trim_matches(['(', ')']).to_owned();
    let score: Option<f64> = said("cvssScore").parse().ok();
    let score = score.filter(|it| *it > 0.0);
    (score.is_some() || !vector.is_empty()).then(|| CvssClaim {
        vector,
        score,
        source: "nexpose".to_owned(),
    })
}

/// The text of nested paragraphs and lists, without the layout of the document.
fn paragraphs(node: Option<&Node>) -> String {
    let text = node.map(Node::text).unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    bounded(lines.collect::<Vec<_>>().join("\n"), DESCRIPTION)
}

fn test(
    it: &Captured<'_>,
    name: &str,
    known: &BTreeMap<String, NewFinding>,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let said = |name: &str| it.node.attribute(name).unwrap_or_default();
    let status = said("status");
    let excepted = status.starts_with("exception-vulnerable");
    if !status.starts_with("vulnerable") && !excepted {
        return Ok(());
    }
    if said("id").is_empty() {
        return sink.skipped(it.refuse("`id` does not name the test"));
    }
    let mut out = match known.get(&key(said("id"))) {
        Some(found) => found.clone(),
        None => NewFinding::new(FindingKind::Infra, key(said("id")), said("id")),
    };
    let address = it.attribute_of("node", "address").unwrap_or_default();
    let of_endpoint = |name: &str| it.attribute_of("endpoint", name).unwrap_or_default();
    let host = if name.is_empty() { address } else { name };
    out.place.resource = host::resource(host, of_endpoint("port"), of_endpoint("protocol"));
    // A vulnerability of several pages or packages of one service has a key for each.
    out.place.parameter = Some(one_line(said("key"), 300)).filter(|it| !it.is_empty());
    let detail = &mut out.detail;
    detail.evidence = bounded(paragraphs(Some(it.node)), SNIPPET);
    status.clone_into(&mut detail.confidence);
    if excepted {
        detail.suppression = Some(Claimed {
            kind: "external".to_owned(),
            status: "accepted".to_owned(),
            justification: status.to_owned(),
        });
    }
    fact(&mut detail.facts, "address", address);
    let service = it.attribute_of("service", "name").unwrap_or_default();
    fact(&mut detail.facts, "service", service);
    out.record = it.place();
    sink.finding(out)
}
