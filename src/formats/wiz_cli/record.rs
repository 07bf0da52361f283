//! The records of a scan.

use super::{Matched, Package};
use crate::formats::vulnerable::{Vulnerable, cvss, fixed};
use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, or_default, place};
use crate::formats::{image, normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, NewFinding, RecordPlace, Snippet};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Vulnerability {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    fixed_version: String,
    #[serde(default, deserialize_with = "or_default")]
    source: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    score: Option<f64>,
    has_exploit: Option<bool>,
    has_cisa_kev_exploit: Option<bool>,
    epss_probability: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Match {
    #[serde(default, deserialize_with = "or_default")]
    resource_name: String,
    file_name: String,
    line_number: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    match_content: String,
    #[serde(default, deserialize_with = "or_default")]
    expected: String,
    #[serde(default, deserialize_with = "or_default")]
    found: String,
    #[serde(default, deserialize_with = "or_default")]
    file_type: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation_instructions: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Secret {
    #[serde(rename = "type")]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    path: String,
    line_number: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    snippet: String,
}

impl Vulnerability {
    pub(super) fn into_finding(
        self,
        kind: FindingKind,
        of: &Package<'_>,
        record: RecordPlace,
    ) -> NewFinding {
        let mut package = purl::component(ecosystem(&of.path), "", &of.name, &of.version);
        package.fixed = fixed(&self.fixed_version);
        let mut facts = Vec::new();
        let yes = |it: Option<bool>| if it == Some(true) { "yes" } else { "" };
        fact(&mut facts, "exploit known", yes(self.has_exploit));
        fact(&mut facts, "in KEV", yes(self.has_cisa_kev_exploit));
        let epss = self.epss_probability.map(|it| it.to_string());
        fact(&mut facts, "EPSS", epss.unwrap_or_default());
        let out = Vulnerable {
            severity: self.severity,
            package,
            file: of.path.clone(),
            description: self.description,
            cvss: cvss("wiz", "", self.score).into_iter().collect(),
            links: vec![self.source],
            facts,
            ..Vulnerable::new(kind, &self.name)
        };
        out.into_finding(record)
    }
}

/// The ecosystem of the file that names a library; Wiz does not tell it.
fn ecosystem(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        "go.mod" | "go.sum" => "golang",
        "package.json" | "package-lock.json" | "yarn.lock" | "pnpm-lock.yaml" => "npm",
        "requirements.txt" | "Pipfile.lock" | "poetry.lock" | "METADATA" | "PKG-INFO" => "pypi",
        "pom.xml" => "maven",
        "Gemfile.lock" => "gem",
        "Cargo.lock" => "cargo",
        "composer.lock" => "composer",
        "packages.lock.json" => "nuget",
        _ => "",
    }
}

impl Match {
    pub(super) fn into_finding(self, matched: &Matched<'_>, record: RecordPlace) -> NewFinding {
        let rule = &matched.rule;
        let title = match rule.name.as_str() {
            "" => rule.id.as_str(),
            name => name,
        };
        let title = one_line(title, TITLE);
        let mut out = NewFinding::new(FindingKind::Iac, one_line(&rule.id, TITLE), title);
        out.severity = normalise::severity_of_word(&matched.severity);
        out.severity_word.clone_from(&matched.severity);
        out.place = place(&self.file_name, self.line_number);
        let resource = bounded(self.resource_name, 4096);
        out.place.resource = Some(resource).filter(|it| !it.is_empty());
        let detail = &mut out.detail;
        detail.description = bounded(self.found, DESCRIPTION);
        detail.remediation = bounded(self.remediation_instructions, DESCRIPTION);
        if !self.match_content.trim().is_empty() {
            detail.snippet = Some(Snippet {
                start: self.line_number.unwrap_or_default(),
                text: bounded(self.match_content, SNIPPET),
            });
        }
        detail.tags = links([self.file_type]);
        fact(&mut detail.facts, "expected", self.expected);
        out.record = record;
        out
    }
}

impl Secret {
    pub(super) fn into_finding(self, image: bool, record: RecordPlace) -> NewFinding {
        let title = match self.description.trim() {
            "" => self.sort.as_str(),
            text => text,
        };
        let title = one_line(title, TITLE);
        let rule = one_line(&self.sort, TITLE);
        let mut out = NewFinding::new(FindingKind::Secrets, rule, title);
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = self.severity;
        out.place = place(&self.path, self.line_number);
        if image {
            out.place.file = Some(image::file(&self.path)).filter(|it| !it.is_empty());
        }
        out.detail.evidence = bounded(self.snippet, SNIPPET);
        out.record = record;
        out
    }
}
