//! Explanations as lines of text, blanks in front for what hangs below: for the command and the
//! console alike.

use crate::model::{Confidence, Link, short_id};
use crate::ops::explain::{self, Match, Pair, Whole};

fn link_line(it: &Link) -> String {
    let (a, b) = (short_id(it.finding, 12), short_id(it.to, 12));
    let rule = rule(&it.rule, it.version, it.confidence);
    format!("  {a} = {b}  {rule}: {}", it.evidence)
}

/// A rule, how sure it is, and what comes of that.
fn rule(name: &str, version: u32, confidence: Confidence) -> String {
    let band = explain::band(confidence);
    format!("{name} v{version}, {confidence} (band: {band})")
}

/// Two findings explained, line by line.
pub fn pair(it: &Pair) -> Vec<String> {
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
        let rule = rule(it.rule, it.version, it.confidence);
        format!("  {rule}: {}", it.evidence)
    });
    section("What rules say of these two alone", edges.collect());
    section(
        "What people said",
        it.said.iter().map(|it| format!("  {it}")).collect(),
    );
    let would = it.would.iter().flat_map(|it| {
        let rule = rule(it.rule, it.version, it.confidence);
        let head = format!("  {rule}, if these were equal:");
        let none = |text: &str| match text {
            "" => "nothing".to_owned(),
            text => text.to_owned(),
        };
        let fields = it.fields.iter();
        let fields = fields
            .map(move |it| format!("      {:14} {} | {}", it.field, none(&it.a), none(&it.b)));
        std::iter::once(head).chain(fields)
    });
    section("What would bring them together", would.collect());
    out
}

/// An issue explained, line by line; ids in so many digits.
pub fn whole(it: &Whole, digits: usize) -> Vec<String> {
    let issue = &it.issue;
    let id = short_id(issue.row.fingerprint, digits);
    let mut out = vec![format!("{id}  {}", issue.row.title), String::new()];
    out.push(match issue.links.as_slice() {
        [] => "One finding; nothing was joined".to_owned(),
        links => format!("Why these {} findings are one issue", links.len() + 1),
    });
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
