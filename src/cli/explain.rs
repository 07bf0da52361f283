//! `sluice explain`

use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::model::{Finding, Link, short_id, text};
use crate::ops::explain::{self, Match, Pair, Whole};
use crate::ops::issues;
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
                    write(at, &pair_lines(&pair))?;
                }
            }
            ids => {
                let id = issues::resolve(&workspace, ids.first().map_or("", String::as_str))?;
                let whole = explain::issue(&workspace, id)?;
                let digits = issues::id_digits(&workspace)?;
                if at.output == Output::Json {
                    at.json(&whole_json(&whole, digits))?;
                } else {
                    write(at, &whole_lines(&whole, digits))?;
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

fn link_line(it: &Link) -> String {
    let (a, b) = (short_id(it.finding, 12), short_id(it.to, 12));
    format!(
        "  {a} = {b}  {} v{}, {}: {}",
        it.rule, it.version, it.confidence, it.evidence
    )
}

fn pair_lines(it: &Pair) -> Vec<String> {
    let mut out = vec![it.verdict.clone(), String::new()];
    out.extend([&it.a, &it.b].map(|it| format!("  {}", explain::name(it))));
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            out.extend([String::new(), title.to_owned()]);
            out.extend(lines);
        }
    };
    section(
        "How they hang together",
        it.path.iter().map(link_line).collect(),
    );
    let edges = it.edges.iter();
    let edges = edges.map(|it| {
        format!(
            "  {} v{}, {}: {}",
            it.rule, it.version, it.confidence, it.evidence
        )
    });
    section("What rules say of these two alone", edges.collect());
    section(
        "What people said",
        it.said.iter().map(|it| format!("  {it}")).collect(),
    );
    let would = it.would.iter().flat_map(|it| {
        let head = format!(
            "  {} v{}, {}, if these were equal:",
            it.rule, it.version, it.confidence
        );
        let none = |text: &str| match text {
            "" => "nothing".to_owned(),
            text => text.to_owned(),
        };
        let fields = it.fields.iter();
        let fields = fields
            .map(move |it| format!("      {:14} {} | {}", it.field, none(&it.a), none(&it.b)));
        std::iter::once(head).chain(fields)
    });
    section("They would be joined by", would.collect());
    out
}

fn whole_lines(it: &Whole, digits: usize) -> Vec<String> {
    let issue = &it.issue;
    let id = short_id(issue.row.fingerprint, digits);
    let mut out = vec![format!("{id}  {}", issue.row.title), String::new()];
    match issue.links.is_empty() {
        true => out.push("One finding; nothing was joined".to_owned()),
        false => out.push(format!(
            "Why these {} findings are one issue",
            issue.findings.len()
        )),
    }
    out.extend(issue.links.iter().map(link_line));
    if !issue.apart.is_empty() {
        out.extend([String::new(), "Kept apart by hand from".to_owned()]);
    }
    for apart in &issue.apart {
        let other = short_id(apart.other, digits);
        out.push(format!("  {other}  {}", apart.title));
        out.push(format!("      {}", apart.says));
        out.push(match apart.against.as_str() {
            "" => "      no rule would join them".to_owned(),
            rule => format!("      against the rule {rule}"),
        });
    }
    if !issue.set.is_empty() {
        out.extend([String::new(), "Set by hand".to_owned()]);
    }
    for set in &issue.set {
        out.push(format!(
            "  {}: {} — {}: {} (event {}); the tools say {}",
            set.field, set.value, set.by, set.reason, set.event, set.tools
        ));
    }
    out.extend([String::new(), "How each finding was found again".to_owned()]);
    for finding in &issue.findings {
        out.push(format!("  {}", explain::name(finding)));
        let matches = it.matches.get(&finding.fingerprint);
        let matches = matches.map(Vec::as_slice).unwrap_or_default();
        if matches.is_empty() {
            out.push("      as it was first seen".to_owned());
        }
        out.extend(matches.iter().map(match_line));
    }
    out
}

fn match_line(it: &Match) -> String {
    let changes = match it.changes.as_slice() {
        [] => String::new(),
        some => format!(" ({})", some.join(", ")),
    };
    format!("      import {}: {}{changes}", it.event, it.evidence)
}

fn pair_json(it: &Pair) -> Value {
    let edges = it.edges.iter().map(|it| {
        json!({
            "rule": it.rule, "version": it.version, "confidence": it.confidence,
            "evidence": it.evidence,
        })
    });
    let would = it.would.iter().map(|it| {
        let fields = it.fields.iter();
        let fields = fields.map(|it| json!({"field": it.field, "a": it.a, "b": it.b}));
        json!({
            "rule": it.rule, "version": it.version, "confidence": it.confidence,
            "fields": fields.collect::<Vec<_>>(),
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
        let mut out = finding_json(finding);
        let matches = it.matches.get(&finding.fingerprint).into_iter().flatten();
        let matches = matches.map(|it| {
            json!({
                "event": it.event, "evidence": it.evidence, "changes": it.changes,
            })
        });
        out["matches"] = matches.collect();
        out
    });
    json!({
        "version": 1, "id": short_id(issue.row.fingerprint, digits), "title": issue.row.title,
        "links": issue.links, "apart": issue.apart, "set": issue.set,
        "findings": findings.collect::<Vec<_>>(),
    })
}
