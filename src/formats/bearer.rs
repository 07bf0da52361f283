//! Bearer CLI 1.x JSON (`bearer scan --format json`, the security report).
//!
//! Severity, the key that the findings stand under: critical, high, medium, low; warning → info,
//! as in its own GitLab report (`output/gitlab/gitlab.go` of Bearer).
//! The fingerprint is kept as the tool's own identity: Bearer's ignore file names findings by it.
//! A clean report is `{}`: it is recognised by a file name with `bearer` in it.
//! Not read: `category_groups` beyond their names, data flow reports.

use super::read::{json, loose::Loose};
use super::wire::{DESCRIPTION, SNIPPET, TITLE, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Scan, Severity, Snippet, text};
use serde::Deserialize;

const SEVERITIES: &[&str] = &["critical", "high", "medium", "low", "warning"];

/// See the module's text.
pub(super) struct Bearer;

#[derive(Deserialize)]
struct Record {
    id: String,
    title: String,
    #[serde(default)]
    cwe_ids: Loose,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    documentation_url: String,
    #[serde(default, deserialize_with = "or_default")]
    full_filename: String,
    #[serde(default, deserialize_with = "or_default")]
    filename: String,
    line_number: Option<u32>,
    sink: Option<Range>,
    #[serde(default)]
    category_groups: Loose,
    #[serde(default, deserialize_with = "or_default")]
    code_extract: String,
    #[serde(default, deserialize_with = "or_default")]
    fingerprint: String,
}

#[derive(Deserialize)]
struct Range {
    start: Option<u32>,
    end: Option<u32>,
    column: Option<Columns>,
}

#[derive(Deserialize)]
struct Columns {
    start: Option<u32>,
    end: Option<u32>,
}

impl Format for Bearer {
    fn name(&self) -> &'static str {
        "bearer"
    }

    fn tool(&self) -> &'static str {
        "Bearer CLI 1.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let full = |it: &&str| {
            let has = |field: &str| probe.has(&format!("{it}[].{field}"));
            has("id") && has("full_filename") && has("fingerprint")
        };
        if SEVERITIES.iter().any(full) {
            return Claim::Yes;
        }
        let named = probe.name.to_ascii_lowercase().contains("bearer");
        if named && probe.head.trim() == "{}" {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "bearer".to_owned(),
            ..Scan::default()
        })?;
        json::walk(input, &["*[]"], &mut |it| {
            if let Some(record) = it.record::<Record>(sink)? {
                let mut out = record.into_finding(it.key(0));
                out.record = it.place();
                sink.finding(out)?;
            }
            Ok(())
        })
    }
}

impl Record {
    fn into_finding(self, word: &str) -> NewFinding {
        let rule = text::one_line(&self.id, 300);
        let title = text::one_line(&self.title, TITLE);
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        out.severity = match word {
            "critical" => Severity::Critical,
            "high" => Severity::High,
            "medium" => Severity::Medium,
            "low" => Severity::Low,
            "warning" => Severity::Info,
            _ => Severity::Unknown,
        };
        out.severity_word = text::one_line(word, 60);
        out.cwes = normalise::cwes(self.cwe_ids.iter());
        out.native = Some(text::bounded(self.fingerprint, 512)).filter(|it| !it.is_empty());
        let file = if self.full_filename.is_empty() {
            &self.filename
        } else {
            &self.full_filename
        };
        let line = self.sink.as_ref().and_then(|it| it.start);
        let line = line.or(self.line_number);
        out.place = place(file, line);
        if let Some(sink) = self.sink {
            out.place.end_line = sink.end.filter(|it| line.is_some_and(|line| *it > line));
            let columns = sink.column;
            out.place.column = columns.as_ref().and_then(|it| it.start);
            out.place.end_column = columns.and_then(|it| it.end);
        }
        out.detail.description = text::bounded(self.description, DESCRIPTION);
        out.detail.references = links([self.documentation_url]);
        let tags = self.category_groups.iter();
        out.detail.tags = tags.map(|it| text::one_line(it, 200)).take(32).collect();
        out.detail.snippet = (!self.code_extract.trim().is_empty()).then(|| Snippet {
            start: line.unwrap_or_default(),
            text: text::bounded(self.code_extract, SNIPPET),
        });
        out
    }
}
