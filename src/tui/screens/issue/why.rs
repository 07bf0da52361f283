//! The parts of the page that explain: what it is, its score, who saw it, why it is one, and what
//! happened to it.

use crate::model::{Finding, Issue, Location, Priority, Status, short_id};
use crate::tui::screens::queue::draw::owner;
use crate::tui::theme::{Role, severity_short};
use crate::tui::widgets::page::Page;
use crate::tui::widgets::when;

/// Most sightings and links listed; an issue may have thousands.
const MANY: usize = 200;

/// Title and the facts that decide.
pub fn head(page: &mut Page, issue: &Issue, now: i64) {
    let row = &issue.row;
    page.line(0, Role::Heading, &row.title);
    let tools = row.tools.join(", ");
    let sightings = plural(row.findings as usize, "sighting");
    page.cells(&[
        (5, Role::Band(row.band), row.band.name()),
        (
            6,
            Role::Severity(row.severity),
            severity_short(row.severity),
        ),
        (16, status_role(row.status), row.status.name()),
        (60, Role::Muted, &format!("{sightings} by {tools}")),
    ]);
    page.pair("where", &row.place);
    page.pair("application", &row.app);
    let (team, person) = (row.owner.team.as_deref(), row.owner.person.as_deref());
    let mut who = match owner(team.unwrap_or(""), person.unwrap_or("")) {
        it if it == "-" => "nobody".to_owned(),
        it => it,
    };
    if let Some(proof) = &row.owner.proof {
        who = format!("{who} — {proof}");
    }
    page.pair("owner", &who);
    let (age, day) = (when::age(row.first_seen, now), when::day(row.first_seen));
    page.pair("first seen", &format!("{day} ({age} ago)"));
    if let Some(due) = issue.due {
        let late = if due < now && !row.status.is_closed() {
            " — overdue"
        } else {
            ""
        };
        page.pair("due", &format!("{}{late}", when::day(due)));
    }
    page.pair("known as", &issue.vulnerabilities.join(", "));
    let cwes: Vec<_> = issue.cwes.iter().map(|it| format!("CWE-{it}")).collect();
    page.pair("weakness", &cwes.join(", "));
    let short = issue
        .findings
        .first()
        .map(|it| it.issue.clone())
        .unwrap_or_default();
    let whole = short_id(row.fingerprint, 12);
    page.pair("id", if short.is_empty() { &whole } else { &short });
}

const fn status_role(status: Status) -> Role {
    match status {
        Status::New => Role::Plain,
        Status::Confirmed | Status::InWork => Role::Warning,
        Status::FalsePositive | Status::Exception | Status::Snoozed => Role::Muted,
        Status::Reopened => Role::Danger,
        Status::Fixed => Role::Good,
    }
}

/// The score, term by term.
pub fn score(page: &mut Page, priority: &Priority) {
    page.heading(&format!(
        "Priority {} — {:.1} of 100",
        priority.band, priority.score
    ));
    let mut assumed = false;
    for term in &priority.terms {
        assumed |= term.assumed;
        let points = format!("{:5.1} of {:<4.0}", term.points, term.of);
        let mark = if term.assumed { "?" } else { " " };
        page.cells(&[
            (2, Role::Plain, ""),
            (18, Role::Plain, &term.factor),
            (2, Role::Warning, mark),
            (22, Role::Plain, &term.value),
            (14, Role::Key, &format!("· {}", points.trim())),
            (60, Role::Muted, &term.source),
        ]);
    }
    if assumed {
        page.line(
            2,
            Role::Muted,
            "? not known; the stand-in that is named was taken",
        );
    }
}

/// Every finding in it.
pub fn sightings(page: &mut Page, issue: &Issue) {
    page.heading(&plural(issue.findings.len(), "sighting"));
    for (number, it) in (1..).zip(&issue.findings).take(MANY) {
        let word = match it.severity_word.as_str() {
            "" => it.severity.name().to_owned(),
            word if word.eq_ignore_ascii_case(it.severity.name()) => it.severity.name().to_owned(),
            word => format!("{} ({word})", it.severity),
        };
        page.cells(&[
            (5, Role::Muted, &format!("#{number}")),
            (18, Role::Heading, &it.tool),
            (20, Role::Severity(it.severity), &word),
            (11, Role::Plain, it.state.name()),
            (40, Role::Muted, &report(it)),
        ]);
        page.line(5, Role::Plain, &it.rule);
        page.line(5, Role::Muted, &place(&it.place));
        if let Some(masked) = &it.secret_masked {
            page.line(5, Role::Warning, masked);
        }
    }
    more(page, issue.findings.len());
}

