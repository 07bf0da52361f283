//! Qualys Web Application Scanning: the XML of scan and web application reports
//! (`WAS_SCAN_REPORT`, `WAS_WEBAPP_REPORT`).
//!
//! Severity by Qualys' level, as for hosts: 5 → critical, 4 → high, 3 → medium, 2 → low, 1 → info.
//! Information gathered is info, whatever its level.
//! A finding is one detection: one QID at one URL. `UNIQUE_ID` is Qualys' own identity for it. What
//! Qualys itself has seen fixed is none; an ignored one is kept with that claim.
//! Titles and texts stand in a glossary behind the results, which is held in memory.
//! The first request is kept, credentials masked. Not read: responses, crawled links, `DATA`.

use super::qualys::severity;
use super::read::xml::{self, Captured};
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, html, http, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Scan, Severity};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// See the module's text.
pub(super) struct QualysWas;

const ROOTS: &[&str] = &["WAS_SCAN_REPORT", "WAS_WEBAPP_REPORT"];

/// Where detections stand, in a scan's report and in an application's.
const LISTS: &[&str] = &[
    "RESULTS/VULNERABILITY_LIST/VULNERABILITY",
    "RESULTS/SENSITIVE_CONTENT_LIST/SENSITIVE_CONTENT",
    "RESULTS/INFORMATION_GATHERED_LIST/INFORMATION_GATHERED",
    "RESULTS/WEB_APPLICATION/VULNERABILITY_LIST/VULNERABILITY",
    "RESULTS/WEB_APPLICATION/SENSITIVE_CONTENT_LIST/SENSITIVE_CONTENT",
    "RESULTS/WEB_APPLICATION/INFORMATION_GATHERED_LIST/INFORMATION_GATHERED",
];

impl Format for QualysWas {
    fn name(&self) -> &'static str {
        "qualys-was"
    }

    fn tool(&self) -> &'static str {
        "Qualys WAS"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Dast]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root().is_some_and(|it| ROOTS.contains(&it)) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "qualys-was".to_owned(),
            ..Scan::default()
        })?;
        let mut known = BTreeMap::new();
        let wants: Vec<String> = below("GLOSSARY/QID_LIST/QID").collect();
        let wants: Vec<&str> = wants.iter().map(String::as_str).collect();
        xml::walk(input, &wants, &mut |it| {
            if let Some(qid) = it.node.text_of("QID") {
                known.insert(qid.clone(), entry(&qid, it.node));
            }
            Ok(())
        })?;
        let wants: Vec<String> = LISTS.iter().flat_map(|it| below(it)).collect();
        let wants: Vec<&str> = wants.iter().map(String::as_str).collect();
        xml::walk(input, &wants, &mut |it| detection(it, &known, sink))
    }
}

fn below(path: &str) -> impl Iterator<Item = String> {
    ROOTS.iter().map(move |it| format!("{it}/{path}"))
}

/// What the glossary says of a QID.
fn entry(qid: &str, node: &Node) -> NewFinding {
    let text = |name: &str| node.text_of(name).unwrap_or_default();
    let plain = |name: &str| match html::plain(&text(name)) {
        it if it == "N/A" => String::new(),
        it => it,
    };
    let title = match one_line(&text("TITLE"), TITLE) {
        it if it.is_empty() => format!("QID {qid}"),
        it => it,
    };
    let mut out = NewFinding::new(FindingKind::Dast, one_line(qid, TITLE), title);
    out.severity_word = one_line(&text("SEVERITY"), 60);
    out.severity = match severity(&out.severity_word) {
        _ if text("CATEGORY").starts_with("Information") => Severity::Info,
        known => known,
    };
    let cwes = text("CWE");
    out.cwes = normalise::cwes(cwes.split(','));
    let said = [plain("DESCRIPTION"), plain("IMPACT")];
    out.detail.description = bounded(said.join("\n\n").trim().to_owned(), DESCRIPTION);
    out.detail.remediation = bounded(plain("SOLUTION"), DESCRIPTION);
    out.detail.confidence = one_line(&text("CATEGORY"), 60);
    out.detail.cvss = ["CVSS_V3/BASE", "CVSS_BASE"]
        .iter()
        .filter_map(|it| text(it).parse().ok())
        .map(|score| CvssClaim {
            score: Some(score),
            source: "qualys".to_owned(),
            ..CvssClaim::default()
        })
        .collect();
    let groups = ["OWASP", "WASC"].map(|it| text(it));
    let tags = groups.iter().flat_map(|it| it.split(','));
    out.detail.tags = links(tags.map(|it| one_line(it, 100)));
    out
}

fn detection(
    it: &Captured<'_>,
    known: &BTreeMap<String, NewFinding>,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let text = |path: &str| it.node.text_of(path).unwrap_or_default();
    let qid = text("QID");
    if qid.is_empty() {
        return sink.skipped(it.refuse("`QID` does not name it"));
    }
    if text("STATUS").eq_ignore_ascii_case("fixed") {
        return Ok(());
    }
    let found = known.get(&qid).cloned();
    let mut out = found
        .unwrap_or_else(|| NewFinding::new(FindingKind::Dast, qid.clone(), format!("QID {qid}")));
    out.native = it.node.text_of("UNIQUE_ID");
    out.place.url = it.node.text_of("URL");
    out.place.parameter = it.node.text_of("PARAM");
    if let Some(request) = it.node.at("PAYLOADS/PAYLOAD/REQUEST") {
        out.place.method = request.text_of("METHOD").map(|it| it.to_uppercase());
        out.detail.request = bounded(http::conceal_message(&message(request), sink), SNIPPET);
    }
    out.detail.evidence = bounded(text("PAYLOADS/PAYLOAD/PAYLOAD"), SNIPPET);
    if text("IGNORED") == "true" {
        out.detail.suppression = Some(Claimed {
            kind: "external".to_owned(),
            status: "accepted".to_owned(),
            justification: text("IGNORE_REASON"),
        });
    }
    fact(
        &mut out.detail.facts,
        "status",
        one_line(&text("STATUS"), 60),
    );
    let authentication = one_line(&text("AUTHENTICATION"), 60);
    fact(&mut out.detail.facts, "authentication", authentication);
    out.record = it.place();
    sink.finding(out)
}

/// The request as it went over the wire.
fn message(request: &Node) -> String {
    let text = |name: &str| request.text_of(name).unwrap_or_default();
    let mut out = format!("{} {}", text("METHOD"), text("URL"));
    let headers = request.child("HEADERS").into_iter();
    for it in headers.flat_map(|it| it.children("HEADER").collect::<Vec<_>>()) {
        let part = |name: &str| it.text_of(name).unwrap_or_default();
        _ = write!(out, "\n{}: {}", part("key"), part("value"));
    }
    let body = text("BODY");
    if !body.is_empty() {
        _ = write!(out, "\n\n{body}");
    }
    out
}
