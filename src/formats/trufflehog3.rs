//! trufflehog3 2.x and 3.x JSON (`trufflehog3 --format json`), a tool apart from TruffleHog. The
//! secret itself is never kept.
//!
//! Severity of 3.x, set on its rules: HIGH → high, MEDIUM → medium, LOW → low; anything else unknown.
//! 2.x has none and counts as high, as for Gitleaks.
//! `secret` and `context` are concealed; what is kept is the keyed hash and the mask. The id is not
//! kept: the line is part of it.
//! Every record is a finding, also one credential in several commits. An empty report is a bare
//! `[]`: it is recognised by a file name with `trufflehog3` in it.

use super::read::{json, loose::Loose};
use super::trufflehog::Old;
use super::wire::{TITLE, fact, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, leak};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct Trufflehog3;

#[derive(Deserialize)]
struct Record {
    rule: Rule,
    path: String,
    #[serde(default)]
    line: Loose,
    secret: String,
    #[serde(default, deserialize_with = "or_default")]
    context: BTreeMap<String, String>,
    branch: Option<String>,
    message: Option<String>,
    author: Option<String>,
    commit: Option<String>,
    date: Option<String>,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    message: Option<String>,
    severity: Option<String>,
}

impl Format for Trufflehog3 {
    fn name(&self) -> &'static str {
        "trufflehog3"
    }

    fn tool(&self) -> &'static str {
        "trufflehog3 2.x, 3.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Secrets]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let new = ["[].rule.id", "[].secret", "[].path", "[].context"];
        // Rusty Hog has the same fields, but no branch.
        let old = ["[].stringsFound", "[].reason", "[].branch"];
        if probe.has_all(&new) || probe.has_all(&old) {
            return Claim::Yes;
        }
        if probe.is_empty_list_of("trufflehog3") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "trufflehog3".to_owned(),
            ..Scan::default()
        })?;
        json::walk(input, &["[]"], &mut |it| {
            let mut out = if let Ok(old) = it.parse::<Old>() {
                old.into_finding(key, sink)
            } else if let Some(record) = it.record::<Record>(sink)? {
                record.into_finding(key, sink)
            } else {
                return Ok(());
            };
            out.record = it.place();
            sink.finding(out)
        })
    }
}

impl Record {
    fn into_finding(self, key: &SecretKey, sink: &mut dyn Sink) -> NewFinding {
        let rule = text::one_line(&self.rule.id, 300);
        let title = self.rule.message.filter(|it| !it.trim().is_empty());
        let title = text::one_line(title.as_deref().unwrap_or(&rule), TITLE);
        let mut out = NewFinding::new(FindingKind::Secrets, rule, title);
        let word = self.rule.severity.unwrap_or_default();
        out.severity = match word.as_str() {
            "HIGH" => Severity::High,
            "MEDIUM" => Severity::Medium,
            "LOW" => Severity::Low,
            _ => Severity::Unknown,
        };
        out.severity_word = text::one_line(&word, 60);
        let line = self.line.first().and_then(|it| it.parse().ok());
        out.place = place(&self.path, line);
        for (label, value) in [
            ("commit", self.commit),
            ("author", self.author),
            ("date", self.date),
            ("branch", self.branch),
            ("commit message", self.message),
        ] {
            let value = text::one_line(&value.unwrap_or_default(), 300);
            fact(&mut out.detail.facts, label, value);
        }
        leak::reduce(&mut out, &self.secret, key, sink);
        if out.secret.is_some() {
            leak::conceal(&self.secret, sink);
            for line in self.context.values().filter(|it| it.contains(&self.secret)) {
                leak::conceal(line, sink);
            }
        }
        out
    }
}
