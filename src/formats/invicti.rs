//! Invicti, Netsparker and Acunetix 360: the JSON export of a scan's vulnerabilities.
//!
//! Severity: Critical, High, Medium, Low as they say; `BestPractice` and `Information` → info.
//! A finding is one vulnerability at one URL. `LookupId` is the tool's own identity for it.
//! The states `AcceptedRisk`, `FalsePositive`, `Fixed (…)` and `Ignored` are kept as a claim.
//! The request is kept with its credentials masked; of the response only its credentials are
//! looked for, to mask them in the kept report too.
//! Dates are those of the person's own settings and not read. Not read either: `ProofOfConcept`'s
//! markup, lists of a component's known vulnerabilities beyond their titles.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, html, http, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Scan, Severity};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Invicti;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    name: String,
    #[serde(rename = "Type")]
    sort: Option<String>,
    url: String,
    #[serde(default)]
    severity: Loose,
    #[serde(default)]
    state: Loose,
    #[serde(default)]
    certainty: Loose,
    #[serde(default, deserialize_with = "or_default")]
    confirmed: bool,
    #[serde(default, deserialize_with = "or_default")]
    classification: Classification,
    #[serde(default)]
    description: Loose,
    #[serde(default)]
    impact: Loose,
    #[serde(default)]
    remedial_procedure: Loose,
    #[serde(default)]
    remedial_actions: Loose,
    #[serde(default)]
    external_references: Loose,
    #[serde(default)]
    remedy_references: Loose,
    #[serde(default, deserialize_with = "or_default")]
    extra_information: Vec<Extra>,
    #[serde(default, deserialize_with = "or_default")]
    http_request: Message,
    #[serde(default, deserialize_with = "or_default")]
    http_response: Message,
    #[serde(default, deserialize_with = "or_default")]
    known_vulnerabilities: Vec<Known>,
    #[serde(default)]
    lookup_id: Loose,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Classification {
    cwe: Loose,
    #[serde(deserialize_with = "or_default")]
    cvss: Cvss,
    #[serde(deserialize_with = "or_default")]
    cvss31: Cvss,
    #[serde(deserialize_with = "or_default")]
    cvss40: Cvss,
    owasp: Loose,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Cvss {
    vector: Loose,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Extra {
    #[serde(default)]
    name: Loose,
    #[serde(default)]
    value: Loose,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Message {
    #[serde(deserialize_with = "or_default")]
    content: String,
    #[serde(deserialize_with = "or_default")]
    method: String,
    #[serde(deserialize_with = "or_default")]
    parameters: Vec<Parameter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Parameter {
    #[serde(default)]
    name: Loose,
    #[serde(default, deserialize_with = "or_default")]
    vulnerable: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Known {
    #[serde(default)]
    title: Loose,
}

impl Format for Invicti {
    fn name(&self) -> &'static str {
        "invicti"
    }

    fn tool(&self) -> &'static str {
        "Invicti, Netsparker, Acunetix 360"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Dast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["Generated", "Target.ScanId", "Vulnerabilities"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut target = String::new();
        json::walk(input, &["Target.Url"], &mut |it| {
            let url: String = it.parse().unwrap_or_default();
            let host = url.split_once("://").map_or(url.as_str(), |it| it.1);
            target = host.split('/').next().unwrap_or_default().to_owned();
            Ok(())
        })?;
        sink.scan(Scan {
            tool: "invicti".to_owned(),
            target,
            ..Scan::default()
        })?;
        json::walk(input, &["Vulnerabilities[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let request = http::conceal_message(&record.http_request.content, sink);
            http::conceal_message(&record.http_response.content, sink);
            let mut out = record.into_finding();
            out.detail.request = bounded(request.trim().to_owned(), SNIPPET);
            out.record = it.place();
            sink.finding(out)
        })
    }
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let rule = self.sort.filter(|it| !it.is_empty());
        let rule = one_line(rule.as_deref().unwrap_or(&self.name), TITLE);
        let mut out = NewFinding::new(FindingKind::Dast, rule, one_line(&self.name, TITLE));
        let text = |it: &Loose| it.first().unwrap_or_default().trim().to_owned();
        out.severity_word = text(&self.severity);
        out.severity = match out.severity_word.as_str() {
            "BestPractice" | "Best Practice" => Severity::Info,
            word => normalise::severity_of_word(word),
        };
        let cwes = text(&self.classification.cwe);
        out.cwes = normalise::cwes(cwes.split(','));
        out.place.url = Some(self.url).filter(|it| !it.is_empty());
        let method = self.http_request.method.to_uppercase();
        out.place.method = Some(method).filter(|it| !it.is_empty());
        let mut attacked = self.http_request.parameters.iter();
        let attacked = attacked.find(|it| it.vulnerable);
        out.place.parameter = attacked
            .map(|it| text(&it.name))
            .filter(|it| !it.is_empty());
        out.native = Some(text(&self.lookup_id)).filter(|it| !it.is_empty());
        let plain = |all: [&Loose; 2]| {
            let all = all.map(|it| html::plain(&text(it)));
            let all: Vec<String> = all.into_iter().filter(|it| !it.is_empty()).collect();
            bounded(all.join("\n\n"), DESCRIPTION)
        };
        let detail = &mut out.detail;
        detail.description = plain([&self.description, &self.impact]);
        detail.remediation = plain([&self.remedial_procedure, &self.remedial_actions]);
        detail.references = hrefs(&[self.external_references, self.remedy_references]);
        detail.confidence = if self.confirmed {
            "confirmed".to_owned()
        } else {
            text(&self.certainty)
        };
        detail.cvss = self.classification.cvss();
        detail.suppression = claim(&text(&self.state));
        detail.tags = self
            .classification
            .owasp
            .iter()
            .map(str::to_owned)
            .collect();
        for it in self.extra_information {
            let label = one_line(&text(&it.name), 60);
            fact(&mut detail.facts, &label, one_line(&text(&it.value), 500));
        }
        for it in self.known_vulnerabilities.iter().take(100) {
            fact(&mut detail.facts, "known", one_line(&text(&it.title), 300));
        }
        out
    }
}

impl Classification {
    fn cvss(&self) -> Vec<CvssClaim> {
        let all = [&self.cvss, &self.cvss31, &self.cvss40];
        let vectors = all.into_iter().filter_map(|it| it.vector.first());
        let claim = |it: &str| CvssClaim {
            vector: it.to_owned(),
            score: None,
            source: "invicti".to_owned(),
        };
        vectors.map(claim).collect()
    }
}

/// The tool's state of a vulnerability, where it says that it need not be looked at.
fn claim(state: &str) -> Option<Claimed> {
    let bare: String = state.chars().filter(|it| !it.is_whitespace()).collect();
    let known = ["AcceptedRisk", "FalsePositive", "Fixed", "Ignored"];
    let said = known.iter().any(|it| bare.contains(it));
    said.then(|| Claimed {
        kind: "external".to_owned(),
        justification: one_line(state, 200),
        ..Claimed::default()
    })
}

fn hrefs(markup: &[Loose]) -> Vec<String> {
    let all = markup.iter().flat_map(Loose::iter);
    let all = all.flat_map(|it| it.split("href=").skip(1));
    links(all.filter_map(|it| {
        let quote = it.chars().next()?;
        Some(it.get(1..)?.split(quote).next()?.to_owned())
    }))
}
