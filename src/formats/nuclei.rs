//! Nuclei 2 and 3: JSON lines (`-jsonl`) and a JSON list (`-json-export`).
//!
//! Severity as the words say: critical, high, medium, low, info; unknown stays unknown
//! (`model/types/severity` of Nuclei).
//! A finding is one match. Its rule is `template:matcher`, as Nuclei prints it: the matcher tells
//! apart what one template finds. Lines of `-matcher-status` that did not match are no findings.
//! Kind: dast for http, headless and websocket templates, sast for file templates, infra for the
//! rest (dns, network, ssl, javascript …), whose place is the `resource` that matched.
//! What a template extracts is evidence; where its tags say that it looks for tokens or keys, it is
//! kept as a secret only. Not read: responses, curl commands, interactions.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, http, normalise, secret};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{CvssClaim, FindingKind, Location, NewFinding, Scan};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Nuclei;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Record {
    #[serde(alias = "templateID")]
    template_id: String,
    info: Info,
    #[serde(default, alias = "matcher_name", deserialize_with = "or_default")]
    matcher_name: String,
    #[serde(default, alias = "extractor_name", deserialize_with = "or_default")]
    extractor_name: String,
    #[serde(default, rename = "type", deserialize_with = "or_default")]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    host: String,
    #[serde(default, alias = "matched", deserialize_with = "or_default")]
    matched_at: String,
    #[serde(default)]
    extracted_results: Loose,
    #[serde(default, deserialize_with = "or_default")]
    request: String,
    #[serde(default, deserialize_with = "or_default")]
    ip: String,
    #[serde(default, deserialize_with = "or_default")]
    timestamp: String,
    #[serde(default, rename = "fuzzing_parameter", deserialize_with = "or_default")]
    parameter: String,
    matcher_status: Option<bool>,
}

#[derive(Deserialize)]
struct Info {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation: String,
    #[serde(default, deserialize_with = "or_default")]
    impact: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default)]
    tags: Loose,
    #[serde(default)]
    reference: Loose,
    #[serde(default, deserialize_with = "or_default")]
    classification: Classification,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Classification {
    #[serde(default)]
    cve_id: Loose,
    #[serde(default)]
    cwe_id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    cvss_metrics: String,
    cvss_score: Option<f64>,
}

impl Format for Nuclei {
    fn name(&self) -> &'static str {
        "nuclei"
    }

    fn tool(&self) -> &'static str {
        "Nuclei 2.x, 3.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Dast, FindingKind::Infra, FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let marks = [
            ["template-id", "info"],
            ["templateID", "info"],
            ["[].template-id", "[].info"],
        ];
        let ours = marks.iter().any(|it| probe.has_all(it));
        if ours || probe.is_empty_list_of("nuclei") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "nuclei".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["timestamp", "[].timestamp"], &mut |it| {
            let text = it.parse::<String>().unwrap_or_default();
            scan.scanned_at = scan.scanned_at.max(normalise::timestamp(&text));
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &[Probe::new(input)?.records()], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            if record.matcher_status == Some(false) {
                return Ok(());
            }
            let mut out = record.into_finding(key, sink);
            out.record = it.place();
            sink.finding(out)
        })
    }
}

impl Record {
    fn into_finding(self, key: &SecretKey, sink: &mut dyn Sink) -> NewFinding {
        let part = [&self.matcher_name, &self.extractor_name];
        let part = part.into_iter().find(|it| !it.is_empty());
        let name = match self.info.name.as_str() {
            "" => self.template_id.clone(),
            name => name.to_owned(),
        };
        let (rule, title) = match part {
            Some(part) => (
                format!("{}:{part}", self.template_id),
                format!("{name} ({part})"),
            ),
            None => (self.template_id.clone(), name),
        };
        let (kind, place) = self.place();
        let mut out = NewFinding::new(kind, one_line(&rule, TITLE), one_line(&title, TITLE));
        out.place = place;
        out.severity = normalise::severity_of_word(&self.info.severity);
        out.severity_word.clone_from(&self.info.severity);
        let class = &self.info.classification;
        out.vulnerabilities = links(class.cve_id.iter().filter_map(normalise::vulnerability));
        out.cwes = normalise::cwes(class.cwe_id.iter());
        self.evidence(&mut out, key, sink);
        let detail = &mut out.detail;
        detail.description = bounded(self.info.description.trim().to_owned(), DESCRIPTION);
        detail.remediation = bounded(self.info.remediation.trim().to_owned(), DESCRIPTION);
        if class.cvss_score.is_some() || !class.cvss_metrics.is_empty() {
            detail.cvss = vec![CvssClaim {
                vector: class.cvss_metrics.clone(),
                score: class.cvss_score,
                source: "nuclei".to_owned(),
            }];
        }
        detail.references = links(self.info.reference.iter().map(str::to_owned));
        detail.tags = tags(&self.info.tags);
        let impact = bounded(self.info.impact.trim().to_owned(), DESCRIPTION);
        fact(&mut detail.facts, "impact", impact);
        fact(&mut detail.facts, "address", self.ip);
        fact(&mut detail.facts, "matched", self.timestamp);
        out
    }

    fn place(&self) -> (FindingKind, Location) {
        let spot = match self.matched_at.trim() {
            "" => self.host.trim(),
            spot => spot,
        };
        let spot = (!spot.is_empty()).then(|| spot.to_owned());
        let parameter = Some(self.parameter.clone()).filter(|it| !it.is_empty());
        match self.sort.as_str() {
            "http" | "headless" | "websocket" | "" => {
                let method = self.request.split(' ').next().unwrap_or_default();
                let is_method = (3..=10).contains(&method.len())
                    && method.bytes().all(|it| it.is_ascii_uppercase());
                let place = Location {
                    url: spot,
                    method: is_method.then(|| method.to_owned()),
                    parameter,
                    ..Location::default()
                };
                (FindingKind::Dast, place)
            }
            "file" => {
                let place = Location {
                    file: spot.map(|it| normalise::path(&it)),
                    ..Location::default()
                };
                (FindingKind::Sast, place)
            }
            _ => {
                let place = Location {
                    resource: spot,
                    ..Location::default()
                };
                (FindingKind::Infra, place)
            }
        }
    }

    fn evidence(&self, out: &mut NewFinding, key: &SecretKey, sink: &mut dyn Sink) {
        let mut clear = |it: &str| {
            // A short value would take ordinary words of the report with it.
            if it.len() >= 8 {
                sink.conceal(it);
            }
        };
        let request = http::mask_message(self.request.trim(), &mut clear);
        out.detail.request = bounded(request, SNIPPET);
        let words = ["token", "tokens", "keys", "default-login"];
        let credential = tags(&self.info.tags)
            .iter()
            .any(|it| words.contains(&it.as_str()));
        let mut shown = Vec::new();
        for it in self.extracted_results.iter() {
            if credential {
                clear(it);
                out.secret = out.secret.take().or_else(|| key.reduce(it));
                shown.push(secret::mask(it));
            } else {
                shown.push(http::mask_message(it, &mut clear));
            }
        }
        out.detail.evidence = bounded(shown.join("\n"), SNIPPET);
    }
}

/// A list, or one text with commas.
fn tags(all: &Loose) -> Vec<String> {
    let words = all.iter().flat_map(|it| it.split(','));
    links(words.map(|it| it.trim().to_owned()))
}
