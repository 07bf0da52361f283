//! ESLint 3 to 9 JSON (`eslint -f json`), with whatever security plugins are in it.
//!
//! Severity: 2, an error → high; 1, a warning → medium; as in the levels of its SARIF.
//! A file that ESLint could not parse (`fatal`) makes the scan incomplete and is no finding. What
//! `eslint-disable` suppresses is kept with that claim. A message without rule is about a comment
//! that disables nothing.
//! What `no-secrets/no-secrets` quotes is a credential: of it the keyed hash and the mask are kept.
//! Not read: `fix`, `suggestions`, `source`.

use super::read::{json, part};
use super::wire::{TITLE, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, leak, normalise};
use crate::error::Problem;
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The rule that quotes what it found.
const SECRETS: &str = "no-secrets/no-secrets";

/// See the module's text.
pub(super) struct Eslint;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Linted<'a> {
    file_path: String,
    #[serde(borrow)]
    messages: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    suppressed_messages: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    rule_id: Option<String>,
    severity: u32,
    message: String,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    fatal: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    suppressions: Vec<Suppression>,
}

#[derive(Deserialize)]
struct Suppression {
    #[serde(default, deserialize_with = "or_default")]
    kind: String,
    #[serde(default, deserialize_with = "or_default")]
    justification: String,
}

impl Format for Eslint {
    fn name(&self) -> &'static str {
        "eslint"
    }

    fn tool(&self) -> &'static str {
        "ESLint 3-9"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast, FindingKind::Secrets]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["[].filePath", "[].messages", "[].errorCount"]) {
            return Claim::Yes;
        }
        if probe.is_empty_list_of("eslint") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "eslint".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["[].messages[]"], &mut |it| {
            if let Ok(message) = it.parse::<Message>()
                && message.fatal == Some(true)
            {
                let said = text::one_line(&message.message, 500);
                scan.incomplete
                    .get_or_insert(format!("eslint could not parse a file: {said}"));
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &["[]"], &mut |it| {
            let Some(file) = it.record::<Linted<'_>>(sink)? else {
                return Ok(());
            };
            let lists = [
                ("messages", &file.messages),
                ("suppressedMessages", &file.suppressed_messages),
            ];
            for (name, list) in lists {
                for (idx, raw) in list.iter().enumerate() {
                    let path = format!("{name}[{idx}]");
                    let message = part::record::<Message>(it, raw, &path, sink)?;
                    if let Some(message) = message.filter(|it| it.fatal != Some(true)) {
                        let said = message.message.clone();
                        let mut out = message.into_finding(&file.file_path);
                        if out.kind == FindingKind::Secrets {
                            leak::reduce(&mut out, quoted(&said), key, sink);
                        }
                        out.record = part::place(it, raw, &path);
                        sink.finding(out)?;
                    }
                }
            }
            Ok(())
        })
    }
}

impl Message {
    fn into_finding(self, file: &str) -> NewFinding {
        let rule = self.rule_id.filter(|it| !it.trim().is_empty());
        let rule = text::one_line(rule.as_deref().unwrap_or("no-rule"), 300);
        let title = text::one_line(&self.message, TITLE);
        let kind = if rule == SECRETS {
            FindingKind::Secrets
        } else {
            FindingKind::Sast
        };
        let mut out = NewFinding::new(kind, rule, title);
        let (severity, word) = match self.severity {
            2 => (Severity::High, "error".to_owned()),
            1 => (Severity::Medium, "warning".to_owned()),
            other => (Severity::Unknown, other.to_string()),
        };
        out.severity = severity;
        out.severity_word = word;
        out.place = place(file, self.line);
        out.place.column = self.column.filter(|it| *it > 0);
        let line = self.line.unwrap_or_default();
        let end_line = self.end_line.unwrap_or(line);
        let end_column = self.end_column.unwrap_or_default();
        (out.place.end_line, out.place.end_column) =
            normalise::region_end(line, end_line, end_column);
        out.detail.suppression = self.suppressions.into_iter().next().map(|it| Claimed {
            kind: if it.kind == "directive" {
                "inSource".to_owned()
            } else {
                it.kind
            },
            justification: it.justification,
            ..Claimed::default()
        });
        out
    }
}

/// What the rule found: `Found a string with entropy 4.8 : "…"`, with the quotes and commas of the
/// code around it.
fn quoted(message: &str) -> &str {
    let found = message.split_once(" : ").map_or(message, |it| it.1);
    let around = |c: char| c.is_whitespace() || "\"'`,;:/()[]{}".contains(c);
    found.trim_matches(around)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_string_is_found_in_the_message() {
        let message = "Found a string with entropy 4.82 : \"\"$2a$10$8Zo\",\"\"";
        assert_eq!(quoted(message), "$2a$10$8Zo");
    }
}
