//! njsscan 0.x and 1.x JSON (`njsscan --json`).
//!
//! Severity: ERROR → high, WARNING → medium, INFO → low; anything else unknown. Its own SARIF
//! calls them error, warning and note (`formatters/sarif.py`).
//! A finding is one match of a rule; the text of the rule stands once, before its matches. A rule
//! that misses something in the whole application has no file.
//! An entry of `errors` makes the scan incomplete, unless it is only a warning: without its matcher
//! njsscan reports a clean application.

use super::read::{json, loose::Loose, part};
use super::wire::{SNIPPET, TITLE, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Scan, Severity, Snippet, text};
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct Njsscan;

#[derive(Deserialize)]
struct Rule<'a> {
    #[serde(borrow, default)]
    files: Vec<&'a RawValue>,
    metadata: Metadata,
}

#[derive(Clone, Deserialize)]
struct Metadata {
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default)]
    cwe: Loose,
    #[serde(rename = "owasp-web", alias = "owasp", alias = "owasp-mobile", default)]
    owasp: Loose,
    #[serde(default)]
    masvs: Loose,
    #[serde(default)]
    reference: Loose,
}

#[derive(Deserialize)]
struct Match {
    file_path: String,
    #[serde(default, deserialize_with = "or_default")]
    match_lines: Vec<u32>,
    #[serde(default, deserialize_with = "or_default")]
    match_position: Vec<u32>,
    #[serde(default)]
    match_string: Loose,
}

#[derive(Deserialize)]
struct Failure {
    level: Option<String>,
}

impl Format for Njsscan {
    fn name(&self) -> &'static str {
        "njsscan"
    }

    fn tool(&self) -> &'static str {
        "njsscan 0.x, 1.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has("njsscan_version") || probe.has_all(&["nodejs", "templates", "errors"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        read("njsscan", input, sink)
    }
}

/// Reads a report of njsscan or mobsfscan: they are made of the same parts.
pub(super) fn read(tool: &str, input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scan = Scan {
        tool: tool.to_owned(),
        ..Scan::default()
    };
    let version = format!("{tool}_version");
    json::walk(input, &[version.as_str(), "errors[]"], &mut |it| {
        if it.want == 0 {
            let version = it.parse::<Loose>()?;
            scan.tool_version = text::one_line(version.first().unwrap_or_default(), 100);
            return Ok(());
        }
        let level = it.parse::<Failure>().ok().and_then(|it| it.level);
        if level.as_deref() != Some("warn") {
            let said = text::one_line(&String::from_utf8_lossy(it.raw), 500);
            scan.incomplete
                .get_or_insert(format!("{tool} reports an error: {said}"));
        }
        Ok(())
    })?;
    sink.scan(scan)?;
    json::walk(
        input,
        &["nodejs.*", "templates.*", "results.*"],
        &mut |it| {
            let Some(rule) = it.record::<Rule<'_>>(sink)? else {
                return Ok(());
            };
            let base = rule.metadata.finding(it.key(1));
            for (idx, raw) in rule.files.iter().enumerate() {
                let path = format!("files[{idx}]");
                if let Some(record) = part::record::<Match>(it, raw, &path, sink)? {
                    let mut out = base.clone();
                    record.locate(&mut out);
                    out.record = part::place(it, raw, &path);
                    sink.finding(out)?;
                }
            }
            if rule.files.is_empty() {
                let mut out = base;
                out.record = it.place();
                sink.finding(out)?;
            }
            Ok(())
        },
    )
}

impl Metadata {
    fn finding(&self, rule: &str) -> NewFinding {
        let rule = text::one_line(rule, 300);
        let title = text::one_line(&self.description, TITLE);
        let title = if title.is_empty() {
            rule.clone()
        } else {
            title
        };
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        out.severity = match self.severity.as_str() {
            "ERROR" => Severity::High,
            "WARNING" => Severity::Medium,
            "INFO" => Severity::Low,
            _ => Severity::Unknown,
        };
        out.severity_word = text::one_line(&self.severity, 60);
        out.cwes = self.cwe.iter().flat_map(normalise::cwes_in).collect();
        out.cwes.sort_unstable();
        out.cwes.dedup();
        out.detail.description.clone_from(&self.description);
        let tags = self.owasp.iter().chain(self.masvs.iter());
        out.detail.tags = tags.map(|it| text::one_line(it, 200)).take(32).collect();
        let pages = self.reference.iter().filter(|it| it.starts_with("http"));
        out.detail.references = pages.map(|it| text::bounded(it.to_owned(), 2048)).collect();
        out
    }
}

impl Match {
    fn locate(self, out: &mut NewFinding) {
        let nth = |list: &[u32], nth: usize| list.get(nth).copied();
        let line = nth(&self.match_lines, 0);
        out.place = place(&self.file_path, line);
        out.place.column = nth(&self.match_position, 0).filter(|it| *it > 0);
        let last = nth(&self.match_lines, 1).or(line).unwrap_or_default();
        let end_column = nth(&self.match_position, 1).unwrap_or_default();
        (out.place.end_line, out.place.end_column) =
            normalise::region_end(line.unwrap_or_default(), last, end_column);
        let code = self.match_string.first().unwrap_or_default();
        out.detail.snippet = (!code.is_empty()).then(|| Snippet {
            start: line.unwrap_or_default(),
            text: text::bounded(code.trim_end_matches('\n').to_owned(), SNIPPET),
        });
    }
}
