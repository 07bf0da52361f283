//! `sluice show`

use super::{Output, Status, Terminal};
use crate::error::Problem;
use crate::model::{Claim, Finding, Hidden, Issue, short_id, text};
use crate::ops::export::{self, Style};
use crate::ops::{issues, queue};

/// Show one issue: why it is one thing, its score, its sightings, its history
#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// The issue's id, or its first digits; ids shown long ago still work
    #[arg(value_name = "ID")]
    id: String,

    /// Print the records as the tools wrote them, secrets masked
    #[arg(long)]
    records: bool,
}

impl ShowArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let workspace = at.workspace()?;
        let id = issues::resolve(&workspace, &self.id)?;
        let style = match at.output {
            Output::Json => Some(Style::Json),
            Output::Csv => Some(Style::Csv),
            Output::Table => None,
        };
        if let Some(style) = style {
            let columns = queue::load(&workspace)?;
            let row = (0..)
                .zip(&columns.id)
                .find(|(_, it)| **it == id)
                .map(|(row, _)| row);
            let rows: Vec<u32> = row.into_iter().collect();
            export::issues(&workspace, (&columns, &rows), (style, true), at.out)?;
            return Ok(Status::Done);
        }
        let issue = issues::load(&workspace, id)?;
        head(at, &issue, issues::id_digits(&workspace)?)?;
        reasons(at, &issue)?;
        for it in &issue.findings {
            sighting(at, it)?;
            claims(at, &issue, it)?;
            if self.records {
                let record = issues::record(&workspace, it)?;
                write_lines(at, "      | ", &record, 200)?;
            }
        }
        history(at, &issue)?;
        Ok(Status::Done)
    }
}

fn head(at: &mut Terminal<'_>, issue: &Issue, digits: usize) -> Result<(), Problem> {
    let row = &issue.row;
    let id = short_id(row.fingerprint, digits);
    writeln!(
        at.out,
        "{id}  {} {}  {}",
        row.band,
        row.severity,
        text::one_line(&row.title, 200)
    )?;
    let name = |it: &Option<String>| it.clone().unwrap_or_else(|| "-".to_owned());
    let proof = row
        .owner
        .proof
        .as_ref()
        .map(|it| format!(" ({it})"))
        .unwrap_or_default();
    let lines = [
        ("application", row.app.clone()),
        ("class", row.class.to_string()),
        ("status", status(issue)),
        (
            "owner",
            format!(
                "{} / {}{proof}",
                name(&row.owner.team),
                name(&row.owner.person)
            ),
        ),
        ("due", issue.due.map_or_else(String::new, super::when::day)),
        ("where", row.place.clone()),
        ("ids", issue.vulnerabilities.join(" ")),
        (
            "weakness",
            issue
                .cwes
                .iter()
                .map(|it| format!("CWE-{it}"))
                .collect::<Vec<_>>()
                .join(" "),
        ),
    ];
    for (label, value) in lines.iter().filter(|(_, value)| !value.trim().is_empty()) {
        writeln!(at.out, "  {label:12} {}", text::one_line(value, 300))?;
    }
    by_hand(at, issue)?;
    priority(at, issue)
}

/// The score, term by term.
fn priority(at: &mut Terminal<'_>, issue: &Issue) -> Result<(), Problem> {
    writeln!(
        at.out,
        "\nPriority {:.2}, band {}",
        issue.priority.score, issue.priority.band
    )?;
    for it in &issue.priority.terms {
        let assumed = if it.assumed { " (assumed)" } else { "" };
        let value = text::one_line(&it.value, 80);
        let source = text::one_line(&it.source, 80);
        writeln!(
            at.out,
            "  {:+6.2} of {:5.2}  {:16} {value}{assumed}  [{source}]",
            it.points, it.of, it.factor
        )?;
    }
    Ok(())
}

/// Where it stands, by what it is hidden and until when, or why it is back.
fn status(issue: &Issue) -> String {
    let Hidden { by, until, woken } = &issue.hidden;
    let mut out = issue.row.status.to_string();
    for (word, text) in [("by", by), ("because", woken)] {
        if !text.is_empty() {
            out = format!("{out}, {word} {text}");
        }
    }
    if let Some(until) = until {
        out = format!("{out}, until {}", super::when::day(*until));
    }
    out
}

/// What somebody set, and what the tools say instead.
fn by_hand(at: &mut Terminal<'_>, issue: &Issue) -> Result<(), Problem> {
    for it in &issue.set {
        let line = format!(
            "{} set by {}: {} (event {}); the tools say {}",
            it.field, it.by, it.reason, it.event, it.tools
        );
        writeln!(at.out, "  {:12} {}", "by hand", text::one_line(&line, 300))?;
    }
    Ok(())
}

fn reasons(at: &mut Terminal<'_>, issue: &Issue) -> Result<(), Problem> {
    let count = issue.findings.len();
    if issue.links.is_empty() {
        writeln!(at.out, "\nOne finding, by {}", issue.row.tools.join(", "))?;
    } else {
        writeln!(at.out, "\nWhy these {count} findings are one issue")?;
    }
    let tool = |print| {
        let found = issue.findings.iter().find(|it| it.fingerprint == print);
        found.map_or_else(
            || short_id(print, 8),
            |it| format!("{} {}", it.tool, it.rule),
        )
    };
    for it in &issue.links {
        writeln!(
            at.out,
            "  {} = {}: {} v{}, {}: {}",
            text::one_line(&tool(it.finding), 60),
            text::one_line(&tool(it.to), 60),
            it.rule,
            it.version,
            it.confidence,
            text::one_line(&it.evidence, 200)
        )?;
    }
    for it in &issue.apart {
        let (other, title) = (short_id(it.other, 12), text::one_line(&it.title, 100));
        writeln!(at.out, "\nNever one with {other}, {title}")?;
        writeln!(at.out, "  {}", text::one_line(&it.says, 300))?;
        if !it.against.is_empty() {
            let rule = text::one_line(&it.against, 300);
            writeln!(at.out, "  against the rule {rule}")?;
        }
    }
    if !issue.suggestions.is_empty() {
        writeln!(at.out, "\nPerhaps the same weakness as")?;
    }
    for it in &issue.suggestions {
        writeln!(
            at.out,
            "  {}: {} v{}, {}: {}",
            short_id(it.other, 12),
            it.rule,
            it.version,
            it.confidence,
            text::one_line(&it.evidence, 200)
        )?;
    }
    Ok(())
}

