//! `OpenVAS` and Greenbone: the XML report (also as `get_reports` answers it) and the CSV results.
//!
//! Severity by the word (`threat`): Critical, High, Medium, Low as they say; Log and Debug → info,
//! Alarm → high; `False Positive` → info with a claim. Greenbone had no critical before 22.4.
//! A finding is one result: one test on one port of one host. The place is the `resource`
//! `host:port/protocol`; results about `general/tcp` are about the whole host.
//! The rule is the OID of the test. Results without one, of scanners other than `OpenVAS`, have
//! the name.
//! Not read: host details, closed CVEs, errors, overrides and notes beside their text.

use super::probe::Shape;
use super::read::csv;
use super::read::xml;
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, host, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{
    Claimed, CvssClaim, FindingKind, Location, NewFinding, RecordPlace, Scan, Severity,
};

/// See the module's text.
pub(super) struct OpenVas;

/// Where a report keeps its results: bare, wrapped once more, and as an answer of the manager.
const ROOTS: &[&str] = &[
    "report",
    "report/report",
    "get_reports_response/report/report",
];

/// One result, however it was written.
#[derive(Default)]
struct Item {
    oid: String,
    name: String,
    family: String,
    threat: String,
    score: String,
    vector: String,
    host: String,
    port: String,
    protocol: String,
    summary: String,
    insight: String,
    affected: String,
    impact: String,
    solution: String,
    result: String,
    quality: String,
    cves: Vec<String>,
    references: Vec<String>,
}

impl Format for OpenVas {
    fn name(&self) -> &'static str {
        "openvas"
    }

    fn tool(&self) -> &'static str {
        "OpenVAS, Greenbone 9-24"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Infra]
    }

    fn file_types(&self) -> &'static str {
        "XML, CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let marks = ["<gmp>", "<omp>", "<scan_run_status>", "<report_format"];
        let xml = match probe.xml_root() {
            Some("report") => marks.iter().any(|it| probe.head.contains(it)),
            Some("get_reports_response") => true,
            Some(_) | None => false,
        };
        let line = probe.head.lines().next().unwrap_or_default();
        let csv = probe.shape == Shape::Text
            && ["NVT Name", "NVT OID", "Port Protocol"]
                .iter()
                .all(|it| line.contains(it));
        if xml || csv {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        match Probe::new(input)?.shape {
            Shape::Xml => read_xml(input, sink),
            Shape::Json | Shape::Empty | Shape::Text | Shape::Binary => read_csv(input, sink),
        }
    }
}

fn scan() -> Scan {
    Scan {
        tool: "openvas".to_owned(),
        ..Scan::default()
    }
}

fn paths(inner: &str) -> Vec<String> {
    ROOTS.iter().map(|it| format!("{it}/{inner}")).collect()
}

fn read_xml(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scan = scan();
    let (starts, states) = (paths("scan_start"), paths("scan_run_status"));
    let head: Vec<&str> = starts.iter().chain(&states).map(String::as_str).collect();
    xml::walk(input, &head, &mut |it| {
        let text = it.node.text();
        match (it.want < starts.len(), text.trim()) {
            (true, time) => scan.scanned_at = normalise::timestamp(time),
            (false, "Done" | "") => {}
            (false, state) => {
                scan.incomplete = Some(format!("the scan has the state {state}"));
            }
        }
        Ok(())
    })?;
    sink.scan(scan)?;
    let results = paths("results/result");
    let results: Vec<&str> = results.iter().map(String::as_str).collect();
    xml::walk(
        input,
        &results,
        &mut |it| match item(it.node).into_finding(it.place()) {
            Some(finding) => sink.finding(finding),
            None => sink.skipped(it.refuse("neither `nvt` nor `name` says what it is")),
        },
    )
}

fn read_csv(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    sink.scan(scan())?;
    csv::walk(input, &mut |row| {
        let other = row.get("Other References");
        let item = Item {
            oid: row.get("NVT OID"),
            name: row.get("NVT Name"),
            threat: row.get("Severity"),
            score: row.get("CVSS"),
            host: row.first(&["Hostname", "IP"]),
            port: row.get("Port"),
            protocol: row.get("Port Protocol"),
            summary: row.get("Summary"),
            insight: row.get("Vulnerability Insight"),
            affected: row.get("Affected Software/OS"),
            impact: row.get("Impact"),
            solution: row.get("Solution"),
            result: row.get("Specific Result"),
            quality: row.get("QoD"),
            cves: row.get("CVEs").split(',').map(str::to_owned).collect(),
            references: other.split(',').map(|it| it.trim().to_owned()).collect(),
            ..Item::default()
        };
        match item.into_finding(row.place()) {
            Some(finding) => sink.finding(finding),
            None => sink.skipped(row.refuse("neither `NVT OID` nor `NVT Name` says what it is")),
        }
    })
}

