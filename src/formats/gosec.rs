//! gosec 2.x JSON (`gosec -fmt json`).
//!
//! Severity: HIGH → high, MEDIUM → medium, LOW → low (`issue.Score` of gosec). gosec
//! has no critical.
//! A file that gosec could not parse is listed under `Golang errors`: the scan is then incomplete.
//! An issue that `#nosec` ignores is kept with that claim.
//! Not read: `Stats`, which only count, and `autofix`.

use super::read::{json, loose::Loose};
use super::wire::{TITLE, line_range, numbered_code, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Gosec;

#[derive(Deserialize)]
struct Record {
    rule_id: String,
    details: String,
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    confidence: String,
    cwe: Option<Cwe>,
    file: String,
    #[serde(default)]
    line: Loose,
    #[serde(default)]
    column: Loose,
    #[serde(default, deserialize_with = "or_default")]
    code: String,
    nosec: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    suppressions: Vec<Suppression>,
}

#[derive(Deserialize)]
struct Cwe {
    #[serde(default, alias = "ID")]
    id: Loose,
}

#[derive(Deserialize)]
struct Suppression {
    #[serde(default, deserialize_with = "or_default")]
    kind: String,
    #[serde(default, deserialize_with = "or_default")]
    justification: String,
}

impl Format for Gosec {
    fn name(&self) -> &'static str {
        "gosec"
    }

    fn tool(&self) -> &'static str {
        "gosec 2.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["Issues", "Stats.nosec"]) || probe.has("GosecVersion") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "gosec".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["GosecVersion", "Golang errors.*"], &mut |it| {
            if it.want == 0 {
                let version = it.parse::<Loose>()?;
                scan.tool_version = text::one_line(version.first().unwrap_or_default(), 100);
            } else {
                let file = text::one_line(&normalise::path(it.key(1)), 300);
                scan.incomplete
                    .get_or_insert(format!("gosec could not read {file}"));
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &["Issues[]"], &mut |it| {
            if let Some(record) = it.record::<Record>(sink)? {
                let mut out = record.into_finding();
                out.record = it.place();
                sink.finding(out)?;
            }
            Ok(())
        })
    }
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let rule = text::one_line(&self.rule_id, 300);
        let title = text::one_line(&self.details, TITLE);
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        out.severity = match self.severity.as_str() {
            "HIGH" => Severity::High,
            "MEDIUM" => Severity::Medium,
            "LOW" => Severity::Low,
            _ => Severity::Unknown,
        };
        out.severity_word = text::one_line(&self.severity, 60);
        out.cwes = normalise::cwes(self.cwe.iter().flat_map(|it| it.id.iter()));
        let (line, end_line) = line_range(self.line.first().unwrap_or_default());
        out.place = place(&self.file, line);
        out.place.end_line = end_line;
        let column = self.column.first().and_then(|it| it.parse().ok());
        out.place.column = column.filter(|it| *it > 0);
        out.detail.confidence = text::one_line(&self.confidence, 60);
        out.detail.snippet = numbered_code(&self.code, line.unwrap_or_default());
        let said = self.suppressions.into_iter().next();
        let bare = || {
            (self.nosec == Some(true)).then(|| Suppression {
                kind: String::new(),
                justification: "#nosec".to_owned(),
            })
        };
        out.detail.suppression = said.or_else(bare).map(|it| Claimed {
            kind: if it.kind.is_empty() {
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
