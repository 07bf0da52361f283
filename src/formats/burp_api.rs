//! Burp Suite's REST API: the state of a scan with its issue events (`/v0.1/scan/<id>`).
//!
//! Severity: high, medium, low, info as they say; `false_positive` → info with a claim; `undefined`
//! stays unknown. A finding is one issue at one path, followed across scans as in the XML report
//! (see `burp.rs`), whose tool it shares. An event that takes an issue back (`issue_deleted`) is
//! not read: the API writes it for a later scan only.
//! A scan that did not succeed is incomplete. The first request is kept, credentials masked; of
//! further messages only the credentials are looked for. Not read: `internal_data`.

use super::read::json;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, base64, burp, html, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity};
use serde::Deserialize;

/// See the module's text.
pub(super) struct BurpApi;

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    sort: String,
    issue: Issue,
}

#[derive(Deserialize)]
struct Issue {
    name: String,
    type_index: Option<u64>,
    serial_number: Option<String>,
    origin: String,
    #[serde(default, deserialize_with = "or_default")]
    path: String,
    #[serde(default, deserialize_with = "or_default")]
    caption: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    confidence: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    issue_background: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation_background: String,
    #[serde(default, deserialize_with = "or_default")]
    evidence: Vec<Evidence>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Evidence {
    #[serde(deserialize_with = "or_default")]
    request_response: Messages,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Messages {
    #[serde(deserialize_with = "or_default")]
    request: Vec<Segment>,
    #[serde(deserialize_with = "or_default")]
    response: Vec<Segment>,
}

/// A piece of a message in base64; what is left out (`SnipSegment`) has only a length.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Segment {
    #[serde(deserialize_with = "or_default")]
    data: String,
}

impl Format for BurpApi {
    fn name(&self) -> &'static str {
        "burp-api"
    }

    fn tool(&self) -> &'static str {
        "Burp Suite Professional (REST API)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Dast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["task_id", "scan_status", "issue_events"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "burp".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["scan_status"], &mut |it| {
            let state: String = it.parse().unwrap_or_default();
            if state != "succeeded" {
                let state = one_line(&state, 60);
                scan.incomplete = Some(format!("the scan has the status {state}"));
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &["issue_events[]"], &mut |it| {
            let Some(event) = it.record::<Event>(sink)? else {
                return Ok(());
            };
            if !matches!(event.sort.as_str(), "issue_found" | "") {
                return Ok(());
            }
            let request = event.issue.messages(sink);
            let mut out = event.issue.into_finding();
            out.detail.request = request;
            out.record = it.place();
            sink.finding(out)
        })
    }
}

impl Issue {
    fn into_finding(self) -> NewFinding {
        let rule = match self.type_index {
            Some(index) => index.to_string(),
            None => one_line(&self.name, TITLE),
        };
        let mut out = NewFinding::new(FindingKind::Dast, rule, one_line(&self.name, TITLE));
        out.severity = match self.severity.as_str() {
            "false_positive" => Severity::Info,
            word => normalise::severity_of_word(word),
        };
        if self.severity == "false_positive" {
            out.detail.suppression = Some(Claimed {
                kind: "false positive".to_owned(),
                ..Claimed::default()
            });
        }
        out.severity_word = self.severity;
        out.place = burp::place(&self.origin, &self.path, &self.caption, None);
        let detail = &mut out.detail;
        detail.description = paragraphs([&self.description, &self.issue_background]);
        detail.remediation = paragraphs([&self.remediation, &self.remediation_background]);
        detail.confidence = self.confidence;
        fact(&mut detail.facts, "path", one_line(&self.caption, 500));
        let serial = self.serial_number.unwrap_or_default();
        fact(&mut detail.facts, "serial number", serial);
        out
    }

    /// The first request. All messages are looked through for credentials.
    fn messages(&self, sink: &mut dyn Sink) -> String {
        let mut first = String::new();
        for it in &self.evidence {
            let pair = &it.request_response;
            let request = message(&pair.request, sink);
            message(&pair.response, sink);
            if first.is_empty() {
                first = request;
            }
        }
        bounded(first.trim().to_owned(), SNIPPET)
    }
}

fn paragraphs(all: [&String; 2]) -> String {
    let all = all.map(|it| html::plain(it));
    let all: Vec<String> = all.into_iter().filter(|it| !it.is_empty()).collect();
    bounded(all.join("\n\n"), DESCRIPTION)
}

fn message(segments: &[Segment], sink: &mut dyn Sink) -> String {
    let mut clear = |it: &str| {
        // A short value would take ordinary words of the report with it.
        if it.len() >= 8 {
            sink.conceal(it);
        }
    };
    let all = segments.iter().filter(|it| !it.data.is_empty());
    let all: Vec<String> = all
        .map(|it| base64::message(&it.data, &mut clear))
        .collect();
    all.join("\n")
}
