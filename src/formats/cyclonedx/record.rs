//! One vulnerability with its ratings, its analysis and what it affects.

use super::component::resolve;
use super::{Head, Known};
use crate::formats::wire::{DESCRIPTION, fact, links, or_default};
use crate::formats::{advisory, normalise};
use crate::model::text::bounded;
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Package, RecordPlace, Severity};
use serde::Deserialize;

/// The references of a vulnerability, for the first pass.
#[derive(Deserialize)]
pub(super) struct Refs {
    #[serde(default, deserialize_with = "or_default")]
    affects: Vec<Affected>,
}

impl Refs {
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.affects.iter().map(|it| it.reference.as_str())
    }
}

#[derive(Deserialize)]
pub(super) struct Vulnerability {
    #[serde(rename = "bom-ref", default, deserialize_with = "or_default")]
    bom_ref: String,
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    source: Source,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    ratings: Vec<Rating>,
    #[serde(default, deserialize_with = "or_default")]
    cwes: Vec<u32>,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    detail: String,
    #[serde(default, deserialize_with = "or_default")]
    recommendation: String,
    #[serde(default, deserialize_with = "or_default")]
    workaround: String,
    #[serde(default, deserialize_with = "or_default")]
    advisories: Vec<Advisory>,
    #[serde(default, deserialize_with = "or_default")]
    published: String,
    analysis: Option<Analysis>,
    #[serde(default, deserialize_with = "or_default")]
    affects: Vec<Affected>,
}

#[derive(Default, Deserialize)]
struct Source {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
}

#[derive(Deserialize)]
struct Rating {
    #[serde(default, deserialize_with = "or_default")]
    source: Source,
    score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    method: String,
    #[serde(default, deserialize_with = "or_default")]
    vector: String,
}

#[derive(Deserialize)]
struct Advisory {
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

#[derive(Deserialize)]
struct Analysis {
    #[serde(default, deserialize_with = "or_default")]
    state: String,
    #[serde(default, deserialize_with = "or_default")]
    justification: String,
    #[serde(default, deserialize_with = "or_default")]
    response: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    detail: String,
}

#[derive(Deserialize)]
struct Affected {
    #[serde(rename = "ref")]
    reference: String,
    #[serde(default, deserialize_with = "or_default")]
    versions: Vec<Version>,
}

#[derive(Deserialize)]
struct Version {
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
}

impl Vulnerability {
    /// One finding for each component. `None` when nothing names the vulnerability.
    pub(super) fn into_findings(
        mut self,
        head: &Head,
        record: &RecordPlace,
    ) -> Option<Vec<NewFinding>> {
        if self.id.trim().is_empty() {
            self.id = std::mem::take(&mut self.bom_ref);
        }
        if self.id.trim().is_empty() {
            return None;
        }
        let affects = std::mem::take(&mut self.affects);
        let mut base = self.finding();
        base.record = record.clone();
        if affects.is_empty() {
            return Some(vec![base]);
        }
        let each = affects.iter().map(|it| {
            let mut out = base.clone();
            match it.package(&head.known) {
                Some(package) => {
                    out.title = format!("{} in {}", out.title, package.name);
                    out.package = Some(package);
                }
                None => fact(&mut out.detail.facts, "affects", it.reference.as_str()),
            }
            fact(&mut out.detail.facts, "path", head.way(&it.reference));
            out
        });
        Some(each.collect())
    }

