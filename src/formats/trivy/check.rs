//! Failed checks of configuration, secrets, licences.

use super::{Target, severity};
use crate::formats::SecretKey;
use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, or_default};
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, Location, NewFinding, Package, RecordPlace, Snippet};
use serde::Deserialize;
use std::fmt::Write as _;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Check {
    #[serde(rename = "ID")]
    id: String,
    #[serde(rename = "AVDID", default, deserialize_with = "or_default")]
    avd_id: String,
    #[serde(rename = "Type", default, deserialize_with = "or_default")]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    message: String,
    #[serde(default, deserialize_with = "or_default")]
    resolution: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(rename = "PrimaryURL", default, deserialize_with = "or_default")]
    primary_url: String,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    cause_metadata: Cause,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Cause {
    #[serde(deserialize_with = "or_default")]
    resource: String,
    #[serde(deserialize_with = "or_default")]
    provider: String,
    #[serde(deserialize_with = "or_default")]
    service: String,
    start_line: Option<u32>,
    end_line: Option<u32>,
    #[serde(deserialize_with = "or_default")]
    code: Code,
    #[serde(deserialize_with = "or_default")]
    occurrences: Vec<Occurrence>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Code {
    #[serde(deserialize_with = "or_default")]
    lines: Vec<Line>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Line {
    number: u32,
    #[serde(deserialize_with = "or_default")]
    content: String,
    is_cause: bool,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Occurrence {
    resource: String,
    filename: String,
    location: Lines,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Lines {
    start_line: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Secret {
    #[serde(rename = "RuleID")]
    rule_id: String,
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    start_line: Option<u32>,
    end_line: Option<u32>,
    #[serde(rename = "Match", default, deserialize_with = "or_default")]
    matched: String,
    #[serde(default, deserialize_with = "or_default")]
    code: Code,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct License {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default, deserialize_with = "or_default")]
    pkg_name: String,
    #[serde(default, deserialize_with = "or_default")]
    file_path: String,
    confidence: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    link: String,
}

impl Check {
    /// False for what passed or is excepted. Old reports hold failures only and do not say so.
    pub(super) fn failed(&self) -> bool {
        self.status.is_empty() || self.status == "FAIL"
    }

    pub(super) fn into_finding(self, target: &Target, record: RecordPlace) -> NewFinding {
        let title = match self.title.trim() {
            "" => one_line(&self.message, TITLE),
            title => one_line(title, TITLE),
        };
        let cause = self.cause_metadata;
        let mut out = NewFinding::new(FindingKind::Iac, self.id.clone(), title);
        out.severity = severity(&self.severity);
        out.severity_word = self.severity;
        out.place = lines(cause.start_line, cause.end_line);
        out.place.file = target.file();
        out.place.resource = match cause.resource.as_str() {
            "" => target.resource.clone(),
            resource => Some(resource.to_owned()),
        };
        if target.resource.is_some() {
            out.place.resource.clone_from(&target.resource);
        }
        let detail = &mut out.detail;
        detail.description = bounded(self.description.trim().to_owned(), DESCRIPTION);
        detail.evidence = bounded(self.message, DESCRIPTION);
        detail.remediation = bounded(self.resolution, DESCRIPTION);
        detail.references = links([self.primary_url].into_iter().chain(self.references));
        detail.snippet = cause.code.snippet(|_| true);
        detail.tags = links([self.avd_id]);
        detail.tags.retain(|it| *it != self.id);
        fact(&mut detail.facts, "check", self.sort);
        fact(&mut detail.facts, "provider", cause.provider);
        fact(&mut detail.facts, "service", cause.service);
        for it in cause.occurrences {
            let mut text = format!("{}:{}", it.filename, it.location.start_line);
            _ = write!(text, " {}", it.resource);
            fact(&mut detail.facts, "used in", text);
        }
        out.record = record;
        out
    }
}

impl Secret {
    pub(super) fn into_finding(
        self,
        target: &Target,
        record: RecordPlace,
        key: &SecretKey,
        conceal: &mut dyn FnMut(&str),
    ) -> NewFinding {
        let title = match self.title.trim() {
            "" => self.rule_id.clone(),
            title => one_line(title, TITLE),
        };
        let mut out = NewFinding::new(FindingKind::Secrets, self.rule_id, title);
        out.severity = severity(&self.severity);
        out.severity_word = self.severity;
        out.place = lines(self.start_line, self.end_line);
        out.place.file = target.file();
        out.place.resource.clone_from(&target.resource);
        if is_masked(&self.matched) || self.matched.trim().is_empty() {
            out.detail.evidence = bounded(self.matched, SNIPPET);
            out.detail.snippet = self
                .code
                .snippet(|it| it.is_cause && is_masked(&it.content));
        } else {
            out.secret = key.reduce(&self.matched);
            conceal(&self.matched);
        }
        out.detail.tags = links([self.category]);
        out.record = record;
        out
    }
}

impl License {
    pub(super) fn into_finding(self, target: &Target, record: RecordPlace) -> NewFinding {
        let holder = match self.pkg_name.as_str() {
            "" => self.file_path.as_str(),
            name => name,
        };
        let title = one_line(&format!("License {} of {holder}", self.name), TITLE);
        let mut out = NewFinding::new(target.package_kind(), self.name, title);
        out.severity = severity(&self.severity);
        out.severity_word = self.severity;
        if !self.file_path.is_empty() {
            out.place.file = Some(target.path(&self.file_path));
        }
        out.place.resource.clone_from(&target.resource);
        if !self.pkg_name.is_empty() {
            out.package = Some(Package {
                name: self.pkg_name,
                ..Package::default()
            });
        }
        out.detail.references = links([self.link]);
        out.detail.tags = links(["license".to_owned(), self.category]);
        let confidence = self.confidence.map(|it| it.to_string());
        out.detail.confidence = confidence.unwrap_or_default();
        out.record = record;
        out
    }
}

impl Code {
    /// The wanted lines as one piece.
    fn snippet(&self, wanted: impl Fn(&Line) -> bool) -> Option<Snippet> {
        let lines: Vec<&Line> = self.lines.iter().filter(|it| wanted(it)).collect();
        let start = lines.first()?.number;
        let text: Vec<&str> = lines.iter().map(|it| it.content.as_str()).collect();
        Some(Snippet {
            start,
            text: bounded(text.join("\n"), SNIPPET),
        })
    }
}

/// Trivy writes stars over what it found.
fn is_masked(text: &str) -> bool {
    text.contains("***")
}

fn lines(start: Option<u32>, end: Option<u32>) -> Location {
    let line = start.filter(|it| *it > 0);
    Location {
        line,
        end_line: end.filter(|it| line.is_some_and(|line| *it > line)),
        ..Location::default()
    }
}