fn item(node: &Node) -> Item {
    let text = |path: &str| node.text_of(path).unwrap_or_default();
    let tags = text("nvt/tags");
    let tag = |name: &str| {
        let mut all = tags.split('|').filter_map(|it| it.split_once('='));
        let found = all.find(|(it, _)| it.trim() == name);
        found.map_or_else(String::new, |(_, it)| it.trim().to_owned())
    };
    // The name of the host is an element inside the address.
    let address = text("host");
    let name = text("host/hostname");
    let address = address.strip_suffix(&name).unwrap_or(&address).trim();
    let port = text("port");
    let (number, protocol) = port.rsplit_once('/').unwrap_or((&port, ""));
    // `ssh (22/tcp)` in old reports.
    let number = number.rsplit_once('(').map_or(number, |it| it.1);
    let refs = node.at("nvt/refs").into_iter();
    let refs: Vec<&Node> = refs.flat_map(|it| it.children("ref")).collect();
    let of = |sort: &str| -> Vec<String> {
        let all = refs.iter().filter(|it| it.attribute("type") == Some(sort));
        all.filter_map(|it| it.attribute("id").map(str::to_owned))
            .collect()
    };
    let old = text("nvt/cve");
    let solution = node.text_of("nvt/solution");
    Item {
        oid: node
            .child("nvt")
            .and_then(|it| it.attribute("oid"))
            .unwrap_or_default()
            .to_owned(),
        name: node.text_of("nvt/name").unwrap_or_else(|| text("name")),
        family: text("nvt/family"),
        threat: text("threat"),
        score: text("severity"),
        vector: tag("cvss_base_vector"),
        host: if name.is_empty() {
            address.to_owned()
        } else {
            name
        },
        port: number.to_owned(),
        protocol: protocol.trim_end_matches(')').to_owned(),
        summary: tag("summary"),
        insight: tag("insight"),
        affected: tag("affected"),
        impact: tag("impact"),
        solution: solution.unwrap_or_else(|| tag("solution")),
        result: text("description"),
        quality: text("qod/value"),
        cves: of("cve")
            .into_iter()
            .chain(old.split(',').map(str::to_owned))
            .collect(),
        references: of("url"),
    }
}

impl Item {
    fn into_finding(self, record: RecordPlace) -> Option<NewFinding> {
        let names = [&self.oid, &self.name];
        let rule = names.into_iter().find(|it| !it.is_empty())?;
        let title = names.into_iter().rev().find(|it| !it.is_empty())?;
        let (rule, title) = (one_line(rule, TITLE), one_line(title, TITLE));
        let mut out = NewFinding::new(FindingKind::Infra, rule, title);
        out.severity = match self.threat.as_str() {
            "Log" | "Debug" | "False Positive" => Severity::Info,
            "Alarm" => Severity::High,
            word => normalise::severity_of_word(word),
        };
        out.place = Location {
            resource: host::resource(&self.host, &self.port, &self.protocol),
            ..Location::default()
        };
        out.vulnerabilities = links(
            self.cves
                .iter()
                .filter_map(|it| normalise::vulnerability(it)),
        );
        let detail = &mut out.detail;
        if self.threat == "False Positive" {
            detail.suppression = Some(Claimed {
                kind: self.threat.clone(),
                ..Claimed::default()
            });
        }
        detail.description = bounded(self.summary, DESCRIPTION);
        detail.remediation = bounded(self.solution, DESCRIPTION);
        detail.evidence = bounded(self.result, SNIPPET);
        detail.confidence = self.quality;
        detail.references = links(self.references);
        let score: Option<f64> = self.score.parse().ok();
        let score = score.filter(|it| *it > 0.0);
        if score.is_some() || !self.vector.is_empty() {
            detail.cvss = vec![CvssClaim {
                vector: self.vector,
                score,
                source: "greenbone".to_owned(),
            }];
        }
        let facts = [
            ("family", self.family),
            ("insight", self.insight),
            ("affected", self.affected),
            ("impact", self.impact),
        ];
        for (label, text) in facts {
            fact(&mut detail.facts, label, bounded(text, DESCRIPTION));
        }
        out.severity_word = self.threat;
        out.record = record;
        Some(out)
    }
}
