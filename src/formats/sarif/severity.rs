//! The severity of a result; the table is in the text of [`super`].

use super::rules::Rule;
use super::wire::{Props, Record};
use crate::formats::normalise;
use crate::model::{FindingKind, Severity, text};

/// Severity, and the tool's own word for it.
pub(super) fn of(record: &Record, rule: Option<&Rule>, kind: FindingKind) -> (Severity, String) {
    let bags = [record.properties.as_ref(), rule.map(|it| &it.props)];
    let bags = || bags.into_iter().flatten();
    let ours = bags().find_map(|it| it.our_severity.first());
    if let Some(severity) = ours.and_then(Severity::parse) {
        return (severity, severity.name().to_owned());
    }
    if let Some((score, word)) = bags().find_map(score) {
        return (normalise::severity_of_score(score), word);
    }
    if record.kind.as_deref() == Some("informational") {
        return (Severity::Info, "informational".to_owned());
    }
    if let Some(said) = bags().find_map(word) {
        return said;
    }
    let rule_level = rule.and_then(|it| it.level.as_deref());
    let quality = || bags().find_map(|it| it.problem_severity.first());
    match record.level.as_deref().or(rule_level).or_else(quality) {
        Some(word) => (level(word), text::one_line(word, 60)),
        None if kind == FindingKind::Secrets => (Severity::High, String::new()),
        None => (Severity::Medium, String::new()),
    }
}

/// The number of `security-severity`.
pub(super) fn score(props: &Props) -> Option<(f64, String)> {
    let word = props.security_severity.first()?.trim();
    let score: f64 = word.parse().ok()?;
    (0.0..=10.0)
        .contains(&score)
        .then(|| (score, word.to_owned()))
}

/// A severity word that the tool keeps beside SARIF's own.
fn word(props: &Props) -> Option<(Severity, String)> {
    let words = [
        &props.severity,
        &props.issue_severity,
        &props.security_risk,
        &props.zizmor_severity,
        &props.devskim_severity,
    ];
    words.into_iter().find_map(|it| {
        let word = it.first()?;
        let severity = match word.trim().to_ascii_lowercase().as_str() {
            "error" => Severity::High,
            _ => normalise::severity_of_word(word),
        };
        (severity != Severity::Unknown).then(|| (severity, text::one_line(word, 60)))
    })
}

fn level(word: &str) -> Severity {
    match word.trim().to_ascii_lowercase().as_str() {
        "error" => Severity::High,
        "warning" => Severity::Medium,
        "note" | "recommendation" => Severity::Low,
        "none" => Severity::Info,
        _ => normalise::severity_of_word(word),
    }
}
