//! What a gate said, for people and for the machines that run it. One file per form, one list.
//!
//! All forms say the same: what blocks is in each of them, and a run that passes marks nothing as
//! failed. Titles come from reports: every form escapes them for its reader.

mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;

use crate::model::gate::{Answer, Case, GateRecord, RuleResult, ScanResult, ScanState, Standing};
use crate::model::{Class, text::one_line};
use std::io::{self, Write};

/// A form of a gate run.
pub trait GateExporter: Sync {
    /// Stable name: the `--format` value.
    fn name(&self) -> &'static str;
    /// One line for help.
    fn about(&self) -> &'static str;
    /// Writes one run. `id` is the SHA-256 of its record.
    fn write(&self, id: &str, record: &GateRecord, to: &mut dyn Write) -> io::Result<()>;
}

/// Every form. The only list.
pub const FORMS: &[&dyn GateExporter] = &[
    &text::Text,
    &json::Json,
    &sarif::Sarif,
    &junit::JUnit,
    &markdown::Markdown,
    &github::GitHub,
    &gitlab::GitLab,
];

/// A run as people read it in a terminal.
pub fn told(id: &str, record: &GateRecord) -> io::Result<String> {
    let mut out = Vec::new();
    text::Text.write(id, record, &mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// The digits of a run's id that people see.
pub fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// The issues that block, or would, highest priority first.
fn blocking(record: &GateRecord) -> impl Iterator<Item = &Case> {
    let ids = &record.verdict.blocking;
    let cases = record.inputs.cases.iter();
    let of = std::collections::BTreeSet::from_iter(ids);
    cases.filter(move |it| of.contains(&it.id))
}

/// The blocking rules that an issue counts against.
fn rules_of<'a>(record: &'a GateRecord, case: &Case) -> Vec<&'a RuleResult> {
    let rules = record.verdict.rules.iter();
    let against = |it: &&RuleResult| it.broken() && it.blocks && it.against.contains(&case.id);
    rules.filter(against).collect()
}

/// The scans that block, or would.
fn missing(record: &GateRecord) -> impl Iterator<Item = &ScanResult> {
    let scans = record.verdict.scans.iter();
    scans.filter(|it| it.blocks && it.state != ScanState::Fresh)
}

/// One line about an issue.
fn line(case: &Case) -> String {
    let back = if case.reopened { ", it is back" } else { "" };
    let kev = if case.kev { ", exploited" } else { "" };
    let text = format!(
        "{} {} {} {} ({}{kev}{back})",
        case.id, case.band, case.severity, case.title, case.place
    );
    one_line(&text, 300)
}

/// File and line of an issue that is in a file of the repository.
fn file_of(case: &Case) -> Option<(&str, u32)> {
    let in_file = matches!(
        case.class,
        Class::Code | Class::Secret | Class::Infrastructure | Class::Pipeline
    );
    if !in_file || case.place.is_empty() || case.place.contains("://") {
        return None;
    }
    let numbered = case.place.rsplit_once(':');
    let numbered = numbered.and_then(|(file, line)| Some((file, line.parse().ok()?)));
    Some(numbered.unwrap_or((&case.place, 1)))
}

/// A day as people write it.
fn day(at: i64) -> String {
    super::time::rfc3339(at).chars().take(10).collect()
}

fn count(number: usize, word: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {word}{s}")
}

/// The three lines that everything begins with: the verdict, what blocks, how to get through.
pub fn head(id: &str, record: &GateRecord) -> [String; 3] {
    let (inputs, verdict) = (&record.inputs, &record.verdict);
    let word = match verdict.answer {
        Answer::Pass => "PASS",
        Answer::Blocked => "BLOCKED",
        Answer::Observed => "OBSERVED (passes, would be blocked)",
        Answer::BreakGlass => "BREAK-GLASS (passes in spite of the verdict)",
    };
    let against = match &inputs.baseline {
        Some(it) => format!("against {} of {}", it.name, day(it.at)),
        None => "without a baseline".to_owned(),
    };
    let first = format!(
        "{word}: {} release {}, {against}, policy {}, run {}",
        inputs.app,
        inputs.release,
        record.policy.label,
        short(id)
    );
    [
        one_line(&first, 500),
        one_line(&what_blocks(record), 500),
        one_line(&way_through(id, record), 500),
    ]
}

fn what_blocks(record: &GateRecord) -> String {
    let mut parts = Vec::new();
    let issues = record.verdict.blocking.len();
    if issues > 0 {
        let mut first: Vec<_> = blocking(record)
            .take(2)
            .map(|it| format!("{} {}", it.id, it.title))
            .collect();
        if issues > 2 {
            first.push(format!("and {} more", issues - 2));
        }
        let new = if record.inputs.baseline.is_some() {
            ""
        } else {
            " (all count as new)"
        };
        parts.push(format!(
            "{}{new}: {}",
            count(issues, "issue"),
            first.join(", ")
        ));
    }
    parts.extend(missing(record).map(|it| it.text.clone()));
    parts.extend(record.verdict.obstacles.iter().map(|it| it.text.clone()));
    if parts.is_empty() {
        let looked = record.inputs.looked.issues;
        let passed: usize = record
            .verdict
            .exceptions
            .iter()
            .map(|it| it.issues.len())
            .sum();
        let by = if passed > 0 {
            format!(", {} by exception", count(passed, "issue"))
        } else {
            String::new()
        };
        return format!("nothing blocks: {} looked at{by}", count(looked, "issue"));
    }
    format!("blocks: {}", parts.join("; "))
}

fn way_through(id: &str, record: &GateRecord) -> String {
    let (inputs, verdict) = (&record.inputs, &record.verdict);
    let app = &inputs.app;
    if let Some(due) = verdict.follow_up_due {
        return format!(
            "follow-up due {}: `sluice gate follow-up {} --text TEXT`",
            day(due),
            short(id)
        );
    }
    let mut ways = Vec::new();
    if !verdict.blocking.is_empty() {
        ways.push(
            "fix the issues, or ask for an exception (`sluice exception request --help`)"
                .to_owned(),
        );
        if inputs.baseline.is_none() {
            ways.push(format!(
                "or say what was there before: `sluice gate baseline record NAME --app {app}`"
            ));
        }
    }
    if missing(record).next().is_some() {
        ways.push(format!(
            "scan again and `sluice import REPORT --app {app} --release {}`",
            inputs.release
        ));
    }
    if verdict
        .obstacles
        .iter()
        .any(|it| it.what == "break-glass-overdue")
    {
        ways.push("`sluice gate follow-up ID --text TEXT`".to_owned());
    }
    if ways.is_empty() {
        return match verdict.exceptions.iter().min_by_key(|it| it.until) {
            Some(it) => format!(
                "the first exception used, {}, ends {}",
                it.id,
                day(it.until)
            ),
            None => format!("`sluice gate show {}` shows the record", short(id)),
        };
    }
    format!("to get through: {}", ways.join("; "))
}

/// Why an exception does not count.
fn why(standing: Standing) -> &'static str {
    match standing {
        Standing::Requested => "is not approved yet",
        Standing::Approved => "does not cover all of its findings",
        Standing::Expired => "has expired",
        Standing::Refused => "is refused",
    }
}
