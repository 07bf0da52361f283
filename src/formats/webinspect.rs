//! `WebInspect` (Micro Focus, now `OpenText`) 9–24: the XML of a scan's export (`Sessions`).
//!
//! Severity: 4 → critical, 3 → high, 2 → medium, 1 → low, 0 (normal, best practice) → info.
//! A finding is one check at one session, a request with its answer. The URL and method are those of
//! the session; `AttackParamDescriptor` names the parameter.
//! Requests are kept with the credentials in them masked. Not read: answers, forms, links.

use super::read::xml::{self, Captured};
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, html, http, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, Location, NewFinding, Scan, Severity};

/// See the module's text.
pub(super) struct WebInspect;

impl Format for WebInspect {
    fn name(&self) -> &'static str {
        "webinspect"
    }

    fn tool(&self) -> &'static str {
        "WebInspect 9–24"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Dast]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root() != Some("Sessions") {
            return Claim::No;
        }
        if probe.head.contains("<Session") {
            return Claim::Yes;
        }
        Claim::Maybe
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "webinspect".to_owned(),
            ..Scan::default()
        })?;
        xml::walk(input, &["Sessions/Session"], &mut |it| session(it, sink))
    }
}

fn session(it: &Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
    let place = place(it.node);
    // A short value would take ordinary words of the report with it.
    let mut clear = |it: &str| {
        if it.len() >= 8 {
            sink.conceal(it);
        }
    };
    let request = it.node.text_of("RawRequest").unwrap_or_default();
    let request = http::mask_message(&request, &mut clear);
    let answer = it.node.text_of("RawResponse").unwrap_or_default();
    http::mask_message(&answer, &mut clear);
    let issues = it.node.child("Issues");
    let issues = issues.into_iter().flat_map(|it| it.children("Issue"));
    for (index, node) in issues.enumerate() {
        let record = it.place_within(node, &format!("Issues.Issue[{index}]"));
        let said = |name: &str| node.text_of(name).unwrap_or_default();
        let (id, name) = (said("VulnerabilityID"), said("Name"));
        if id.is_empty() && name.is_empty() {
            let mut skipped = it.refuse("neither `VulnerabilityID` nor `Name` says what it is");
            skipped.record = record;
            sink.skipped(skipped)?;
            continue;
        }
        let mut out = issue(&id, &name, node);
        out.place.clone_from(&place);
        out.detail.request = bounded(request.trim().to_owned(), SNIPPET);
        out.record = record;
        sink.finding(out)?;
    }
    Ok(())
}

fn place(session: &Node) -> Location {
    let method = session.text_of("Request/Method");
    Location {
        url: session.text_of("URL"),
        method: method.map(|it| it.to_uppercase()),
        parameter: session.text_of("AttackParamDescriptor"),
        ..Location::default()
    }
}

fn issue(id: &str, name: &str, node: &Node) -> NewFinding {
    let rule = if id.is_empty() { name } else { id };
    let title = if name.is_empty() { id } else { name };
    let (rule, title) = (one_line(rule, TITLE), one_line(title, TITLE));
    let mut out = NewFinding::new(FindingKind::Dast, rule, title);
    out.severity_word = node.text_of("Severity").unwrap_or_default();
    out.severity = match out.severity_word.as_str() {
        "4" => Severity::Critical,
        "3" => Severity::High,
        "2" => Severity::Medium,
        "1" => Severity::Low,
        "0" => Severity::Info,
        _ => Severity::Unknown,
    };
    let classes = node.child("Classifications");
    let classes = classes
        .into_iter()
        .flat_map(|it| it.children("Classification"));
    let detail = &mut out.detail;
    for class in classes {
        let said = |name: &str| class.attribute(name).unwrap_or_default();
        match said("kind") {
            "CWE" => out.cwes.extend(normalise::cwe(said("identifier"))),
            "7PK Category" => detail.tags.push(one_line(said("identifier"), 200)),
            _ => {}
        }
    }
    out.cwes.sort_unstable();
    out.cwes.dedup();
    let section = |wanted: &str| {
        let mut all = node.children("ReportSection");
        let found = all.find(|it| it.text_of("Name").as_deref() == Some(wanted));
        found
            .and_then(|it| it.text_of("SectionText"))
            .unwrap_or_default()
    };
    let texts = ["Summary", "Implication", "Execution"].map(|it| html::plain(&section(it)));
    let texts: Vec<String> = texts.into_iter().filter(|it| !it.is_empty()).collect();
    detail.description = bounded(texts.join("\n\n"), DESCRIPTION);
    detail.remediation = bounded(html::plain(&section("Fix")), DESCRIPTION);
    let references = section("Reference Info");
    let hrefs = references.split("href=\"").skip(1);
    detail.references = links(hrefs.filter_map(|it| it.split('"').next().map(str::to_owned)));
    fact(
        &mut detail.facts,
        "check type",
        node.text_of("CheckTypeID").unwrap_or_default(),
    );
    out
}
