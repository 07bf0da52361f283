//! Acunetix 9 to 24: the XML export (`ScanGroup`). The JSON of Acunetix 360 is read as `invicti`.
//!
//! Severity: critical, high, medium, low, info as they say.
//! A finding is one alert at one place. The rule is the alert's name: the module finds many things.
//! The request is kept with its credentials masked. Dates are those of the person's own settings,
//! and not read. Not read either: the crawled files.

use super::read::xml;
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, html, http, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Scan};

/// See the module's text.
pub(super) struct Acunetix;

impl Format for Acunetix {
    fn name(&self) -> &'static str {
        "acunetix"
    }

    fn tool(&self) -> &'static str {
        "Acunetix 9-24"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Dast]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root() == Some("ScanGroup") && probe.head.contains("<Scan>") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut site = String::new();
        let mut incomplete = None;
        let head = ["ScanGroup/Scan/StartURL", "ScanGroup/Scan/Aborted"];
        xml::walk(input, &head, &mut |it| {
            let text = it.node.text();
            if it.want == 0 && site.is_empty() {
                site = base(text.trim());
            } else if it.want == 1 && text.trim().eq_ignore_ascii_case("true") {
                incomplete = Some("the scan was aborted".to_owned());
            }
            Ok(())
        })?;
        sink.scan(scan(&site, incomplete))?;
        let wants = [
            "ScanGroup/Scan/StartURL",
            "ScanGroup/Scan/ReportItems/ReportItem",
        ];
        xml::walk(input, &wants, &mut |it| {
            if it.want == 0 {
                site = base(it.node.text().trim());
                return Ok(());
            }
            let Some(mut out) = finding(it.node, &site) else {
                return sink.skipped(it.refuse("`Name` does not say what it is"));
            };
            out.detail.request = request(it.node, sink);
            out.record = it.place();
            sink.finding(out)
        })
    }
}

fn scan(site: &str, incomplete: Option<String>) -> Scan {
    let host = site.split_once("://").map_or(site, |it| it.1);
    Scan {
        tool: "acunetix".to_owned(),
        target: host.to_owned(),
        incomplete,
        ..Scan::default()
    }
}

/// Scheme and host of the address that the scan began with; Acunetix leaves out `http://`.
fn base(start: &str) -> String {
    let (scheme, rest) = start.split_once("://").unwrap_or(("http", start));
    let host = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{host}")
}

fn finding(node: &Node, site: &str) -> Option<NewFinding> {
    let text = |path: &str| node.text_of(path).unwrap_or_default();
    let plain = |path: &str| html::plain(&text(path));
    let name = node.text_of("Name")?;
    let name = one_line(&name, TITLE);
    let mut out = NewFinding::new(FindingKind::Dast, name.clone(), name);
    out.severity_word = text("Severity");
    out.severity = normalise::severity_of_word(&out.severity_word);
    let list = |parent: &str, name: &'static str| -> Vec<String> {
        let inner = node.child(parent).into_iter();
        inner
            .flat_map(|it| it.children(name).map(Node::text).collect::<Vec<_>>())
            .collect()
    };
    let cwes = list("CWEList", "CWE");
    out.cwes = normalise::cwes(cwes.iter().map(String::as_str));
    let cves = list("CVEList", "CVE");
    out.vulnerabilities = links(cves.iter().filter_map(|it| normalise::vulnerability(it)));
    let path = text("Affects");
    let slash = if path.is_empty() || path.starts_with('/') {
        ""
    } else {
        "/"
    };
    out.place.url = Some(if path.contains("://") {
        path
    } else {
        format!("{site}{slash}{path}")
    });
    let request = text("TechnicalDetails/Request");
    let method = request.split(' ').next().unwrap_or_default();
    let is_method = method.len() > 2 && method.bytes().all(|it| it.is_ascii_uppercase());
    out.place.method = is_method.then(|| method.to_owned());
    out.place.parameter = node.text_of("Parameter").filter(|it| it != "<empty>");
    let detail = &mut out.detail;
    let parts = [
        plain("Description"),
        plain("DetailedInformation"),
        plain("Impact"),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    detail.description = bounded(parts.join("\n\n"), DESCRIPTION);
    detail.remediation = bounded(plain("Recommendation"), DESCRIPTION);
    detail.evidence = bounded(plain("Details"), SNIPPET);
    let pages = node.child("References").into_iter();
    let pages = pages.flat_map(|it| it.children("Reference").collect::<Vec<_>>());
    detail.references = links(pages.filter_map(|it| it.text_of("URL")));
    detail.cvss = ["CVSS", "CVSS3", "CVSS4"]
        .iter()
        .filter_map(|it| cvss(node.child(it)?))
        .collect();
    if text("IsFalsePositive").eq_ignore_ascii_case("true") {
        detail.suppression = Some(Claimed {
            kind: "false positive".to_owned(),
            ..Claimed::default()
        });
    }
    fact(
        &mut detail.facts,
        "module",
        one_line(&text("ModuleName"), 300),
    );
    fact(&mut detail.facts, "sort", one_line(&text("Type"), 300));
    let source = place_in_code(&text("AOP_SourceFile"), &text("AOP_SourceLine"));
    fact(&mut detail.facts, "source", one_line(&source, 500));
    Some(out)
}

fn place_in_code(file: &str, line: &str) -> String {
    if line.is_empty() {
        return file.to_owned();
    }
    format!("{file}:{line}")
}

fn cvss(node: &Node) -> Option<CvssClaim> {
    let vector = node.text_of("Descriptor")?;
    Some(CvssClaim {
        vector,
        score: node.text_of("Score").and_then(|it| it.parse().ok()),
        source: "acunetix".to_owned(),
    })
}

fn request(node: &Node, sink: &mut dyn Sink) -> String {
    let text = node.text_of("TechnicalDetails/Request").unwrap_or_default();
    bounded(http::conceal_message(&text, sink), SNIPPET)
}
