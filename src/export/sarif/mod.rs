//! SARIF 2.1.0: one run for each tool, what was decided as suppressions (§3.35).
//!
//! A run is written as its results come, so that a store of any size fits; its rules stand behind
//! them. Every result has `suppressions`, as the standard wants all or none (§3.27.23); a
//! suppression that a tool itself claimed is handed on after ours. With a time of the past to
//! compare with, every result has a `baselineState` (§3.27.24): `new` was first seen since then,
//! `updated` changed since then, `absent` is gone since then. What was gone before is left out.
//! Our own words for severity, kind and place ride along in property bags (`sluice/…`), from where
//! our reader takes them back. A secret has no snippet.

mod place;

use super::item::{Exporter, Family, Head, Item, Source, Told};
use super::json_text::{Object, put};
use super::time;
use crate::model::{Finding, FindingKind, FindingState, Severity, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct Sarif;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Rules of a run in the order of their first result.
#[derive(Default)]
struct Rules {
    index: BTreeMap<String, usize>,
    list: Vec<Value>,
}

impl Exporter for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn family(&self) -> Family {
        Family::Sarif
    }

    fn about(&self) -> &'static str {
        "SARIF 2.1.0, one run for each tool"
    }

    fn loses(&self) -> &'static str {
        "SARIF suppressions have no end date (it stands in the justification and in their \
         properties), and readers other than Sluice take `level` for the severity: critical and \
         high are both `error`"
    }

    fn write(&self, head: &Head, from: &dyn Source, mut to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        write!(
            to,
            "{{\"$schema\": \"{SCHEMA}\",\n\"version\": \"2.1.0\",\n\"runs\": ["
        )?;
        let mut first = true;
        for tool in from.tools() {
            to.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            run(head, (from, &tool), &mut to, &mut told)?;
        }
        to.write_all(b"]}\n")?;
        Ok(told)
    }
}

fn run(
    head: &Head,
    (from, tool): (&dyn Source, &str),
    to: &mut dyn Write,
    told: &mut Told,
) -> io::Result<()> {
    let mut rules = Rules::default();
    let mut out = Object::begin(to)?;
    out.field("columnKind", &"unicodeCodePoints".into())?;
    out.list("results", &mut |write| {
        from.each(Some(tool), &mut |it| {
            for finding in it.issue.findings.iter().filter(|it| it.tool == tool) {
                if let Some(result) = result(head, it, finding, &mut rules) {
                    told.written += 1;
                    write(&result)?;
                }
            }
            Ok(())
        })
    })?;
    let driver = json!({"driver": {"name": tool, "rules": rules.list}});
    out.field("tool", &driver)?;
    out.end()
}

/// A result; `None` for one that is gone and was gone before.
fn result(head: &Head, it: &Item<'_>, finding: &Finding, rules: &mut Rules) -> Option<Value> {
    let gone = finding.state != FindingState::Open;
    let baseline = match head.since {
        Some(since) if gone && finding.last_seen > since => Some("absent"),
        _ if gone => return None,
        Some(since) if finding.first_seen > since => Some("new"),
        Some(since) if finding.last_seen > since => Some("updated"),
        Some(_) => Some("unchanged"),
        None => None,
    };
    let (level, kind) = level(finding.severity);
    let mut out = json!({
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding),
        "kind": kind,
        "level": level,
        "message": {"text": message(finding)},
        "fingerprints": {"sluice/v1": finding.fingerprint.to_string()},
        "rank": (it.issue.row.score * 100.0).round() / 100.0,
        "suppressions": suppressions(it, finding),
        "properties": properties(it, finding),
    });
    if let Some(location) = place::location(finding) {
        put(&mut out, "locations", json!([location]));
    }
    if let Some(method) = &finding.place.method {
        put(&mut out, "webRequest", json!({"method": method}));
    }
    let flows = place::flows(finding);
    if !flows.is_empty() {
        put(&mut out, "codeFlows", flows);
    }
    if let Some(state) = baseline {
        put(&mut out, "baselineState", state);
    }
    Some(out)
}

