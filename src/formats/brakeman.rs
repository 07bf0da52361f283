//! Brakeman 4.x to 7.x JSON (`brakeman -f json`).
//!
//! Severity: Brakeman has none, only how sure it is. As in the levels of its own SARIF: High → high,
//! Medium → medium, Weak → low (`report_sarif.rb` of Brakeman). `severity_word` is that word.
//! The rule is the number of the warning, spelled as in its SARIF (`BRAKE0015`). The fingerprint is
//! kept as the tool's own identity: it is made of code and file, not of the line.
//! A warning of the ignore file is kept with that claim. An entry of `errors` makes the scan
//! incomplete.
//! Not read: `obsolete`, `render_path`.

use super::read::{json, loose::Loose};
use super::wire::{SNIPPET, TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity, Snippet, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Brakeman;

#[derive(Deserialize)]
struct Record {
    warning_type: String,
    warning_code: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    fingerprint: String,
    #[serde(default, deserialize_with = "or_default")]
    check_name: String,
    message: String,
    file: String,
    line: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    link: String,
    #[serde(default, deserialize_with = "or_default")]
    code: String,
    #[serde(default, deserialize_with = "or_default")]
    user_input: String,
    #[serde(default, deserialize_with = "or_default")]
    confidence: String,
    #[serde(default)]
    cwe_id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    note: String,
}

impl Format for Brakeman {
    fn name(&self) -> &'static str {
        "brakeman"
    }

    fn tool(&self) -> &'static str {
        "Brakeman 4.x-7.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["scan_info.brakeman_version", "warnings"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "brakeman".to_owned(),
            ..Scan::default()
        };
        let wants = [
            "scan_info.brakeman_version",
            "scan_info.end_time",
            "errors[]",
        ];
        json::walk(input, &wants, &mut |it| {
            let said = it.parse::<Loose>()?;
            let said = said.first().unwrap_or_default();
            match it.want {
                0 => scan.tool_version = text::one_line(said, 100),
                1 => scan.scanned_at = time(said),
                _ => {
                    let raw = text::one_line(&String::from_utf8_lossy(it.raw), 500);
                    scan.incomplete
                        .get_or_insert(format!("brakeman reports an error: {raw}"));
                }
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &["warnings[]", "ignored_warnings[]"], &mut |it| {
            if let Some(record) = it.record::<Record>(sink)? {
                let mut out = record.into_finding(it.want == 1);
                out.record = it.place();
                sink.finding(out)?;
            }
            Ok(())
        })
    }
}

/// `2020-04-11 16:51:43 -0700`, as Ruby writes it.
fn time(text: &str) -> Option<i64> {
    let (civil, zone) = text.trim().rsplit_once(' ')?;
    normalise::timestamp(&format!("{}{zone}", civil.replace(' ', "T")))
}

impl Record {
    fn into_finding(self, ignored: bool) -> NewFinding {
        let number = self.warning_code.map(|it| format!("BRAKE{it:04}"));
        let rule = number.unwrap_or_else(|| text::one_line(&self.warning_type, 300));
        let title = format!("{}: {}", self.warning_type, self.message);
        let mut out = NewFinding::new(FindingKind::Sast, rule, text::one_line(&title, TITLE));
        out.severity = match self.confidence.as_str() {
            "High" => Severity::High,
            "Medium" => Severity::Medium,
            "Weak" => Severity::Low,
            _ => Severity::Unknown,
        };
        let confidence = text::one_line(&self.confidence, 60);
        out.severity_word.clone_from(&confidence);
        out.detail.confidence = confidence;
        out.cwes = normalise::cwes(self.cwe_id.iter());
        out.native = Some(text::bounded(self.fingerprint, 512)).filter(|it| !it.is_empty());
        out.place = place(&self.file, self.line);
        out.detail.references = links([self.link]);
        out.detail.tags = vec![text::one_line(&self.check_name, 200)];
        out.detail.snippet = (!self.code.is_empty()).then(|| Snippet {
            start: self.line.unwrap_or_default(),
            text: text::bounded(self.code, SNIPPET),
        });
        let input = text::one_line(&self.user_input, 300);
        fact(&mut out.detail.facts, "user input", input);
        out.detail.suppression = ignored.then(|| Claimed {
            kind: "external".to_owned(),
            justification: self.note,
            ..Claimed::default()
        });
        out
    }
}
