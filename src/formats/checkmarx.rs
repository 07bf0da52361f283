//! Checkmarx `CxSAST` 8 and 9: the XML report (`CxXMLResults`).
//!
//! Severity: Critical, High, Medium, Low as they say, Information and Info → info.
//! A finding is one result: one path from a source to a sink. The place is the sink, the last node
//! of the path, which is where it can be fixed and what other tools point at; the source is in the
//! flow. A result without a path has its own place.
//! `state` 1 (Not Exploitable) is kept as a claim with the remark; the others, To Verify, Confirmed, Urgent and
//! Proposed Not Exploitable, are facts. `SimilarityId` is the identity that Checkmarx keeps across
//! scans.
//! Results with the status Fixed are no findings. Not read: categories beyond tags, assignees.

use super::read::xml::{self, Captured};
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, literal, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, Flow, Location, NewFinding, Scan, Snippet, Step};

/// See the module's text.
pub(super) struct Checkmarx;

impl Format for Checkmarx {
    fn name(&self) -> &'static str {
        "checkmarx"
    }

    fn tool(&self) -> &'static str {
        "Checkmarx CxSAST 8, 9"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root() == Some("CxXMLResults") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut announced = false;
        let wants = ["CxXMLResults@", "CxXMLResults/Query/Result"];
        xml::walk(input, &wants, &mut |it| {
            if it.want == 0 {
                announced = true;
                return sink.scan(scan(it.node));
            }
            result(it, key, sink)
        })?;
        if !announced {
            sink.scan(scan(&Node::default()))?;
        }
        Ok(())
    }
}

fn scan(root: &Node) -> Scan {
    Scan {
        tool: "checkmarx".to_owned(),
        tool_version: root
            .attribute("CheckmarxVersion")
            .unwrap_or_default()
            .to_owned(),
        ..Scan::default()
    }
}

fn result(it: &Captured<'_>, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
    let query = |name: &str| it.attribute_of("Query", name).unwrap_or_default();
    let own = |name: &str| it.node.attribute(name).unwrap_or_default();
    if own("Status") == "Fixed" {
        return Ok(());
    }
    let name = query("name");
    if name.is_empty() {
        return sink.skipped(it.refuse("its query has no `name`"));
    }
    let title = one_line(&name.replace('_', " "), TITLE);
    let mut out = NewFinding::new(FindingKind::Sast, one_line(name, TITLE), title);
    let words = [own("Severity"), query("Severity")];
    let word = words.into_iter().find(|it| !it.is_empty());
    word.unwrap_or_default().clone_into(&mut out.severity_word);
    out.severity = normalise::severity_of_word(&out.severity_word);
    out.cwes = normalise::cwes([query("cweId")]);
    let path = it.node.child("Path");
    out.native = path
        .and_then(|it| it.attribute("SimilarityId"))
        .filter(|it| !it.is_empty() && *it != "0")
        .map(str::to_owned);
    let nodes = path.into_iter().flat_map(|it| it.children("PathNode"));
    let nodes: Vec<&Node> = nodes.collect();
    out.place = nodes
        .last()
        .map_or_else(|| place_of_result(it.node), |it| place_of_node(it));
    out.detail.snippet = nodes.last().and_then(|it| snippet(it));
    if 1 < nodes.len() {
        let steps = nodes.iter().map(|it| step(it)).collect();
        out.detail.flows = vec![Flow { steps }];
    }
    let detail = &mut out.detail;
    detail.references = links([own("DeepLink").to_owned()]);
    detail.tags = links([query("group").to_owned(), query("Language").to_owned()]);
    let remark = bounded(own("Remark").to_owned(), DESCRIPTION);
    if own("state") == "1" || own("FalsePositive").eq_ignore_ascii_case("true") {
        detail.suppression = Some(Claimed {
            kind: "Not Exploitable".to_owned(),
            status: String::new(),
            justification: remark,
        });
    } else {
        fact(&mut detail.facts, "state", state(own("state")));
        fact(&mut detail.facts, "remark", remark);
    }
    fact(&mut detail.facts, "categories", query("categories"));
    for clear in literal::reduce(&mut out, key) {
        sink.conceal(&clear);
    }
    out.record = it.place();
    sink.finding(out)
}

fn state(number: &str) -> &str {
    match number {
        "0" => "To Verify",
        "2" => "Confirmed",
        "3" => "Urgent",
        "4" => "Proposed Not Exploitable",
        other => other,
    }
}

fn file(raw: &str) -> Option<String> {
    let path = normalise::path(raw);
    (!path.is_empty()).then_some(path)
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|it| *it > 0)
}

fn place_of_result(node: &Node) -> Location {
    let own = |name: &str| node.attribute(name).unwrap_or_default();
    Location {
        file: file(own("FileName")),
        line: number(own("Line")),
        column: number(own("Column")),
        ..Location::default()
    }
}

fn place_of_node(node: &Node) -> Location {
    let text = |name: &str| node.text_of(name).unwrap_or_default();
    Location {
        file: file(&text("FileName")),
        line: number(&text("Line")),
        column: number(&text("Column")),
        ..Location::default()
    }
}

fn snippet(node: &Node) -> Option<Snippet> {
    let code = node.at("Snippet/Line/Code")?.text();
    let start = node.text_of("Snippet/Line/Number");
    Some(Snippet {
        start: start.and_then(|it| number(&it)).unwrap_or_default(),
        text: bounded(code.trim_end().to_owned(), SNIPPET),
    })
}

fn step(node: &Node) -> Step {
    let place = place_of_node(node);
    Step {
        file: place.file.unwrap_or_default(),
        line: place.line.unwrap_or_default(),
        text: one_line(&node.text_of("Name").unwrap_or_default(), TITLE),
    }
}
