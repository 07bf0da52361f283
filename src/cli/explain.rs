//! `sluice explain`

use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::model::{Finding, short_id, text};
use crate::ops::explain::{self, Pair, Whole};
use crate::ops::{explain_text, issues};
use serde_json::{Value, json};

/// Explain why findings are one issue, why they are not, and why a finding is the one of the last scan
///
/// One id explains an issue: every link, what people said, and how each finding was found again. Two
/// fingerprints explain those two findings, joined or not: what would have to be equal.
#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// An issue, or two findings by fingerprint or its first digits
    #[arg(required = true, num_args = 1..=2, value_name = "ID|FP FP")]
    ids: Vec<String>,
}

impl ExplainArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let workspace = at.workspace()?;
        match self.ids.as_slice() {
            [one, other] => {
                let one = issues::resolve_finding(&workspace, one)?;
                let other = issues::resolve_finding(&workspace, other)?;
                let pair = explain::pair(&workspace, one, other)?;
                if at.output == Output::Json {
                    at.json(&pair_json(&pair))?;
                } else {
                    write(at, &explain_text::pair(&pair))?;
                }
            }
            ids => {
                let id = issues::resolve(&workspace, ids.first().map_or("", String::as_str))?;
                let whole = explain::issue(&workspace, id)?;
                let digits = issues::id_digits(&workspace)?;
                if at.output == Output::Json {
                    at.json(&whole_json(&whole, digits))?;
                } else {
                    write(at, &explain_text::whole(&whole, digits))?;
                }
            }
        }
        Ok(Status::Done)
    }
}

fn write(at: &mut Terminal<'_>, lines: &[String]) -> Result<(), Problem> {
    for line in lines {
        let indent = line.len() - line.trim_start_matches(' ').len();
        writeln!(at.out, "{:indent$}{}", "", text::one_line(line, 500))?;
    }
    Ok(())
}

fn pair_json(it: &Pair) -> Value {
    let edges = it.edges.iter().map(|it| {
        json!({
            "rule": it.rule, "version": it.version, "confidence": it.confidence,
            "band": explain::band(it.confidence), "evidence": it.evidence,
        })
    });
    let would = it.would.iter().map(|it| {
        let fields = it.fields.iter();
        let fields = fields.map(|it| json!({"field": it.field, "a": it.a, "b": it.b}));
        json!({
            "rule": it.rule, "version": it.version, "confidence": it.confidence,
            "band": explain::band(it.confidence), "fields": fields.collect::<Vec<_>>(),
        })
    });
    json!({
        "version": 1, "a": finding_json(&it.a), "b": finding_json(&it.b),
        "together": it.together, "verdict": it.verdict, "path": it.path,
        "edges": edges.collect::<Vec<_>>(), "said": it.said,
        "would": would.collect::<Vec<_>>(),
    })
}

fn finding_json(it: &Finding) -> Value {
    json!({
        "fingerprint": it.fingerprint, "tool": it.tool, "rule": it.rule,
        "title": text::one_line(&it.title, 300), "file": it.place.file, "line": it.place.line,
    })
}

fn whole_json(it: &Whole, digits: usize) -> Value {
    let issue = &it.issue;
    let findings = issue.findings.iter().map(|finding| {
        let matches = it.matches.get(&finding.fingerprint).into_iter().flatten();
        let matches = matches.map(|it| {
            json!({
                "event": it.event, "evidence": it.evidence, "changes": it.changes,
            })
        });
        let mut out = finding_json(finding);
        if let Some(fields) = out.as_object_mut() {
            fields.insert("matches".to_owned(), matches.collect());
        }
        out
    });
    json!({
        "version": 1, "id": short_id(issue.row.fingerprint, digits), "title": issue.row.title,
        "links": issue.links, "apart": issue.apart, "set": issue.set,
        "findings": findings.collect::<Vec<_>>(),
    })
}
