//! `CxFlow` of Checkmarx: its own JSON (`bug-tracker: Json`).
//!
//! Severity: High, Medium, Low and Information (info) as they say.
//! `CxFlow` joins results of one query in one file; a finding is one of those results, one path from
//! a source to a sink. The place is the sink. The similarity id is that of the joined issue, so it
//! is kept as a fact only.
//! An issue that is false positive as a whole, or at the line of its sink, is kept with that as a
//! claim. Not read: `unFilteredIssues`, which repeats the issues, and OSA.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, literal, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, Flow, NewFinding, Scan, Snippet, Step};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct CxFlow;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issue {
    vulnerability: String,
    #[serde(default, deserialize_with = "or_default")]
    vulnerability_status: String,
    #[serde(default)]
    similarity_id: Loose,
    #[serde(default)]
    cwe: Loose,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    language: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    link: String,
    filename: String,
    #[serde(default, deserialize_with = "or_default")]
    details: BTreeMap<String, Line>,
    #[serde(default, deserialize_with = "or_default")]
    additional_details: Additional,
    all_false_positive: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    false_positive: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    comment: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Additional {
    #[serde(deserialize_with = "or_default")]
    /// Paths: `source`, `sink`, numbered nodes, and the state between them.
    results: Vec<BTreeMap<String, Value>>,
}

#[derive(Clone, Deserialize)]
struct Node {
    file: String,
    #[serde(default)]
    line: Loose,
    #[serde(default)]
    column: Loose,
    #[serde(default, deserialize_with = "or_default")]
    object: String,
    #[serde(default, deserialize_with = "or_default")]
    snippet: String,
}

impl Format for CxFlow {
    fn name(&self) -> &'static str {
        "cxflow"
    }

    fn tool(&self) -> &'static str {
        "Checkmarx CxFlow"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["xissues", "projectId"]) || probe.has_all(&["xissues", "scanType"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "checkmarx".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["version"], &mut |it| {
            scan.tool_version = one_line(&it.parse::<String>().unwrap_or_default(), 100);
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &["xissues[]"], &mut |it| {
            let Some(mut issue) = it.record::<Issue>(sink)? else {
                return Ok(());
            };
            let paths = std::mem::take(&mut issue.additional_details.results);
            if paths.is_empty() {
                return sink.skipped(it.refuse("`additionalDetails.results` holds no path"));
            }
            for path in paths {
                let mut out = issue.finding(path);
                for clear in literal::reduce(&mut out, key) {
                    sink.conceal(&clear);
                }
                out.record = it.place();
                sink.finding(out)?;
            }
            Ok(())
        })
    }
}

impl Issue {
    fn finding(&self, mut path: BTreeMap<String, Value>) -> NewFinding {
        let rule = one_line(&self.vulnerability, TITLE);
        let title = rule.replace('_', " ");
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = one_line(&self.severity, 60);
        out.cwes = normalise::cwes(self.cwe.iter());
        let node = |it: Value| Node::deserialize(it).ok();
        let end = path.remove("sink").and_then(node);
        let mut nodes: Vec<(usize, Node)> = Vec::new();
        for (name, part) in path {
            if let (Ok(number), Some(node)) = (name.parse(), node(part)) {
                nodes.push((number, node));
            }
        }
        nodes.sort_by_key(|it| it.0);
        let end = end.or_else(|| nodes.last().map(|it| it.1.clone()));
        out.place = place(&self.filename, None);
        if let Some(end) = end {
            let line = number(&end.line);
            out.place = place(&end.file, line);
            out.place.column = number(&end.column);
            let text = bounded(end.snippet.trim_end().to_owned(), SNIPPET);
            let start = line.unwrap_or_default();
            out.detail.snippet = (!text.is_empty()).then_some(Snippet { start, text });
        }
        if 1 < nodes.len() {
            let steps = nodes.into_iter().map(|it| Step::from(it.1)).collect();
            out.detail.flows = vec![Flow { steps }];
        }
        let detail = &mut out.detail;
        detail.description = bounded(self.description.clone(), DESCRIPTION);
        detail.references = links([self.link.clone()]);
        detail.tags = links([self.language.clone()]);
        let similar = self.similarity_id.first().unwrap_or_default();
        fact(&mut detail.facts, "similarity id", similar);
        self.judge(&mut out);
        out
    }

    fn judge(&self, out: &mut NewFinding) {
        let status = self.vulnerability_status.as_str();
        let line = out.place.line.unwrap_or_default().to_string();
        let line = self.details.get(&line);
        let at_line = line.and_then(|it| it.false_positive) == Some(true);
        if self.all_false_positive == Some(true) || at_line || status == "NOT EXPLOITABLE" {
            out.detail.suppression = Some(Claimed {
                kind: "false positive".to_owned(),
                status: String::new(),
                justification: line.map(|it| it.comment.clone()).unwrap_or_default(),
            });
        }
        fact(&mut out.detail.facts, "state", status.to_lowercase());
    }
}

fn number(text: &Loose) -> Option<u32> {
    text.first()?.parse().ok().filter(|it| *it > 0)
}

impl From<Node> for Step {
    fn from(it: Node) -> Self {
        Self {
            file: normalise::path(&it.file),
            line: number(&it.line).unwrap_or_default(),
            text: one_line(&it.object, TITLE),
        }
    }
}