/// `level` and `kind`: a level other than none demands the kind `fail` (§3.27.9).
const fn level(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Critical | Severity::High => ("error", "fail"),
        Severity::Medium | Severity::Unknown => ("warning", "fail"),
        Severity::Low => ("note", "fail"),
        Severity::Info => ("none", "informational"),
    }
}

/// The title on the first line, then the description.
fn message(finding: &Finding) -> String {
    let description = finding.detail.description.trim();
    let first = description.lines().next().unwrap_or_default();
    if text::one_line(first, 300) == finding.title {
        return description.to_owned();
    }
    format!("{}\n\n{description}", finding.title)
        .trim_end()
        .to_owned()
}

fn suppressions(it: &Item<'_>, finding: &Finding) -> Vec<Value> {
    let mut out = Vec::new();
    let stand = it.stand;
    if let Some((status, justification)) = stand.sarif() {
        let mut properties = json!({"by": stand.by});
        for (name, at) in [("at", stand.at), ("until", stand.until)] {
            if let Some(at) = at {
                put(&mut properties, name, time::rfc3339(at));
            }
        }
        out.push(json!({
            "kind": "external", "status": status, "justification": justification,
            "properties": properties,
        }));
    }
    if let Some(claim) = &finding.detail.suppression {
        // Other formats have other words for it.
        let kind = match claim.kind.as_str() {
            "inSource" => "inSource",
            _ => "external",
        };
        let mut theirs = json!({"kind": kind, "justification": claim.justification});
        if ["accepted", "underReview", "rejected"].contains(&claim.status.as_str()) {
            put(&mut theirs, "status", claim.status.as_str());
        }
        out.push(theirs);
    }
    out
}

fn properties(it: &Item<'_>, finding: &Finding) -> Value {
    let row = &it.issue.row;
    let mut tags: Vec<String> = finding
        .cwes
        .iter()
        .map(|it| format!("external/cwe/cwe-{it}"))
        .collect();
    tags.extend(finding.vulnerabilities.iter().cloned());
    let mut out = json!({
        "tags": tags,
        "sluice/kind": finding.kind.name(),
        "sluice/severity": finding.severity.name(),
        "sluice/issue": it.id,
        "sluice/app": row.app,
        "sluice/status": row.status.name(),
        "sluice/band": row.band.name(),
    });
    if let Some(parameter) = &finding.place.parameter {
        put(&mut out, "sluice/parameter", parameter.as_str());
    }
    for (name, value) in [
        ("sluice/team", &row.owner.team),
        ("sluice/person", &row.owner.person),
    ] {
        if let Some(value) = value {
            put(&mut out, name, value.as_str());
        }
    }
    if let Some(package) = &finding.package {
        if let Some(purl) = &package.purl {
            put(&mut out, "purl", purl.as_str());
        }
        put(&mut out, "component", package.name.as_str());
        put(&mut out, "componentVersion", package.version.as_str());
        put(&mut out, "componentOrigin", package.ecosystem.as_str());
    }
    out
}

impl Rules {
    fn index(&mut self, finding: &Finding) -> usize {
        if let Some(known) = self.index.get(&finding.rule) {
            return *known;
        }
        let index = self.list.len();
        let mut rule = json!({"id": finding.rule});
        let link = finding.detail.references.iter().find(|it| is_link(it));
        if let Some(link) = link.filter(|_| finding.kind != FindingKind::Secrets) {
            put(&mut rule, "helpUri", link.as_str());
        }
        self.list.push(rule);
        self.index.insert(finding.rule.clone(), index);
        index
    }
}

/// True for a link that is an address and nothing else.
fn is_link(text: &str) -> bool {
    let web = text.starts_with("https://") || text.starts_with("http://");
    let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    web && text.chars().all(plain)
}
