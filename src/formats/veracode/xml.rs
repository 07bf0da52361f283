//! The detailed report.

use super::{Analysis, rule, severity};
use crate::error::Problem;
use crate::formats::read::xml::{self, Captured};
use crate::formats::read::xml_node::Node;
use crate::formats::wire::{DESCRIPTION, TITLE, fact, place};
use crate::formats::{Input, SecretKey, Sink, literal, normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, Location, NewFinding, Package, Scan};

/// Start tags that say which analyses ran, each with its sort.
const RAN: [(&str, Analysis); 4] = [
    ("detailedreport/static-analysis@", Analysis::Static),
    ("detailedreport/dynamic-analysis@", Analysis::Dynamic),
    ("detailedreport/manual-analysis@", Analysis::Manual),
    (
        "detailedreport/software_composition_analysis@",
        Analysis::Composition,
    ),
];

const WANTS: [&str; 6] = [
    "detailedreport/severity/category/cwe/staticflaws/flaw",
    "detailedreport/severity/category/cwe/dynamicflaws/flaw",
    "detailedreport/severity/category/cwe/manualflaws/flaw",
    "detailedreport/severity/category/recommendations",
    "detailedreport/severity/category@",
    "detailedreport/software_composition_analysis/vulnerable_components/component",
];

pub(super) fn read(input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scans: Vec<(Analysis, Scan)> = Vec::new();
    xml::walk(input, &RAN.map(|it| it.0), &mut |it| {
        let said = |name: &str| it.node.attribute(name).unwrap_or_default();
        if let Some((_, analysis)) = RAN.get(it.want) {
            let mut scan = analysis.scan();
            scan.tool_version = one_line(said("engine_version"), 100);
            scan.scanned_at = time(said("published_date"));
            scans.push((*analysis, scan));
        }
        Ok(())
    })?;
    let none = Scan {
        tool: "veracode".to_owned(),
        ..Scan::default()
    };
    sink.scan(scans.first().map_or(none, |it| it.1.clone()))?;
    for (_, scan) in scans.iter().skip(1) {
        sink.scan(scan.clone())?;
    }
    let mut reader = Reader {
        scans,
        remediation: String::new(),
        key,
        sink,
        now: None,
    };
    xml::walk(input, &WANTS, &mut |it| match it.want {
        0 => reader.flaw(it, Analysis::Static),
        1 => reader.flaw(it, Analysis::Dynamic),
        2 => reader.flaw(it, Analysis::Manual),
        3 => {
            reader.remediation = paragraphs(it.node);
            Ok(())
        }
        4 => {
            reader.remediation.clear();
            Ok(())
        }
        _ => reader.component(it),
    })
}

/// `2020-06-01 10:02:01 UTC`.
fn time(text: &str) -> Option<i64> {
    normalise::timestamp(text.trim_end_matches("UTC").trim())
}

/// The texts of `para` and `bulletitem`, each on its line.
fn paragraphs(node: &Node) -> String {
    let mut out = String::new();
    for para in node.elements() {
        let items = std::iter::once(para).chain(para.elements());
        for text in items.filter_map(|it| it.attribute("text")) {
            out.push_str(text.trim());
            out.push('\n');
        }
    }
    bounded(out.trim_end().to_owned(), DESCRIPTION)
}

struct Reader<'r> {
    scans: Vec<(Analysis, Scan)>,
    /// What the category around the next flaws says to do.
    remediation: String,
    key: &'r SecretKey,
    sink: &'r mut dyn Sink,
    now: Option<Analysis>,
}

impl Reader<'_> {
    /// Goes on with a scan, also one whose start tag is missing.
    fn turn_to(&mut self, analysis: Analysis) -> Result<(), Problem> {
        if self.now == Some(analysis) {
            return Ok(());
        }
        self.now = Some(analysis);
        let known = self.scans.iter().find(|it| it.0 == analysis);
        self.sink
            .scan(known.map_or_else(|| analysis.scan(), |it| it.1.clone()))
    }

    fn flaw(&mut self, it: &Captured<'_>, analysis: Analysis) -> Result<(), Problem> {
        let said = |name: &str| it.node.attribute(name).unwrap_or_default();
        if matches!(said("remediation_status"), "Fixed" | "Remediated") {
            return Ok(());
        }
        self.turn_to(analysis)?;
        let category = said("categoryname");
        if category.is_empty() {
            let skipped = it.refuse("`categoryname` does not name it");
            return self.sink.skipped(skipped);
        }
        let category = one_line(category, TITLE);
        let cwes = normalise::cwes([said("cweid")]);
        let mut out = NewFinding::new(analysis.kind(), rule(&cwes, &category), category);
        out.cwes = cwes;
        out.severity_word = one_line(said("severity"), 60);
        out.severity = severity(&out.severity_word);
        out.native = Some(bounded(said("issueid").to_owned(), 512)).filter(|it| !it.is_empty());
        out.place = site(it.node);
        let detail = &mut out.detail;
        detail.description = bounded(said("description").to_owned(), DESCRIPTION);
        detail.remediation.clone_from(&self.remediation);
        for (label, name) in [
            ("call", "type"),
            ("module", "module"),
            ("function", "functionprototype"),
            ("scope", "scope"),
            ("exploitability", "exploitLevel"),
            ("note", "note"),
        ] {
            fact(
                &mut detail.facts,
                label,
                bounded(said(name).to_owned(), 4096),
            );
        }
        mitigations(it.node, said("mitigation_status"), &mut out);
        for clear in literal::reduce(&mut out, self.key) {
            self.sink.conceal(&clear);
        }
        out.record = it.place();
        self.sink.finding(out)
    }

    fn component(&mut self, it: &Captured<'_>) -> Result<(), Problem> {
        let listed = it.node.child("vulnerabilities");
        let listed = listed
            .into_iter()
            .flat_map(|it| it.children("vulnerability"));
        for (index, node) in listed.enumerate() {
            self.turn_to(Analysis::Composition)?;
            let path = format!("vulnerabilities.vulnerability[{index}]");
            let record = it.place_within(node, &path);
            let Some(id) = node.attribute("cve_id").filter(|it| !it.is_empty()) else {
                let mut skipped = it.refuse("`cve_id` does not name it");
                skipped.record = record;
                self.sink.skipped(skipped)?;
                continue;
            };
            let mut out = vulnerability(id, node, it.node);
            out.record = record;
            self.sink.finding(out)?;
        }
        Ok(())
    }
}

