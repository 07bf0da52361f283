//! HCL `AppScan`: the XML reports of `AppScan` Standard (dynamic) and of `AppScan` on Cloud (static,
//! dynamic, composition).
//!
//! Severity: Critical, High, Medium, Low, Informational as they say; Undetermined → unknown.
//! The rule is the issue type. The technology is the target, since one runs without the others. The
//! issue id of `AppScan` on Cloud is its identity across scans.
//! Status Noise is kept as a claim; Fixed and Passed are no findings.
//! In memory while it is read: the names of issue types, addresses and entities.
//! Not read: advisories and fix recommendations, which are the same for all issues of a type.

use super::read::xml;
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, http, literal, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Scan, Snippet};
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct HclAppScan;

/// Names by the id of their item.
#[derive(Default)]
struct Names {
    types: BTreeMap<String, String>,
    urls: BTreeMap<String, String>,
    entities: BTreeMap<String, String>,
}

impl Format for HclAppScan {
    fn name(&self) -> &'static str {
        "hcl-appscan"
    }

    fn tool(&self) -> &'static str {
        "HCL AppScan"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Dast,
            FindingKind::Sast,
            FindingKind::Sca,
            FindingKind::Iac,
        ]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        match probe.xml_root() {
            Some("xml-report") if probe.head.contains("AppScan") => Claim::Yes,
            Some("xml-report") => Claim::Maybe,
            Some(_) | None => Claim::No,
        }
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "hcl-appscan".to_owned(),
            ..Scan::default()
        };
        let mut names = Names::default();
        let wants = [
            "xml-report@",
            "xml-report/issue-type-group/item",
            "xml-report/url-group/item",
            "xml-report/entity-group/item",
            "xml-report/scan-information/product-version",
            "xml-report/scan-information/scan-date-and-time-iso",
        ];
        xml::walk(input, &wants, &mut |it| {
            match it.want {
                0 => scan.target = target(it.node.attribute("technology").unwrap_or_default()),
                1 => remember(it.node, &mut names.types),
                2 => remember(it.node, &mut names.urls),
                3 => remember(it.node, &mut names.entities),
                4 => scan.tool_version = one_line(&it.node.text(), 100),
                _ => scan.scanned_at = normalise::timestamp(&it.node.text()),
            }
            Ok(())
        })?;
        sink.scan(scan.clone())?;
        xml::walk(input, &["xml-report/issue-group/item"], &mut |it| {
            let said = |name: &str| it.node.text_of(name).unwrap_or_default();
            if matches!(said("status").as_str(), "Fixed" | "Passed") {
                return Ok(());
            }
            let rule = said("issue-type/ref");
            if rule.is_empty() {
                return sink.skipped(it.refuse("`issue-type` does not name it"));
            }
            let technology = target(&said("technology"));
            if !technology.is_empty() && technology != scan.target {
                scan.target = technology;
                sink.scan(scan.clone())?;
            }
            let mut out = names.finding(&rule, it.node);
            let request = it.node.at("variant-group/item/test-http-traffic");
            let request = request.map(Node::text).unwrap_or_default();
            out.detail.request = bounded(
                http::mask_message(request.trim(), &mut |it| {
                    // A short value would take ordinary words of the report with it.
                    if it.len() >= 8 {
                        sink.conceal(it);
                    }
                }),
                SNIPPET,
            );
            for clear in literal::reduce(&mut out, key) {
                sink.conceal(&clear);
            }
            out.record = it.place();
            sink.finding(out)
        })
    }
}

/// A technology as the target of a scan; `Mixed` names none.
fn target(technology: &str) -> String {
    match technology {
        "Mixed" => String::new(),
        other => one_line(&other.to_lowercase(), 60),
    }
}

fn remember(item: &Node, into: &mut BTreeMap<String, String>) {
    let id = item.attribute("id").unwrap_or_default().to_owned();
    let name = item.text_of("name").unwrap_or_default();
    into.insert(id, one_line(&name, 4096));
}

impl Names {
    fn finding(&self, rule: &str, node: &Node) -> NewFinding {
        let said = |name: &str| node.text_of(name).unwrap_or_default();
        let own = said("issue-type-name");
        let listed = self.types.get(rule).filter(|it| !it.is_empty());
        let title = if own.is_empty() {
            listed.map_or(rule, String::as_str)
        } else {
            &own
        };
        let kind = match (said("technology").as_str(), node.attribute("language")) {
            (_, Some("Infrastructure-As-Code")) => FindingKind::Iac,
            ("SAST", _) => FindingKind::Sast,
            ("SCA", _) => FindingKind::Sca,
            _ => FindingKind::Dast,
        };
        let mut out = NewFinding::new(kind, one_line(rule, TITLE), one_line(title, TITLE));
        out.severity_word = one_line(&said("severity"), 60);
        out.severity = normalise::severity_of_word(&out.severity_word);
        let cwe = node.child("cwe").map(Node::text).unwrap_or_default();
        out.cwes = normalise::cwes([cwe.trim()]);
        let cve = normalise::vulnerability(node.attribute("cve").unwrap_or_default());
        out.vulnerabilities = cve.into_iter().collect();
        out.native = node.text_of("asoc-issue-id").map(|it| bounded(it, 512));
        self.locate(node, &mut out);
        let detail = &mut out.detail;
        let variant = node.at("variant-group/item");
        let reasoning = variant.and_then(|it| it.text_of("reasoning"));
        let signature = variant.and_then(|it| it.text_of("issue-information/method-signature"));
        let text = reasoning.or(signature).unwrap_or_default();
        detail.description = bounded(text, DESCRIPTION);
        let fix = node.text_of("fix/item/general/text").unwrap_or_default();
        detail.remediation = bounded(fix, DESCRIPTION);
        let vector = node.text_of("cvss-vector/vector");
        let vector = vector.filter(|it| it.starts_with("CVSS") || it.starts_with("AV:"));
        let score = said("cvss-score").parse().ok();
        if vector.is_some() || score.is_some() {
            detail.cvss = vec![CvssClaim {
                vector: vector.unwrap_or_default(),
                score,
                source: "appscan".to_owned(),
            }];
        }
        match said("status").as_str() {
            "Noise" => {
                detail.suppression = Some(Claimed {
                    kind: "Noise".to_owned(),
                    ..Claimed::default()
                });
            }
            status => fact(&mut detail.facts, "status", status),
        }
        fact(&mut detail.facts, "threat class", said("threat-class/ref"));
        out
    }

    fn locate(&self, node: &Node, out: &mut NewFinding) {
        let said = |name: &str| node.text_of(name).unwrap_or_default();
        let file = said("source-file");
        let file = if file.is_empty() {
            node.attribute("filename").unwrap_or_default().to_owned()
        } else {
            file
        };
        let line = said("line").parse().ok();
        out.place = place(&file, line);
        let context = node.attribute("context").unwrap_or_default();
        let text = bounded(context.to_owned(), SNIPPET);
        let start = out.place.line.unwrap_or_default();
        out.detail.snippet = (!text.trim().is_empty()).then_some(Snippet { start, text });
        let url = self.urls.get(&said("url/ref")).cloned();
        let location = Some(said("location"));
        let url = url.or_else(|| location.filter(|it| it.contains("://")));
        if let Some(url) = url.filter(|it| !it.is_empty()) {
            out.place.url = Some(url);
            let url = node.child("url");
            let method = url.and_then(|it| it.attribute("original_request_method"));
            out.place.method = method.map(str::to_uppercase);
            out.place.parameter = self.entities.get(&said("entity/ref")).cloned();
        }
    }
}