    /// All that does not depend on the component. The title is the id that people know it by.
    fn finding(self) -> NewFinding {
        let (severity, word) = self.severity();
        let others = self.references.into_iter().map(|it| it.id).collect();
        let (aliases, errata) = advisory::aliases(self.id.clone(), others);
        // An id of the writer's own, such as a UUID, is no id of a vulnerability.
        let own = normalise::vulnerability(&self.id).is_none();
        let ids: Vec<String> = aliases.into_iter().skip(usize::from(own)).collect();
        let cve = ids.iter().find(|it| it.starts_with("CVE-"));
        let title = cve.or(ids.first()).unwrap_or(&self.id).clone();
        let mut out = NewFinding::new(FindingKind::Sbom, self.id, title);
        out.vulnerabilities = ids;
        out.severity = severity;
        out.severity_word = word;
        out.cwes = self.cwes;
        out.cwes.retain(|it| (1..=9999).contains(it));
        out.cwes.sort_unstable();
        out.cwes.dedup();
        let detail = &mut out.detail;
        detail.description = bounded(paragraphs(self.description, &self.detail), DESCRIPTION);
        let remediation = paragraphs(self.recommendation, &self.workaround);
        detail.remediation = bounded(remediation, DESCRIPTION);
        let advisories = self.advisories.into_iter().map(|it| it.url);
        detail.references = links([self.source.url].into_iter().chain(advisories));
        detail.cvss = self.ratings.into_iter().filter_map(Rating::claim).collect();
        if let Some(analysis) = self.analysis {
            analysis.add_to(detail);
        }
        fact(&mut detail.facts, "source", self.source.name);
        fact(&mut detail.facts, "advisories", errata.join(", "));
        fact(&mut detail.facts, "published", self.published);
        out
    }

    fn severity(&self) -> (Severity, String) {
        let said = || self.ratings.iter().filter(|it| !it.severity.is_empty());
        let own = said().find(|it| it.source.name == self.source.name);
        if let Some(it) = own.or_else(|| said().next()) {
            let severity = normalise::severity_of_word(&it.severity);
            return (severity, it.severity.clone());
        }
        let scores = self.ratings.iter().filter(|it| it.is_cvss());
        let highest = scores.filter_map(|it| it.score).max_by(f64::total_cmp);
        match highest {
            Some(score) => (normalise::severity_of_score(score), score.to_string()),
            None => (Severity::Unknown, String::new()),
        }
    }
}

impl Rating {
    fn is_cvss(&self) -> bool {
        self.method.starts_with("CVSS")
    }

    /// The CVSS claim. Some tools leave out the version of the vector, which the method says.
    fn claim(self) -> Option<CvssClaim> {
        if !self.is_cvss() || (self.vector.is_empty() && self.score.is_none()) {
            return None;
        }
        let prefix = match self.method.as_str() {
            _ if self.vector.is_empty() || self.vector.starts_with("CVSS:") => "",
            "CVSSv3" => "CVSS:3.0/",
            "CVSSv31" => "CVSS:3.1/",
            "CVSSv4" => "CVSS:4.0/",
            _ => "",
        };
        Some(CvssClaim {
            vector: format!("{prefix}{}", self.vector),
            score: self.score,
            source: self.source.name,
        })
    }
}

impl Analysis {
    fn add_to(self, detail: &mut crate::model::Detail) {
        let response = self.response.join(", ");
        let excuses = [
            "not_affected",
            "false_positive",
            "resolved",
            "resolved_with_pedigree",
        ];
        if excuses.contains(&self.state.as_str()) {
            let parts = [self.justification, response, self.detail];
            let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
            detail.suppression = Some(Claimed {
                kind: self.state,
                status: String::new(),
                justification: bounded(parts.join("; "), DESCRIPTION),
            });
            return;
        }
        fact(&mut detail.facts, "analysis", self.state);
        fact(&mut detail.facts, "justification", self.justification);
        fact(&mut detail.facts, "response", response);
        fact(
            &mut detail.facts,
            "analysis detail",
            bounded(self.detail, DESCRIPTION),
        );
    }
}

impl Affected {
    fn package(&self, known: &Known) -> Option<Package> {
        let mut out = resolve(&self.reference, known)?;
        let of = |status: &'static str| {
            let all = self.versions.iter().filter(move |it| it.status == status);
            all.map(|it| it.version.clone())
        };
        if out.version.is_empty()
            && let [only] = self.versions.as_slice()
            && only.status != "unaffected"
        {
            out.version.clone_from(&only.version);
        }
        out.fixed = links(of("unaffected"));
        Some(out)
    }
}

fn paragraphs(mut first: String, second: &str) -> String {
    if !second.is_empty() && first != second {
        if !first.is_empty() {
            first.push_str("\n\n");
        }
        first.push_str(second);
    }
    first
}