fn site(node: &Node) -> Location {
    let said = |name: &str| node.attribute(name).unwrap_or_default();
    let some = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
    let (folder, file) = (said("sourcefilepath"), said("sourcefile"));
    let slash = if folder.is_empty() || folder.ends_with('/') {
        ""
    } else {
        "/"
    };
    let path = if file.is_empty() {
        String::new()
    } else {
        format!("{folder}{slash}{file}")
    };
    let mut out = place(&path, said("line").parse().ok());
    out.url = some(said("url"));
    out.parameter = some(said("vuln_parameter"));
    out
}

/// What people said of a flaw; the newest comes first.
fn mitigations(node: &Node, status: &str, out: &mut NewFinding) {
    let all = node.child("mitigations");
    let all = all.into_iter().flat_map(|it| it.children("mitigation"));
    let all: Vec<&Node> = all.collect();
    let said = |it: &Node, name: &str| it.attribute(name).unwrap_or_default().to_owned();
    let texts = all.iter().map(|it| {
        let (action, by) = (said(it, "action"), said(it, "user"));
        format!(
            "{action}, {by}, {}: {}",
            said(it, "date"),
            said(it, "description")
        )
    });
    let texts = bounded(texts.collect::<Vec<_>>().join("\n"), DESCRIPTION);
    if status == "accepted" {
        out.detail.suppression = Some(Claimed {
            kind: "mitigation".to_owned(),
            status: status.to_owned(),
            justification: texts,
        });
        return;
    }
    fact(
        &mut out.detail.facts,
        "mitigation",
        Some(status).filter(|it| *it != "none").unwrap_or_default(),
    );
    fact(&mut out.detail.facts, "mitigations", texts);
}

fn vulnerability(id: &str, node: &Node, component: &Node) -> NewFinding {
    let said = |name: &str| node.attribute(name).unwrap_or_default();
    let package = package(component);
    let id = one_line(id, 100);
    let id = normalise::vulnerability(&id).unwrap_or(id);
    let title = one_line(&format!("{id} in {}", package.name), TITLE);
    let mut out = NewFinding::new(Analysis::Composition.kind(), id.clone(), title);
    out.severity_word = one_line(said("severity"), 60);
    out.severity = severity(&out.severity_word);
    out.vulnerabilities = vec![id];
    out.cwes = normalise::cwes_in(said("cwe_id"));
    out.package = Some(package);
    let first = component.at("file_paths/file_path");
    let path = first.and_then(|it| it.attribute("value"));
    out.place = place(path.unwrap_or_default(), None);
    let detail = &mut out.detail;
    if let Ok(score) = said("cvss_score").parse() {
        detail.cvss = vec![CvssClaim {
            score: Some(score),
            source: "veracode".to_owned(),
            ..CvssClaim::default()
        }];
    }
    detail.description = bounded(said("cve_summary").to_owned(), DESCRIPTION);
    let file = component.attribute("file_name").unwrap_or_default();
    fact(&mut detail.facts, "file name", file);
    let accepted = said("mitigation") == "true";
    mitigations(node, if accepted { "accepted" } else { "" }, &mut out);
    out
}

/// The component by its id (`maven:com.h2database:h2:2.1.214:`), else by its name.
fn package(node: &Node) -> Package {
    let said = |name: &str| node.attribute(name).unwrap_or_default();
    by_id(said("library_id")).unwrap_or_else(|| Package {
        name: said("library").to_owned(),
        version: said("version").to_owned(),
        ..Package::default()
    })
}

/// A library id: ecosystem, one or two parts of the name, version.
pub(in crate::formats) fn by_id(id: &str) -> Option<Package> {
    let mut parts = id.split(':');
    let ecosystem = normalise::ecosystem(parts.next()?);
    let (first, second) = (parts.next()?, parts.next()?);
    let version = parts.next()?;
    if ecosystem.is_empty() || first.is_empty() {
        return None;
    }
    let name = match (ecosystem, second) {
        (_, "") => first.to_owned(),
        ("maven", _) => format!("{first}:{second}"),
        _ => format!("{first}/{second}"),
    };
    Some(purl::component(ecosystem, "", &name, version))
}
