//! TruffleHog 3 (`trufflehog … --json`) and truffleHog 2 (`--json`): one JSON document per line. The
//! secret itself is never kept.
//!
//! Severity: TruffleHog has none. A credential that it verified works today: critical. Any other
//! counts as high, as for Gitleaks. `severity_word` stays empty.
//! `Raw` and `RawV2` are concealed; what is kept is the keyed hash and the mask. The first versions
//! of 3 wrote `Raw` in base64 and named no decoder: there it is decoded. `Redacted`, `ExtraData` and
//! `StructuredData` are not read: they hold parts of the credential and what it opens.
//! A record of version 2 is all that one rule found in one file of one commit: a finding, with a
//! hash where that is a single text. Log lines between the records are passed over; one of level
//! `error` makes the scan incomplete.
//! A clean report has no byte, unless the log is in it.

use super::read::{json, outline};
use super::wire::{TITLE, fact, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, leak};
use crate::error::Problem;
use crate::formats::read::loose::Loose;
use crate::model::{FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct Trufflehog;

#[derive(Deserialize)]
struct Log {
    logger: Option<String>,
    level: Option<String>,
    msg: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    detector_name: String,
    #[serde(default, deserialize_with = "or_default")]
    detector_description: String,
    decoder_name: Option<String>,
    verified: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    verification_error: String,
    #[serde(default, deserialize_with = "or_default")]
    raw: String,
    #[serde(default, deserialize_with = "or_default")]
    raw_v2: String,
    source_metadata: Option<Metadata>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Metadata {
    #[serde(default, deserialize_with = "or_default")]
    data: BTreeMap<String, Source>,
}

/// Of the many sources, what they share.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Source {
    file: Loose,
    line: Loose,
    commit: Loose,
    repository: Loose,
    link: Loose,
    timestamp: Loose,
    image: Loose,
    layer: Loose,
    bucket: Loose,
}

/// What one rule found in one file of one commit, as version 2 wrote it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Old {
    reason: String,
    path: String,
    branch: Option<String>,
    commit: Option<String>,
    commit_hash: Option<String>,
    date: Option<String>,
    strings_found: Vec<String>,
}

impl Format for Trufflehog {
    fn name(&self) -> &'static str {
        "trufflehog"
    }

    fn tool(&self) -> &'static str {
        "TruffleHog 2, 3"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Secrets]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let three = ["SourceMetadata", "DetectorName"];
        let three_listed = ["[].SourceMetadata", "[].DetectorName"];
        let log = probe.value("logger") == Some("trufflehog");
        let two = probe.has_all(&["stringsFound", "reason", "path"]);
        if log || two || probe.has_all(&three) || probe.has_all(&three_listed) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "trufflehog".to_owned(),
            ..Scan::default()
        };
        let wants = outline::records(input)?;
        json::walk(input, &[wants], &mut |it| {
            if let Some(log) = log(it)
                && log.level.as_deref() == Some("error")
            {
                let said = text::one_line(&log.msg.unwrap_or_default(), 500);
                scan.incomplete
                    .get_or_insert(format!("trufflehog reports an error: {said}"));
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &[wants], &mut |it| {
            if log(it).is_some() {
                return Ok(());
            }
            if let Ok(old) = it.parse::<Old>() {
                let mut out = old.into_finding(key, sink);
                out.record = it.place();
                return sink.finding(out);
            }
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let mut out = record.into_finding(key, sink);
            out.record = it.place();
            sink.finding(out)
        })
    }
}

fn log(it: &json::Captured<'_>) -> Option<Log> {
    let log = serde_json::from_slice::<Log>(it.raw).ok()?;
    log.logger.is_some().then_some(log)
}

impl Record {
    fn into_finding(self, key: &SecretKey, sink: &mut dyn Sink) -> NewFinding {
        let rule = text::one_line(&self.detector_name, 300);
        let title = text::one_line(&format!("{rule} credential"), TITLE);
        let mut out = NewFinding::new(FindingKind::Secrets, rule, title);
        let verified = self.verified == Some(true);
        out.severity = if verified {
            Severity::Critical
        } else {
            Severity::High
        };
        out.detail.description = text::bounded(self.detector_description, 64 * 1024);
        let source = self
            .source_metadata
            .and_then(|it| it.data.into_iter().next());
        let facts = &mut out.detail.facts;
        fact(facts, "verified", if verified { "yes" } else { "no" });
        let error = text::one_line(&self.verification_error, 300);
        fact(facts, "verification failed", error);
        if let Some((name, source)) = source {
            fact(facts, "source", text::one_line(&name, 100));
            source.describe(&mut out);
        }
        let raw = match self.decoder_name {
            None => decode(&self.raw).unwrap_or_else(|| self.raw.clone()),
            Some(_) => self.raw.clone(),
        };
        leak::reduce(&mut out, &raw, key, sink);
        for text in [&self.raw, &self.raw_v2] {
            leak::conceal(text, sink);
        }
        out
    }
}

impl Source {
    fn describe(self, out: &mut NewFinding) {
        let line = self.line.first().and_then(|it| it.parse().ok());
        let file = self.file.first().unwrap_or_default();
        out.place = place(file, line);
        if self.image.first().is_some() && !file.is_empty() {
            out.place.file = Some(image::file(file));
        }
        let links = self.link.iter().filter(|it| !it.is_empty());
        out.detail.references = links.map(|it| text::bounded(it.to_owned(), 2048)).collect();
        for (label, value) in [
            ("repository", &self.repository),
            ("commit", &self.commit),
            ("date", &self.timestamp),
            ("image", &self.image),
            ("layer", &self.layer),
            ("bucket", &self.bucket),
        ] {
            let value = text::one_line(value.first().unwrap_or_default(), 300);
            fact(&mut out.detail.facts, label, value);
        }
    }
}

impl Old {
    pub(super) fn into_finding(self, key: &SecretKey, sink: &mut dyn Sink) -> NewFinding {
        let rule = text::one_line(&self.reason, 300);
        let mut out = NewFinding::new(FindingKind::Secrets, rule.clone(), rule);
        out.severity = Severity::High;
        out.place = place(&self.path, None);
        for (label, value) in [
            ("commit", self.commit_hash),
            ("branch", self.branch),
            ("date", self.date),
            ("commit message", self.commit),
        ] {
            let value = text::one_line(&value.unwrap_or_default(), 300);
            fact(&mut out.detail.facts, label, value);
        }
        if let [one] = self.strings_found.as_slice() {
            leak::reduce(&mut out, one.trim_start_matches(['+', '-']), key, sink);
        }
        for text in &self.strings_found {
            leak::conceal(text, sink);
        }
        out
    }
}

/// The text behind a base64 code; `None` for what is none, or not of text.
fn decode(code: &str) -> Option<String> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
    let bare = code.trim_end_matches('=');
    if bare.is_empty() || !code.len().is_multiple_of(4) {
        return None;
    }
    for byte in bare.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    let clean = |it: char| !it.is_control() || it.is_whitespace();
    text.chars().all(clean).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded_where_it_holds_text() {
        assert_eq!(
            decode("aGxfZmFrZV90b2tlbg==").as_deref(),
            Some("hl_fake_token")
        );
        assert_eq!(decode("hl_fake_token"), None);
        assert_eq!(decode("/////w=="), None);
    }
}