fn sighting(at: &mut Terminal<'_>, it: &Finding) -> Result<(), Problem> {
    let word = if it.severity_word.is_empty() {
        "no word"
    } else {
        &it.severity_word
    };
    let why = it.absence.map(|it| format!(" ({})", it.says()));
    let heading = format!(
        "{} {} {} ({word}), {}{}",
        it.tool,
        it.rule,
        it.severity,
        it.state,
        why.unwrap_or_default()
    );
    writeln!(at.out, "\n  {}", text::one_line(&heading, 200))?;
    let place = &it.place;
    let line = place.line.map(|it| format!(":{it}")).unwrap_or_default();
    let package = it.package.as_ref().map(|it| {
        let fixed = if it.fixed.is_empty() {
            "no fix known".to_owned()
        } else {
            format!("fixed in {}", it.fixed.join(", "))
        };
        format!("{} {} ({fixed})", it.name, it.version)
    });
    let rows = [
        ("title", Some(it.title.clone())),
        ("file", place.file.as_ref().map(|it| format!("{it}{line}"))),
        ("package", package),
        ("url", place.url.clone()),
        ("parameter", place.parameter.clone()),
        ("resource", place.resource.clone()),
        ("secret", it.secret_masked.clone()),
        (
            "claim",
            it.detail.suppression.as_ref().map(|it| {
                format!(
                    "the report asks to ignore it: {} {} {}",
                    it.kind, it.status, it.justification
                )
            }),
        ),
        (
            "report",
            Some(format!(
                "{} bytes {}+{}",
                it.report.get(..12).unwrap_or_default(),
                it.record.0,
                it.record.1
            )),
        ),
        ("fingerprint", Some(it.fingerprint.to_string())),
    ];
    for (label, value) in rows {
        if let Some(value) = value.filter(|it| !it.is_empty()) {
            writeln!(at.out, "    {label:12} {}", text::one_line(&value, 300))?;
        }
    }
    proof(at, it)
}

/// What the tool knows beside the place: further facts, code, the way through it, what to do.
fn proof(at: &mut Terminal<'_>, it: &Finding) -> Result<(), Problem> {
    let detail = &it.detail;
    for (label, value) in detail.facts.iter().take(40) {
        let label = text::one_line(label, 40);
        writeln!(at.out, "    {label:12} {}", text::one_line(value, 300))?;
    }
    if let Some(snippet) = &detail.snippet {
        write_lines(at, "      | ", &snippet.text, 12)?;
    }
    write_lines(at, "      > ", &detail.evidence, 6)?;
    for (number, flow) in (1..).zip(&detail.flows).take(3) {
        writeln!(at.out, "    way {number} of {}", detail.flows.len())?;
        for step in flow.steps.iter().take(20) {
            let line = if step.line > 0 {
                format!(":{}", step.line)
            } else {
                String::new()
            };
            let step = format!("{}{line} {}", step.file, step.text);
            writeln!(at.out, "      → {}", text::one_line(&step, 200))?;
        }
    }
    write_lines(at, "    ", &detail.description, 12)?;
    if !detail.remediation.trim().is_empty() {
        writeln!(at.out, "    what to do")?;
    }
    write_lines(at, "      ", &detail.remediation, 6)
}

/// What issuers claim of a finding. A claim decides nothing: a person does.
fn claims(at: &mut Terminal<'_>, issue: &Issue, finding: &Finding) -> Result<(), Problem> {
    let mine = |it: &&Claim| it.finding == finding.fingerprint;
    for it in issue.claims.iter().filter(mine) {
        let said = &it.said;
        let time = said.at.and_then(|it| jiff::Timestamp::from_second(it).ok());
        let time = time.map(|it| format!(" on {it}")).unwrap_or_default();
        let why = [said.justification.as_str(), said.statement.as_str()];
        let why: Vec<&str> = why.into_iter().filter(|it| !it.is_empty()).collect();
        let line = format!(
            "{} claims{time}: {} of {} is {}{}{} ({})",
            said.issuer,
            it.vulnerability,
            said.product,
            it.status,
            if why.is_empty() { "" } else { ": " },
            why.join(": "),
            said.document
        );
        writeln!(at.out, "    {:12} {}", "claim", text::one_line(&line, 600))?;
    }
    Ok(())
}

fn write_lines(
    at: &mut Terminal<'_>,
    before: &str,
    body: &str,
    limit: usize,
) -> Result<(), Problem> {
    for line in text::lines(body, limit) {
        writeln!(at.out, "{before}{line}")?;
    }
    Ok(())
}

fn history(at: &mut Terminal<'_>, issue: &Issue) -> Result<(), Problem> {
    writeln!(at.out, "\nHistory")?;
    for it in &issue.timeline {
        let time = jiff::Timestamp::from_second(it.at)
            .map(|it| it.to_string())
            .unwrap_or_default();
        let actor = text::one_line(&it.actor, 40);
        writeln!(
            at.out,
            "  {time}  {actor}: {}",
            text::one_line(&it.what, 300)
        )?;
    }
    Ok(())
}
