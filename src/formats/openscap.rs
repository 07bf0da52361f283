//! `OpenSCAP` and other XCCDF 1.1 and 1.2 tools: the XML of results (`oscap xccdf eval --results`),
//! also inside the ARF (`--results-arf`).
//!
//! Severity by the rule: high, medium, low, info as they say.
//! A finding is one rule that failed on the target. Rules that passed, do not apply, were not
//! selected or not checked are none; a rule that ended in an error makes the scan incomplete.
//! What the benchmark says of its rules is held in memory; its size is that of the benchmark.
//! Not read: the HTML report, OVAL definitions, profiles, scripts that repair.

use super::read::xml::{self, Captured};
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, TITLE, fact, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, html, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, NewFinding, Scan};
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct OpenScap;

/// Where a benchmark may stand.
const BENCHMARKS: &[&str] = &[
    "Benchmark",
    "data-stream-collection/component/Benchmark",
    "asset-report-collection/report-requests/report-request/content/data-stream-collection/component/Benchmark",
];

/// Where results may stand.
const RESULTS: &[&str] = &[
    "Benchmark/TestResult",
    "TestResult",
    "asset-report-collection/reports/report/content/TestResult",
];

/// Groups of rules are inside each other; no published benchmark is deeper than this.
const DEPTH: usize = 10;

impl Format for OpenScap {
    fn name(&self) -> &'static str {
        "openscap"
    }

    fn tool(&self) -> &'static str {
        "OpenSCAP 1.x (XCCDF 1.1, 1.2, ARF)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Infra]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let root = probe.xml_root();
        let marked = ["xccdf", "checklists.nist.gov", "asset-reporting-format"];
        let known = matches!(
            root,
            Some("Benchmark" | "TestResult" | "asset-report-collection")
        );
        if known && marked.iter().any(|it| probe.head.contains(it)) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let rules = rules(input)?;
        sink.scan(scan(input)?)?;
        let wants = below(RESULTS, "rule-result");
        let targets = below(RESULTS, "target");
        let wants: Vec<&str> = wants.iter().chain(&targets).map(String::as_str).collect();
        let mut target = String::new();
        xml::walk(input, &wants, &mut |it| {
            if it.want >= RESULTS.len() {
                target = one_line(&it.node.text(), 300);
                return Ok(());
            }
            if it.node.text_of("result").as_deref() != Some("fail") {
                return Ok(());
            }
            match finding(it, &rules) {
                Some(mut out) => {
                    out.place.resource = Some(target.clone()).filter(|it| !it.is_empty());
                    sink.finding(out)
                }
                None => sink.skipped(it.refuse("`idref` does not name the rule")),
            }
        })
    }
}

fn below(roots: &[&str], name: &str) -> Vec<String> {
    roots.iter().map(|it| format!("{it}/{name}")).collect()
}

fn scan(input: &dyn Input) -> Result<Scan, Problem> {
    let mut out = Scan {
        tool: "openscap".to_owned(),
        ..Scan::default()
    };
    let mut wants = Vec::new();
    for name in ["target", "rule-result", "target-facts/fact"] {
        wants.extend(below(RESULTS, name));
    }
    wants.extend(RESULTS.iter().map(|it| format!("{it}@")));
    let wants: Vec<&str> = wants.iter().map(String::as_str).collect();
    xml::walk(input, &wants, &mut |it| {
        let said = |name: &str| it.node.attribute(name).unwrap_or_default();
        match it.want / RESULTS.len() {
            0 => out.target = one_line(&it.node.text(), 300),
            1 if it.node.text_of("result").as_deref() == Some("error") => {
                let rule = short(said("idref"));
                out.incomplete
                    .get_or_insert(format!("the rule {rule} ended in an error"));
            }
            2 if said("name").ends_with("scanner:version") => {
                out.tool_version = one_line(&it.node.text(), 100);
            }
            3 => out.scanned_at = normalise::timestamp(said("end-time")),
            _ => {}
        }
        Ok(())
    })?;
    Ok(out)
}

/// What the benchmark says of its rules, by their id.
fn rules(input: &dyn Input) -> Result<BTreeMap<String, NewFinding>, Problem> {
    let mut wants = Vec::new();
    for depth in 0..=DEPTH {
        wants.extend(below(
            BENCHMARKS,
            &format!("{}Rule", "Group/".repeat(depth)),
        ));
    }
    let wants: Vec<&str> = wants.iter().map(String::as_str).collect();
    let mut out = BTreeMap::new();
    xml::walk(input, &wants, &mut |it| {
        if let Some(id) = it.node.attribute("id") {
            out.insert(id.to_owned(), rule(id, it.node));
        }
        Ok(())
    })?;
    Ok(out)
}

fn rule(id: &str, node: &Node) -> NewFinding {
    let plain = |name: &str| {
        let text = node.text_of(name).unwrap_or_default();
        bounded(html::plain(&text), DESCRIPTION)
    };
    let rule = one_line(short(id), TITLE);
    let title = match one_line(&plain("title"), TITLE) {
        it if it.is_empty() => rule.clone(),
        it => it,
    };
    let mut out = NewFinding::new(FindingKind::Infra, rule, title);
    out.severity_word = one_line(node.attribute("severity").unwrap_or_default(), 60);
    out.detail.description = plain("description");
    out.detail.remediation = plain("fixtext");
    let pages = node
        .children("reference")
        .filter_map(|it| it.attribute("href"));
    let pages = pages.filter(|it| it.starts_with("http")).take(32);
    out.detail.references = links(pages.map(str::to_owned));
    fact(&mut out.detail.facts, "rationale", plain("rationale"));
    idents(node, &mut out);
    out
}

/// The rule without the prefix that all rules of its content share.
fn short(id: &str) -> &str {
    id.split_once(".content_rule_").map_or(id, |it| it.1)
}

/// Adds the ids that a rule or its result carries: of vulnerabilities, and others as tags.
fn idents(node: &Node, out: &mut NewFinding) {
    for it in node.children("ident") {
        let text = one_line(&it.text(), 100);
        match normalise::vulnerability(&text) {
            Some(id) if out.vulnerabilities.contains(&id) => {}
            Some(id) => out.vulnerabilities.push(id),
            None if text.is_empty() || out.detail.tags.contains(&text) => {}
            None => out.detail.tags.push(text),
        }
    }
}

fn finding(it: &Captured<'_>, rules: &BTreeMap<String, NewFinding>) -> Option<NewFinding> {
    let id = it.node.attribute("idref").filter(|it| !it.is_empty())?;
    let named = one_line(short(id), TITLE);
    let known = rules.get(id).cloned();
    let mut out =
        known.unwrap_or_else(|| NewFinding::new(FindingKind::Infra, named.clone(), named));
    if let Some(word) = it.node.attribute("severity") {
        out.severity_word = one_line(word, 60);
    }
    out.severity = normalise::severity_of_word(&out.severity_word);
    idents(it.node, &mut out);
    let messages: Vec<String> = it.node.children("message").map(Node::text).collect();
    out.detail.evidence = bounded(messages.join("\n"), DESCRIPTION);
    out.record = it.place();
    Some(out)
}
