//! Tickets: one issue as work for a developer. What it is, where, the code, why it matters now, how
//! to mend it, whose it is and by when.

mod jira;
mod lines;
mod markdown;

pub(super) use jira::Jira;
pub(super) use lines::TicketLines;
pub(super) use markdown::Markdown;

use super::item::Item;
use super::time;
use crate::model::text::{lines, one_line};
use crate::model::{Finding, FindingKind};
use std::collections::BTreeSet;

/// Lines of code in a ticket.
const CODE: usize = 30;

/// Lines of a description.
const PROSE: usize = 60;

/// A ticket before it is written in anybody's markup. All texts are cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ticket {
    /// Short id of the issue.
    pub(super) id: String,
    /// `P1: SQL injection (src/db.py:41)`.
    pub(super) title: String,
    /// Application.
    pub(super) app: String,
    /// Band.
    pub(super) band: &'static str,
    /// Label and text: severity, owner, due date, ids.
    pub(super) facts: Vec<(&'static str, String)>,
    /// Every place with the tool that names it.
    pub(super) places: Vec<String>,
    /// The code at the first place that has some, and its first line.
    pub(super) code: Option<(u32, String)>,
    /// What the tools say of it, a paragraph each.
    pub(super) what: Vec<String>,
    /// Why now: the terms of the score that added points.
    pub(super) why: Vec<String>,
    /// What to do, a paragraph each.
    pub(super) fix: Vec<String>,
    /// Addresses.
    pub(super) links: Vec<String>,
    /// Person, or else team.
    pub(super) owner: String,
    /// Day, empty for none.
    pub(super) due: String,
    /// Words to find it by.
    pub(super) labels: Vec<String>,
}

impl Ticket {
    /// The ticket of an issue.
    pub(super) fn of(it: &Item<'_>) -> Self {
        let row = &it.issue.row;
        let findings = it.findings();
        let clean = |text: &str| one_line(text, 300);
        let owner = row.owner.person.as_deref().or(row.owner.team.as_deref());
        let place = clean(&row.place);
        let title = clean(&row.title);
        let at = if place.is_empty() || title.contains(&place) {
            String::new()
        } else {
            format!(" ({place})")
        };
        Self {
            id: it.id.to_owned(),
            title: format!("{}: {title}{at}", row.band.name()),
            app: clean(&row.app),
            band: row.band.name(),
            facts: facts(it),
            places: unique(findings.iter().map(|it| place_of(it)), 50),
            code: findings.iter().find_map(|it| code(it)),
            what: unique(findings.iter().map(|it| prose(&it.detail.description)), 5),
            why: why(it),
            fix: fixes(&findings),
            links: links(&findings),
            owner: clean(owner.unwrap_or_default()),
            due: it.issue.due.map(time::date).unwrap_or_default(),
            labels: ["security", row.band.name(), row.class.name()]
                .map(str::to_owned)
                .to_vec(),
        }
    }
}

/// Texts that say something, each once, in order.
fn unique(all: impl Iterator<Item = String>, limit: usize) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let new = all.filter(|it| !it.is_empty() && seen.insert(it.clone()));
    new.take(limit).collect()
}

fn prose(text: &str) -> String {
    lines(text.trim(), PROSE).join("\n")
}

fn facts(it: &Item<'_>) -> Vec<(&'static str, String)> {
    let issue = it.issue;
    let row = &issue.row;
    let text = |it: &Option<String>| {
        it.as_deref()
            .map(|it| one_line(it, 200))
            .unwrap_or_default()
    };
    let cwes: Vec<String> = issue.cwes.iter().map(|it| format!("CWE-{it}")).collect();
    let all = [
        ("Application", one_line(&row.app, 200)),
        (
            "Priority",
            format!("{} ({:.1} of 100)", row.band.name(), row.score),
        ),
        ("Severity, as the tools say", row.severity.name().to_owned()),
        ("Due", issue.due.map(time::date).unwrap_or_default()),
        ("Team", text(&row.owner.team)),
        ("Person", text(&row.owner.person)),
        ("Owner known from", text(&row.owner.proof)),
        (
            "Vulnerability",
            one_line(&issue.vulnerabilities.join(", "), 300),
        ),
        ("Weakness", cwes.join(", ")),
        ("Seen by", one_line(&row.tools.join(", "), 300)),
        ("First seen", time::date(row.first_seen)),
        ("Issue", it.id.to_owned()),
    ];
    all.into_iter().filter(|it| !it.1.is_empty()).collect()
}

/// One place: `src/db.py:41, bandit B608`.
fn place_of(it: &Finding) -> String {
    let at = &it.place;
    let mut parts: Vec<String> = Vec::new();
    if let Some(file) = &at.file {
        let line = at.line.map(|it| format!(":{it}")).unwrap_or_default();
        parts.push(format!("{file}{line}"));
    }
    if let Some(package) = &it.package {
        parts.push(
            format!("{} {}", package.name, package.version)
                .trim()
                .to_owned(),
        );
    }
    let url = at.url.as_ref().map(|url| {
        let method = at.method.as_deref().unwrap_or_default();
        format!("{method} {url}").trim().to_owned()
    });
    parts.extend(url);
    parts.extend(at.parameter.as_ref().map(|it| format!("parameter {it}")));
    parts.extend(at.resource.clone());
    parts.push(format!("{} {}", it.tool, it.rule));
    one_line(&parts.join(", "), 500)
}

/// The code, never that of a secret.
fn code(it: &Finding) -> Option<(u32, String)> {
    let snippet = it.detail.snippet.as_ref()?;
    if it.kind == FindingKind::Secrets || snippet.text.trim().is_empty() {
        return None;
    }
    Some((snippet.start, lines(&snippet.text, CODE).join("\n")))
}

fn why(it: &Item<'_>) -> Vec<String> {
    let terms = it.issue.priority.terms.iter().filter(|it| it.points > 0.0);
    let line = |it: &crate::model::Term| {
        let assumed = if it.assumed { ", assumed" } else { "" };
        let text = format!("{}: {} (+{:.1}{assumed})", it.factor, it.value, it.points);
        one_line(&text, 300)
    };
    terms.map(line).collect()
}

fn fixes(findings: &[&Finding]) -> Vec<String> {
    let mut updates = Vec::new();
    for package in findings.iter().filter_map(|it| it.package.as_ref()) {
        if !package.fixed.is_empty() {
            let to = package.fixed.join(" or ");
            let text = format!("Update {} from {} to {to}", package.name, package.version);
            updates.push(one_line(&text, 300));
        }
    }
    let advice = findings.iter().map(|it| prose(&it.detail.remediation));
    unique(updates.into_iter().chain(advice), 10)
}

fn links(findings: &[&Finding]) -> Vec<String> {
    let all = findings.iter().flat_map(|it| &it.detail.references);
    let web = all.filter(|it| it.starts_with("https://") || it.starts_with("http://"));
    let plain = |it: &&String| {
        it.chars()
            .all(|c| c.is_ascii_graphic() && !"<>\"`|\\^{}".contains(c))
    };
    unique(web.filter(plain).cloned(), 15)
}
