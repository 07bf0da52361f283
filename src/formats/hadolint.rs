//! Hadolint 1.x and 2.x: JSON, and the Code Climate and GitLab Code Quality forms of it.
//!
//! Severity: error → high, warning → medium, info → low, style → info, as in its SARIF. In the two
//! Code Climate forms, by the table that Hadolint writes them with: blocker → high, major → medium,
//! info → low, minor → info (`Formatter/Codeclimate.hs` and `Formatter/Sarif.hs` of Hadolint).
//! The Code Climate form is a stream of documents, separated by NUL. A clean one has no byte, and
//! so is no report that can be told from any other. The fingerprint of the GitLab form is not kept:
//! it has the line in it. An empty JSON report is a bare `[]`: it is recognised by a file name with
//! `hadolint` in it.

use super::read::{json, outline};
use super::wire::{TITLE, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Hadolint;

#[derive(Deserialize)]
#[serde(untagged)]
enum Record {
    Own(Own),
    Climate(Climate),
}

#[derive(Deserialize)]
struct Own {
    code: String,
    message: String,
    file: String,
    level: String,
    line: u32,
    column: Option<u32>,
}

#[derive(Deserialize)]
struct Climate {
    check_name: String,
    description: String,
    severity: String,
    location: Site,
}

#[derive(Deserialize)]
struct Site {
    path: String,
    lines: Lines,
}

#[derive(Deserialize)]
struct Lines {
    begin: u32,
    end: Option<u32>,
}

impl Format for Hadolint {
    fn name(&self) -> &'static str {
        "hadolint"
    }

    fn tool(&self) -> &'static str {
        "Hadolint 1.x, 2.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Iac]
    }

    fn file_types(&self) -> &'static str {
        "JSON, Code Climate"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let is_rule = |path: &str| probe.value(path).is_some_and(is_rule);
        let own = is_rule("[].code") && probe.has_all(&["[].level", "[].line", "[].file"]);
        let climate = is_rule("check_name") && probe.has("location.path");
        if own || climate || (is_rule("[].check_name") && probe.has("[].location.path")) {
            return Claim::Yes;
        }
        if probe.is_empty_list_of("hadolint") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "hadolint".to_owned(),
            ..Scan::default()
        })?;
        json::walk(input, &[outline::records(input)?], &mut |it| {
            let Ok(record) = it.parse::<Record>() else {
                return sink.skipped(
                    it.refuse("not a record of Hadolint: code, level or file is missing"),
                );
            };
            let mut out = record.into_finding();
            out.record = it.place();
            sink.finding(out)
        })
    }
}

/// True for `DL3008` of Hadolint and `SC2086` of the ShellCheck inside it.
fn is_rule(text: &str) -> bool {
    let digits = text.strip_prefix("DL").or_else(|| text.strip_prefix("SC"));
    digits.is_some_and(|it| it.len() == 4 && it.bytes().all(|it| it.is_ascii_digit()))
}

impl Record {
    fn into_finding(self) -> NewFinding {
        match self {
            Self::Own(it) => {
                let mut out = finding(&it.code, &it.message, &it.level);
                out.place = place(&it.file, Some(it.line));
                out.place.column = it.column.filter(|it| *it > 0);
                out
            }
            Self::Climate(it) => {
                let mut out = finding(&it.check_name, &it.description, &it.severity);
                let lines = it.location.lines;
                out.place = place(&it.location.path, Some(lines.begin));
                out.place.end_line = lines.end.filter(|end| *end > lines.begin);
                out
            }
        }
    }
}

fn finding(rule: &str, message: &str, word: &str) -> NewFinding {
    let title = text::one_line(message, TITLE);
    let mut out = NewFinding::new(FindingKind::Iac, text::one_line(rule, 300), title);
    out.severity = severity(word);
    out.severity_word = text::one_line(word, 60);
    let wiki = if rule.starts_with("SC") {
        "https://www.shellcheck.net/wiki"
    } else {
        "https://github.com/hadolint/hadolint/wiki"
    };
    let page = is_rule(rule).then(|| format!("{wiki}/{rule}"));
    out.detail.references.extend(page);
    out
}

fn severity(word: &str) -> Severity {
    match word {
        "error" | "blocker" => Severity::High,
        "warning" | "major" => Severity::Medium,
        "info" => Severity::Low,
        "style" | "minor" => Severity::Info,
        _ => Severity::Unknown,
    }
}
