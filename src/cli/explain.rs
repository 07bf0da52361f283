//! `sluice explain`

use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::model::{Finding, short_id, text};
use crate::ops::explain::{self, Pair, Whole};
use crate::ops::ranking::{self, Rank, Side, Versus};
use crate::ops::{explain_text, issues};
use serde_json::{Value, json};

/// Explain why an issue ranks where it does and is one, and why two findings are one or not
///
/// One id explains an issue: every term of its score and what would change it, the decision trees with
/// the answers taken, every link, what people said, and how each finding was found again. Two
/// fingerprints explain those two findings, joined or not: what would have to be equal. With --rank, two
/// issues are compared term by term: why one ranks above the other.
#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// An issue, or two findings by fingerprint or its first digits
    #[arg(required = true, num_args = 1..=2, value_name = "ID|FP FP")]
    ids: Vec<String>,

    /// Say why one of two issues ranks above the other
    #[arg(long)]
    rank: bool,
}

impl ExplainArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let workspace = at.workspace()?;
        match self.ids.as_slice() {
            [one, other] if self.rank => {
                let one = issues::resolve(&workspace, one)?;
                let other = issues::resolve(&workspace, other)?;
                let versus = ranking::versus(&workspace, one, other)?;
                let digits = issues::id_digits(&workspace)?;
                if at.output == Output::Json {
                    at.json(&versus_json(&versus, digits))?;
                } else {
                    write(at, &ranking::versus_text(&versus, digits))?;
                }
            }
            _ if self.rank => {
                return Err(Problem::usage("--rank compares two issues").hint("name two ids"));
            }
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
                let rank = ranking::rank(&workspace, id)?;
                if at.output == Output::Json {
                    at.json(&whole_json(&whole, &rank, digits))?;
                } else {
                    write(at, &explain_text::whole(&whole, &rank, digits))?;
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

fn versus_json(it: &Versus, digits: usize) -> Value {
    let side = |it: &Side| {
        json!({
            "id": short_id(it.fingerprint, digits), "title": text::one_line(&it.title, 300),
            "score": it.score, "band": it.band.name(),
        })
    };
    let terms = it
        .terms
        .iter()
        .map(|it| json!({"factor": it.factor, "values": it.values, "points": it.points}));
    json!({
        "version": 1, "first": side(&it.first), "second": side(&it.second),
        "verdict": it.verdict, "terms": terms.collect::<Vec<_>>(),
    })
}

fn rank_json(it: &Rank) -> Value {
    let what_if = it.grounds.what_if.iter().map(|it| {
        json!({
            "factor": it.factor, "change": it.change, "score": it.score, "band": it.band.name(),
        })
    });
    json!({
        "score": it.priority.score, "band": it.priority.band, "terms": it.priority.terms,
        "profile": it.grounds.policy.label(), "what_if": what_if.collect::<Vec<_>>(),
    })
}

fn trees_json(rank: &Rank) -> Vec<Value> {
    let walks = rank.grounds.walks.iter();
    let json = walks.map(|it| {
        let path = it.path.iter().map(|it| {
            json!({
                "question": it.question, "answer": it.value, "source": it.source,
                "assumed": it.assumed, "by_hand": it.by_hand,
            })
        });
        let changes = it.changes.iter().map(|(question, answer, outcome)| {
            json!({"question": question, "answer": answer, "outcome": outcome})
        });
        json!({
            "tree": it.tree, "version": it.version, "outcome": it.outcome, "about": it.about,
            "assumed": it.assumed(), "path": path.collect::<Vec<_>>(),
            "changes": changes.collect::<Vec<_>>(),
        })
    });
    json.collect()
}

fn whole_json(it: &Whole, rank: &Rank, digits: usize) -> Value {
    let trees = trees_json(rank);
    let known = rank
        .known
        .iter()
        .map(|(at, what)| json!({"at": at, "what": what}));
    let known: Vec<Value> = known.collect();
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
        "findings": findings.collect::<Vec<_>>(), "priority": rank_json(rank), "trees": trees,
        "known": known,
    })
}
