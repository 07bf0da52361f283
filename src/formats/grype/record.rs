//! One match: a vulnerability in an artifact.

use crate::formats::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use crate::formats::{advisory, image, normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{CvssClaim, FindingKind, NewFinding, Package, RecordPlace, Severity};
use serde::Deserialize;
use std::fmt::Write as _;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Match {
    vulnerability: Vulnerability,
    #[serde(default, deserialize_with = "or_default")]
    related_vulnerabilities: Vec<Vulnerability>,
    artifact: Artifact,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    data_source: String,
    #[serde(default, deserialize_with = "or_default")]
    namespace: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    /// `links` before 0.8.
    #[serde(default, alias = "links", deserialize_with = "or_default")]
    urls: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    cvss: Vec<Cvss>,
    /// Before 0.8.
    cvss_v2: Option<OldCvss>,
    /// Before 0.8.
    cvss_v3: Option<OldCvss>,
    #[serde(default, deserialize_with = "or_default")]
    fix: Fix,
    #[serde(default, deserialize_with = "or_default")]
    fixed_in_version: String,
    #[serde(default, deserialize_with = "or_default")]
    advisories: Vec<Advisory>,
    #[serde(default, deserialize_with = "or_default")]
    epss: Vec<Epss>,
    #[serde(default, deserialize_with = "or_default")]
    known_exploited: Vec<Exploited>,
    #[serde(default, deserialize_with = "or_default")]
    cwes: Vec<Weakness>,
    risk: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cvss {
    #[serde(default, deserialize_with = "or_default")]
    source: String,
    #[serde(default, deserialize_with = "or_default")]
    vector: String,
    #[serde(default, deserialize_with = "or_default")]
    metrics: Metrics,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Metrics {
    base_score: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OldCvss {
    base_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    vector: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Fix {
    #[serde(deserialize_with = "or_default")]
    versions: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    state: String,
}

#[derive(Deserialize)]
struct Advisory {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    link: String,
}

#[derive(Deserialize)]
struct Epss {
    epss: f64,
    percentile: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    date: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Exploited {
    #[serde(default, deserialize_with = "or_default")]
    date_added: String,
}

#[derive(Deserialize)]
struct Weakness {
    #[serde(default, deserialize_with = "or_default")]
    cwe: String,
}

#[derive(Deserialize)]
struct Artifact {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    purl: String,
    #[serde(default, deserialize_with = "or_default")]
    locations: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    #[serde(default, deserialize_with = "or_default")]
    path: String,
}

impl Match {
    pub(super) fn into_finding(self, image: bool, record: RecordPlace) -> NewFinding {
        let Self {
            vulnerability: main,
            related_vulnerabilities: related,
            artifact,
        } = self;
        let package = artifact.package(&main);
        let kind = if image {
            FindingKind::Container
        } else {
            FindingKind::Sca
        };
        let title = main.title(&package);
        let mut out = NewFinding::new(kind, main.id.clone(), title);
        out.severity = severity(&main.severity);
        out.severity_word.clone_from(&main.severity);
        artifact.locate(&package, &mut out);
        out.package = Some(package);
        out.cwes = normalise::cwes(main.cwes.iter().map(|it| it.cwe.as_str()));
        let all = || [&main].into_iter().chain(&related);
        out.detail.cvss = claims(all());
        let texts = all().map(|it| it.description.as_str());
        let text = texts.max_by_key(|it| it.len()).unwrap_or_default();
        out.detail.description = bounded(text.to_owned(), DESCRIPTION);
        let advisories = main.advisories.iter().map(|it| it.link.clone());
        let urls = all().flat_map(|it| [&it.data_source].into_iter().chain(&it.urls).cloned());
        out.detail.references = links(urls.chain(advisories));
        main.add_facts(&mut out.detail.facts);
        let related = related.into_iter().map(|it| it.id).collect();
        let (aliases, errata) = advisory::aliases(main.id, related);
        out.vulnerabilities = aliases;
        fact(&mut out.detail.facts, "related", errata.join(", "));
        out.record = record;
        out
    }
}

impl Vulnerability {
    /// GitHub's advisories have a title, which Grype gives as their description.
    fn title(&self, package: &Package) -> String {
        if self.namespace.starts_with("github:") && !self.description.trim().is_empty() {
            return one_line(&self.description, TITLE);
        }
        format!("{} in {}", self.id, package.name)
    }

    fn add_facts(&self, facts: &mut Vec<(String, String)>) {
        fact(facts, "fix", self.fix.state.as_str());
        let advisories: Vec<&str> = self.advisories.iter().map(|it| it.id.as_str()).collect();
        fact(facts, "advisories", advisories.join(", "));
        for it in &self.epss {
            let mut text = it.epss.to_string();
            if let Some(percentile) = it.percentile {
                _ = write!(text, ", percentile {percentile}");
            }
            if !it.date.is_empty() {
                _ = write!(text, ", {}", it.date);
            }
            fact(facts, "EPSS", text);
        }
        for it in &self.known_exploited {
            fact(
                facts,
                "known to be exploited",
                format!("since {}", it.date_added),
            );
        }
        let risk = self.risk.filter(|it| *it > 0.0).map(|it| it.to_string());
        fact(facts, "risk", risk.unwrap_or_default());
        fact(facts, "source", self.namespace.as_str());
    }

    fn fixed(&self) -> Vec<String> {
        let old = [self.fixed_in_version.clone()];
        links(self.fix.versions.iter().cloned().chain(old))
    }
}

impl Artifact {
    fn package(&self, vulnerability: &Vulnerability) -> Package {
        let built = || purl::build(ecosystem(&self.sort)?, "", &self.name, &self.version);
        let named = purl::package(&self.purl).or_else(built);
        let mut out = named.unwrap_or_else(|| Package {
            name: self.name.clone(),
            ..Package::default()
        });
        out.version.clone_from(&self.version);
        out.fixed = vulnerability.fixed();
        out
    }

    /// The file of a package of a language; the places of the others are facts.
    fn locate(&self, package: &Package, out: &mut NewFinding) {
        let system = purl::is_distribution(&package.ecosystem)
            || purl::is_distribution(&self.sort)
            || self.sort == "portage";
        let mut paths = self.locations.iter().map(|it| it.path.as_str());
        if !system && let Some(path) = paths.next().filter(|it| !it.is_empty()) {
            out.place.file = Some(if out.kind == FindingKind::Container {
                image::file(path)
            } else {
                normalise::path(path)
            });
        }
        for path in paths {
            fact(&mut out.detail.facts, "found in", path);
        }
    }
}

fn claims<'a>(all: impl Iterator<Item = &'a Vulnerability>) -> Vec<CvssClaim> {
    let mut out: Vec<CvssClaim> = Vec::new();
    for it in all {
        let new = it.cvss.iter().map(|it| CvssClaim {
            vector: it.vector.clone(),
            score: it.metrics.base_score,
            source: it.source.clone(),
        });
        let old = [&it.cvss_v3, &it.cvss_v2].into_iter().flatten();
        let old = old.map(|it| CvssClaim {
            vector: it.vector.clone(),
            score: it.base_score,
            source: String::new(),
        });
        for claim in new.chain(old) {
            let said = !claim.vector.is_empty() || claim.score.is_some();
            if said && !out.contains(&claim) {
                out.push(claim);
            }
        }
    }
    out
}

fn severity(word: &str) -> Severity {
    match word {
        "Critical" => Severity::Critical,
        "High" => Severity::High,
        "Medium" => Severity::Medium,
        "Low" => Severity::Low,
        "Negligible" => Severity::Info,
        _ => normalise::severity_of_word(word),
    }
}

/// The ecosystem of an artifact without purl, where its name says all that a purl would.
fn ecosystem(sort: &str) -> Option<&'static str> {
    Some(match sort {
        "python" => "pypi",
        "npm" => "npm",
        "gem" => "gem",
        "go-module" => "golang",
        "rust-crate" => "cargo",
        "php-composer" => "composer",
        "dotnet" => "nuget",
        _ => return None,
    })
}
