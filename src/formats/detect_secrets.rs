//! detect-secrets 0.14 to 1.x JSON: what `detect-secrets scan` prints, and the baseline file.
//!
//! Severity: detect-secrets has none. A credential in the code counts as high here, as for
//! Gitleaks; `severity_word` stays empty.
//! The report holds no clear text but a SHA-1 of it, which could be tried against a word list: it
//! is concealed, and only its keyed hash is kept, as the tool's own identity (the tool itself knows
//! a secret by type, file and this hash). It cannot be compared with the hashes of other tools, so
//! that only the place joins them.
//! What an audit marked as no secret is kept with that claim.
//! Not read: `plugins_used`, `filters_used`.

use super::read::json;
use super::wire::{fact, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct DetectSecrets;

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "type")]
    sort: String,
    filename: Option<String>,
    hashed_secret: String,
    is_verified: Option<bool>,
    is_secret: Option<bool>,
    line_number: Option<u32>,
}

impl Format for DetectSecrets {
    fn name(&self) -> &'static str {
        "detect-secrets"
    }

    fn tool(&self) -> &'static str {
        "detect-secrets 0.14, 1.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Secrets]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["plugins_used", "results", "generated_at"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "detect-secrets".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["version", "generated_at"], &mut |it| {
            let said = it.parse::<String>().unwrap_or_default();
            match it.want {
                0 => scan.tool_version = text::one_line(&said, 100),
                _ => scan.scanned_at = normalise::timestamp(&said),
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &["results.*[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            sink.conceal(&record.hashed_secret);
            let mut out = record.into_finding(it.key(1), key);
            out.record = it.place();
            sink.finding(out)
        })
    }
}

impl Record {
    fn into_finding(self, under: &str, key: &SecretKey) -> NewFinding {
        let rule = text::one_line(&self.sort, 300);
        let title = format!("{rule} in the code");
        let mut out = NewFinding::new(FindingKind::Secrets, rule, title);
        out.severity = Severity::High;
        out.native = key.reduce(&self.hashed_secret).map(|it| it.hash);
        let file = self.filename.filter(|it| !it.trim().is_empty());
        out.place = place(file.as_deref().unwrap_or(under), self.line_number);
        let facts = &mut out.detail.facts;
        let verified = self.is_verified == Some(true);
        fact(facts, "verified", if verified { "yes" } else { "" });
        match self.is_secret {
            Some(true) => fact(facts, "audit", "a secret"),
            Some(false) => {
                out.detail.suppression = Some(Claimed {
                    kind: "external".to_owned(),
                    justification: "marked as no secret in an audit".to_owned(),
                    ..Claimed::default()
                });
            }
            None => {}
        }
        out
    }
}
