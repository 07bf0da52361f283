//! One vulnerability of a report.

use super::place::{Names, Site};
use crate::formats::read::loose::Loose;
use crate::formats::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use crate::formats::{advisory, http, normalise, semgrep_rule};
use crate::model::{FindingKind, NewFinding, Severity, text};
use serde::Deserialize;
use std::fmt::Write as _;

/// Scanners that report as SAST and look at infrastructure.
const IAC: &[&str] = &["checkov", "hadolint", "kics", "kubesec", "tfsec"];

#[derive(Deserialize)]
pub(super) struct Record {
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    message: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    confidence: String,
    #[serde(default, deserialize_with = "or_default")]
    solution: String,
    #[serde(default, deserialize_with = "or_default")]
    raw_source_code_extract: String,
    scanner: Option<Scanner>,
    location: Site,
    identifiers: Vec<Identifier>,
    #[serde(default, deserialize_with = "or_default")]
    links: Vec<Link>,
    evidence: Option<Evidence>,
}

#[derive(Deserialize)]
struct Scanner {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
}

#[derive(Deserialize)]
struct Identifier {
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default)]
    value: Loose,
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

#[derive(Deserialize)]
struct Evidence {
    #[serde(default, deserialize_with = "or_default")]
    summary: String,
    request: Option<Request>,
}

#[derive(Deserialize)]
struct Request {
    #[serde(default, deserialize_with = "or_default")]
    method: String,
    #[serde(default, deserialize_with = "or_default")]
    url: String,
    #[serde(default, deserialize_with = "or_default")]
    headers: Vec<Header>,
    #[serde(default, deserialize_with = "or_default")]
    body: String,
}

#[derive(Deserialize)]
struct Header {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    value: String,
}

/// A scanner's id in our words.
pub(super) fn tool_name(id: &str) -> String {
    let id = text::one_line(id, 64).to_ascii_lowercase();
    let id = id.replace(['_', ' '], "-");
    match id.as_str() {
        "zaproxy" | "gitlab-zap" => "zap".to_owned(),
        "" => "gitlab".to_owned(),
        _ => id,
    }
}

impl Record {
    /// The scanner, where the vulnerability names its own.
    pub(super) fn tool(&self) -> Option<String> {
        let id = self.scanner.as_ref().map(|it| it.id.as_str());
        id.filter(|it| !it.is_empty()).map(tool_name)
    }

    pub(super) fn image(&self) -> &str {
        &self.location.image
    }

    pub(super) fn way(&self, names: &Names) -> String {
        self.location.way(names)
    }

    pub(super) fn extract(&self) -> &str {
        &self.raw_source_code_extract
    }

    /// `sort` is the type of the report. What must not be kept of a request goes to `clear`.
    pub(super) fn into_finding(
        self,
        sort: &str,
        tool: &str,
        clear: &mut Vec<String>,
    ) -> NewFinding {
        let kind = self.kind(sort, tool);
        let ids = self.identifiers.iter().flat_map(|it| it.value.iter());
        let ids: Vec<String> = ids.filter_map(normalise::vulnerability).collect();
        let (same, errata) = match ids.split_first() {
            Some((main, others)) => advisory::aliases(main.clone(), others.to_vec()),
            None => Default::default(),
        };
        let rule = self.rule(same.first());
        let mut out = NewFinding::new(kind, rule, "");
        self.describe(&mut out);
        self.location.describe(&mut out);
        if let Some(evidence) = self.evidence {
            evidence.describe(&mut out, clear);
        }
        let title = [&self.name, &self.message];
        let title = title.into_iter().find(|it| !it.trim().is_empty());
        out.title = match (title, &out.package) {
            (Some(title), _) => text::one_line(title, TITLE),
            (None, Some(package)) => format!("{} in {}", out.rule, package.name),
            (None, None) => out.rule.clone(),
        };
        out.vulnerabilities = same;
        fact(&mut out.detail.facts, "related", errata.join(", "));
        out
    }

    fn kind(&self, sort: &str, tool: &str) -> FindingKind {
        let said = [sort, self.category.as_str()];
        let said = said.into_iter().find_map(|it| match it {
            "sast" if IAC.contains(&tool) => Some(FindingKind::Iac),
            "sast" => Some(FindingKind::Sast),
            "dast" | "api_fuzzing" | "coverage_fuzzing" => Some(FindingKind::Dast),
            "dependency_scanning" => Some(FindingKind::Sca),
            "container_scanning" | "cluster_image_scanning" => Some(FindingKind::Container),
            "secret_detection" => Some(FindingKind::Secrets),
            _ => None,
        });
        said.unwrap_or_else(|| self.location.kind())
    }

    fn rule(&self, vulnerability: Option<&String>) -> String {
        let first = self.identifiers.first();
        let named = first.and_then(|it| it.value.first().or(Some(it.name.as_str())));
        let rule = match (vulnerability, first) {
            (Some(id), _) => id.clone(),
            (None, Some(it)) if it.sort == "semgrep_type" || it.sort == "semgrep_id" => {
                semgrep_rule::stable(named.unwrap_or_default())
            }
            (None, _) => named.unwrap_or_default().to_owned(),
        };
        let rule = text::one_line(&rule, 300);
        if rule.is_empty() {
            "no-rule".to_owned()
        } else {
            rule
        }
    }

    fn describe(&self, out: &mut NewFinding) {
        out.severity = match self.severity.to_ascii_lowercase().as_str() {
            "critical" => Severity::Critical,
            "high" => Severity::High,
            "medium" => Severity::Medium,
            "low" => Severity::Low,
            "info" => Severity::Info,
            _ => Severity::Unknown,
        };
        out.severity_word = text::one_line(&self.severity, 60);
        let weaknesses = self.identifiers.iter();
        let weaknesses = weaknesses.filter(|it| it.sort.eq_ignore_ascii_case("cwe"));
        out.cwes = normalise::cwes(weaknesses.flat_map(|it| it.value.iter()));
        let description = text::bounded(self.description.clone(), DESCRIPTION);
        out.detail.description = description;
        out.detail.remediation = text::bounded(self.solution.clone(), DESCRIPTION);
        let known = ["Unknown", "Undefined", "Ignore"];
        if !known.contains(&self.confidence.as_str()) {
            out.detail.confidence = text::one_line(&self.confidence, 60);
        }
        let pages = self.links.iter().map(|it| it.url.clone());
        let ids = self.identifiers.iter().map(|it| it.url.clone());
        out.detail.references = links(pages.chain(ids).take(32));
    }
}

impl Evidence {
    fn describe(self, out: &mut NewFinding, clear: &mut Vec<String>) {
        out.detail.evidence = text::bounded(self.summary, 8 * 1024);
        let Some(request) = self.request else {
            return;
        };
        let mut message = format!("{} {}", request.method, request.url);
        for it in &request.headers {
            _ = write!(message, "\n{}: {}", it.name, it.value);
        }
        if !request.body.is_empty() {
            _ = write!(message, "\n\n{}", request.body);
        }
        let masked = http::mask_message(&message, &mut |it| clear.push(it.to_owned()));
        out.detail.request = text::bounded(masked, DESCRIPTION);
    }
}