fn report(finding: &Finding) -> String {
    let sha: String = finding.report.chars().take(10).collect();
    format!("report {sha}")
}

/// A location in full, on one line.
pub fn place(it: &Location) -> String {
    let mut parts = Vec::new();
    if let Some(file) = &it.file {
        let line = it.line.map(|line| format!(":{line}")).unwrap_or_default();
        let end = it.end_line.filter(|end| Some(*end) != it.line);
        let end = end.map(|end| format!("–{end}")).unwrap_or_default();
        parts.push(format!("{file}{line}{end}"));
    }
    if let Some(url) = &it.url {
        let method = it
            .method
            .as_deref()
            .map(|it| format!("{it} "))
            .unwrap_or_default();
        parts.push(format!("{method}{url}"));
    }
    if let Some(parameter) = &it.parameter {
        parts.push(format!("parameter {parameter}"));
    }
    parts.extend(it.resource.clone());
    parts.join(" · ")
}

/// Why the sightings are one issue.
pub fn links(page: &mut Page, issue: &Issue) {
    page.heading("Why this is one issue");
    if issue.links.is_empty() {
        page.line(
            2,
            Role::Muted,
            "only one finding, or all of them have the same fingerprint",
        );
    }
    let number = |fingerprint| {
        let at = issue
            .findings
            .iter()
            .position(|it| it.fingerprint == fingerprint);
        at.map_or_else(|| short_id(fingerprint, 7), |at| format!("#{}", at + 1))
    };
    for link in issue.links.iter().take(MANY) {
        let (from, to) = (number(link.finding), number(link.to));
        let rule = format!("{} v{}", link.rule, link.version);
        page.line(
            2,
            Role::Plain,
            &format!("{from} joins {to} by {rule}, {}", link.confidence),
        );
        page.line(5, Role::Muted, &link.evidence);
    }
    more(page, issue.links.len());
}

/// What people set in place of the tools, and what they keep apart from this.
pub fn by_hand(page: &mut Page, issue: &Issue) {
    if !issue.set.is_empty() {
        page.heading("Set by hand");
    }
    for it in &issue.set {
        let text = format!("{} {}; the tools say {}", it.field, it.value, it.tools);
        page.line(2, Role::Plain, &text);
        let who = format!("{}: {} (event {})", it.by, it.reason, it.event);
        page.line(5, Role::Muted, &who);
    }
    if !issue.apart.is_empty() {
        page.heading("Never one with");
    }
    for it in &issue.apart {
        let text = format!("{}  {}", short_id(it.other, 12), it.title);
        page.line(2, Role::Plain, &text);
        page.line(5, Role::Muted, &it.says);
        if !it.against.is_empty() {
            page.line(
                5,
                Role::Warning,
                &format!("against the rule {}", it.against),
            );
        }
    }
}

/// What may be the same weakness.
pub fn suggested(page: &mut Page, issue: &Issue) {
    if !issue.suggestions.is_empty() {
        page.heading("Perhaps the same as — the merge inbox asks");
    }
    for it in issue.suggestions.iter().take(MANY) {
        let (other, rule) = (short_id(it.other, 12), &it.rule);
        let text = format!("{other} by {rule} v{}, {}", it.version, it.confidence);
        page.line(2, Role::Plain, &text);
        page.line(5, Role::Muted, &it.evidence);
    }
}

/// What happened, the newest last.
pub fn timeline(page: &mut Page, issue: &Issue) {
    page.heading("History");
    let skip = issue.timeline.len().saturating_sub(MANY);
    if skip > 0 {
        page.line(2, Role::Muted, &format!("{skip} older entries"));
    }
    for it in issue.timeline.iter().skip(skip) {
        let number = if it.event > 0 {
            format!("  event {}", it.event)
        } else {
            String::new()
        };
        page.line(
            2,
            Role::Muted,
            &format!("{}  {}{number}", when::minute(it.at), it.actor),
        );
        page.line(5, Role::Plain, &it.what);
    }
}

fn more(page: &mut Page, total: usize) {
    if total > MANY {
        page.line(
            2,
            Role::Muted,
            &format!("{} more; sluice show lists all", total - MANY),
        );
    }
}

/// A count with its noun.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
