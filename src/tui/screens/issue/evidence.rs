//! What proves it: code, request, data flow, package, and what the tools say to do.
//!
//! Several tools often say the same; equal texts are shown once, with the first who said it.

use crate::model::{Claim, Finding, Issue, Snippet, text};
use crate::tui::screens::issue::why::place;
use crate::tui::theme::Role;
use crate::tui::widgets::page::Page;
use std::collections::BTreeSet;

/// Most findings whose evidence is shown.
const MANY: usize = 12;
/// Most lines of one piece.
const LINES: usize = 40;

/// All that is known, finding by finding.
pub fn write(page: &mut Page, issue: &Issue) {
    let mut seen = BTreeSet::new();
    for it in issue.findings.iter().take(MANY) {
        description(page, it, &mut seen);
        package(page, it, &mut seen);
        if let Some(snippet) = &it.detail.snippet
            && fresh(&mut seen, "code", &snippet.text)
        {
            page.heading(&format!("Code — {}", place(&it.place)));
            code(page, snippet, it);
        }
        for (title, body) in [
            ("Request", &it.detail.request),
            ("Evidence", &it.detail.evidence),
        ] {
            if fresh(&mut seen, title, body) {
                page.heading(&format!("{title} — {}", it.tool));
                for line in text::lines(body, LINES) {
                    page.code("  ", Role::Plain, &line);
                }
            }
        }
        flows(page, it);
        claims(page, issue, it);
    }
    remediation(page, issue, &mut seen);
    references(page, issue);
}

/// What issuers claim of a finding. A claim decides nothing: a person does.
fn claims(page: &mut Page, issue: &Issue, finding: &Finding) {
    let mine = |it: &&Claim| it.finding == finding.fingerprint;
    for it in issue.claims.iter().filter(mine) {
        page.heading(&format!("Claim — {}", it.said.issuer));
        page.pair("status", it.status.name());
        for (label, value) in [
            ("vulnerability", &it.vulnerability),
            ("product", &it.said.product),
            ("because", &it.said.justification),
            ("statement", &it.said.statement),
            ("document", &it.said.document),
        ] {
            if !value.is_empty() {
                page.pair(label, value);
            }
        }
    }
}

fn fresh<'a>(seen: &mut BTreeSet<(&'a str, &'a str)>, what: &'a str, text: &'a str) -> bool {
    !text.trim().is_empty() && seen.insert((what, text.trim()))
}

fn description<'a>(page: &mut Page, it: &'a Finding, seen: &mut BTreeSet<(&'a str, &'a str)>) {
    if fresh(seen, "description", &it.detail.description) {
        page.heading(&format!("What {} says", it.tool));
        page.text(2, Role::Plain, &it.detail.description);
    }
    for (label, value) in &it.detail.facts {
        page.pair(label, value);
    }
    if let Some(claim) = &it.detail.suppression {
        let says = format!("{} {} {}", claim.kind, claim.status, claim.justification);
        page.line(
            2,
            Role::Warning,
            &format!("the report asks to ignore it: {}", says.trim()),
        );
    }
}

fn package<'a>(page: &mut Page, it: &'a Finding, seen: &mut BTreeSet<(&'a str, &'a str)>) {
    let Some(package) = &it.package else { return };
    if !fresh(seen, "package", &package.name) {
        return;
    }
    page.heading("Package");
    page.pair("name", &format!("{} ({})", package.name, package.ecosystem));
    page.pair("installed", &package.version);
    let fixed = package.fixed.join(", ");
    page.pair(
        "fixed in",
        if fixed.is_empty() {
            "no fix is known to the tool"
        } else {
            &fixed
        },
    );
    page.pair("purl", package.purl.as_deref().unwrap_or(""));
}

/// Code with line numbers, the lines of the finding marked.
fn code(page: &mut Page, snippet: &Snippet, it: &Finding) {
    let first = it.place.line.unwrap_or(0);
    let last = it.place.end_line.unwrap_or(first).max(first);
    for (line, text) in (snippet.start..).zip(text::lines(&snippet.text, LINES)) {
        let hit = snippet.start > 0 && (first..=last).contains(&line);
        let number = if snippet.start > 0 {
            line.to_string()
        } else {
            String::new()
        };
        let prefix = format!("{} {number:>5} │ ", if hit { "▶" } else { " " });
        page.code(
            &prefix,
            if hit { Role::Heading } else { Role::Plain },
            &text,
        );
    }
}

fn flows(page: &mut Page, it: &Finding) {
    for (number, flow) in (1..).zip(&it.detail.flows).take(3) {
        page.heading(&format!("Data flow {number} — {}", it.tool));
        let last = flow.steps.len().saturating_sub(1);
        for (idx, step) in flow.steps.iter().enumerate().take(LINES) {
            let what = match idx {
                0 => "source",
                idx if idx == last => "sink",
                _ => "↓",
            };
            let line = if step.line > 0 {
                format!(":{}", step.line)
            } else {
                String::new()
            };
            page.pair(what, &format!("{}{line}", step.file));
            if !step.text.trim().is_empty() {
                page.code(
                    "                ",
                    Role::Muted,
                    &text::one_line(&step.text, 400),
                );
            }
        }
    }
}

fn remediation<'a>(page: &mut Page, issue: &'a Issue, seen: &mut BTreeSet<(&'a str, &'a str)>) {
    let all = issue.findings.iter().take(MANY);
    let mut first = true;
    for text in all.map(|it| it.detail.remediation.as_str()) {
        if !fresh(seen, "remediation", text) {
            continue;
        }
        if std::mem::take(&mut first) {
            page.heading("What to do");
        }
        page.text(2, Role::Plain, text);
    }
}

fn references(page: &mut Page, issue: &Issue) {
    let all = issue.findings.iter().flat_map(|it| &it.detail.references);
    let unique: BTreeSet<_> = all.collect();
    if !unique.is_empty() {
        page.heading("References");
        unique
            .iter()
            .take(LINES)
            .for_each(|it| page.line(2, Role::Plain, it));
    }
}
