//! One issue, in each of its forms.

use super::component;
use crate::formats::read::loose::Loose;
use crate::formats::vulnerable::{Vulnerable, cvss};
use crate::formats::wire::{fact, links, or_default};
use crate::model::{CvssClaim, FindingKind, NewFinding, RecordPlace};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Paths that are kept of one issue.
const PATHS: usize = 20;

/// What was scanned.
#[derive(Default, Deserialize)]
pub(super) struct Artifact {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) component_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) pkg_type: String,
}

/// A CVE, with its score and vector in one text (`7.5/CVSS:3.0/AV:N/…`) or in two fields.
#[derive(Deserialize)]
struct Cve {
    #[serde(default, deserialize_with = "or_default")]
    cve: String,
    #[serde(default)]
    cwe: Loose,
    #[serde(default, deserialize_with = "or_default")]
    cvss_v2: String,
    #[serde(default, deserialize_with = "or_default")]
    cvss_v3: String,
    #[serde(default)]
    cvss_v2_score: Loose,
    #[serde(default, deserialize_with = "or_default")]
    cvss_v2_vector: String,
    #[serde(default)]
    cvss_v3_score: Loose,
    #[serde(default, deserialize_with = "or_default")]
    cvss_v3_vector: String,
}

/// Of a report of vulnerabilities, and of a component export with its details one level deeper.
#[derive(Deserialize)]
pub(super) struct Row {
    #[serde(alias = "id", default, deserialize_with = "or_default")]
    issue_id: String,
    #[serde(default, deserialize_with = "or_default")]
    cves: Vec<Cve>,
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    summary: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(alias = "source_comp_id", default, deserialize_with = "or_default")]
    vulnerable_component: String,
    #[serde(default, deserialize_with = "or_default")]
    impacted_artifact: String,
    #[serde(default)]
    impact_path: Loose,
    #[serde(default, deserialize_with = "or_default")]
    path: String,
    #[serde(default)]
    fixed_versions: Loose,
    #[serde(default, deserialize_with = "or_default")]
    published: String,
    #[serde(default)]
    references: Loose,
    #[serde(default, deserialize_with = "or_default")]
    component_versions: Versions,
}

#[derive(Default, Deserialize)]
struct Versions {
    #[serde(default)]
    fixed_versions: Loose,
    #[serde(default, deserialize_with = "or_default")]
    more_details: Details,
}

#[derive(Default, Deserialize)]
struct Details {
    #[serde(default, deserialize_with = "or_default")]
    cves: Vec<Cve>,
}

/// Of the summary of an artifact.
#[derive(Deserialize)]
pub(super) struct Issue {
    #[serde(default, deserialize_with = "or_default")]
    issue_id: String,
    summary: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    cves: Vec<Cve>,
    #[serde(default)]
    impact_path: Loose,
}

/// Of a binary scan.
#[derive(Deserialize)]
pub(super) struct Found<'a> {
    #[serde(default, deserialize_with = "or_default")]
    issue_id: String,
    #[serde(default, deserialize_with = "or_default")]
    cves: Vec<Cve>,
    #[serde(default, deserialize_with = "or_default")]
    summary: String,
    severity: String,
    #[serde(borrow)]
    pub(super) components: BTreeMap<String, &'a RawValue>,
    #[serde(default)]
    references: Loose,
    #[serde(default, deserialize_with = "or_default")]
    extended_information: Research,
}

#[derive(Default, Deserialize)]
struct Research {
    #[serde(default, deserialize_with = "or_default")]
    short_description: String,
    #[serde(default, deserialize_with = "or_default")]
    jfrog_research_severity: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation: String,
}

/// What a binary scan says of one component.
#[derive(Deserialize)]
pub(super) struct Fixes {
    #[serde(default)]
    fixed_versions: Loose,
}

impl Cve {
    fn claims(&self) -> impl Iterator<Item = CvssClaim> {
        let both = [
            (&self.cvss_v3, &self.cvss_v3_vector, &self.cvss_v3_score),
            (&self.cvss_v2, &self.cvss_v2_vector, &self.cvss_v2_score),
        ];
        both.into_iter().filter_map(|(whole, vector, score)| {
            let (number, rest) = whole.split_once('/').unwrap_or((whole, ""));
            let vector = if vector.is_empty() { rest } else { vector };
            let score = score.first().unwrap_or(number);
            cvss("jfrog", vector, score.parse().ok())
        })
    }
}

/// The parts that all forms share: ids, assessments, weaknesses. Without any id the summary is the
/// rule.
fn begin(kind: FindingKind, id: &str, cves: &[Cve], summary: &str) -> Vulnerable {
    let named = cves.iter().map(|it| it.cve.as_str());
    let ids: Vec<&str> = named.filter(|it| !it.is_empty()).collect();
    let rule = [id].into_iter().chain(ids.iter().copied()).chain([summary]);
    let rule = rule.into_iter().find(|it| !it.trim().is_empty());
    Vulnerable {
        aliases: ids.iter().map(|it| (*it).to_owned()).collect(),
        title: summary.to_owned(),
        cvss: cves.iter().flat_map(Cve::claims).collect(),
        cwes: cves
            .iter()
            .flat_map(|it| it.cwe.0.iter().cloned())
            .collect(),
        ..Vulnerable::new(kind, rule.unwrap_or_default())
    }
}

/// Versions without the signs of ranges: `[3.1.1-r3]`, `≥ 4.15.0`.
fn fixed(from: &Loose) -> Vec<String> {
    links(from.iter().map(|it| {
        let inside = it.trim_matches(['[', ']', '(', ')', '≥', '>', '=', ' ']);
        inside.to_owned()
    }))
}

fn paths(facts: &mut Vec<(String, String)>, paths: &Loose) {
    for path in paths.iter().take(PATHS) {
        fact(facts, "impact path", path);
    }
}

impl Row {
    pub(super) fn into_finding(mut self, record: RecordPlace) -> NewFinding {
        self.cves
            .append(&mut self.component_versions.more_details.cves);
        let artifact = Artifact {
            component_id: self.impacted_artifact.clone(),
            ..Artifact::default()
        };
        let mut package = component::of(&self.vulnerable_component);
        let versions = [
            &self.fixed_versions,
            &self.component_versions.fixed_versions,
        ];
        package.fixed = versions.into_iter().flat_map(fixed).collect();
        let mut facts = Vec::new();
        fact(&mut facts, "artifact", self.impacted_artifact);
        fact(&mut facts, "published", self.published);
        paths(&mut facts, &self.impact_path);
        let description = match self.description.as_str() {
            "" => self.summary.clone(),
            _ => self.description,
        };
        let out = Vulnerable {
            severity: self.severity,
            package,
            file: self.path,
            description,
            links: self.references.0,
            facts,
            ..begin(artifact.kind(), &self.issue_id, &self.cves, &self.summary)
        };
        out.into_finding(record)
    }
}

impl Issue {
    pub(super) fn into_finding(self, artifact: &Artifact, record: RecordPlace) -> NewFinding {
        let ends = self.impact_path.iter().map(component::at_end);
        let mut ends: Vec<_> = ends.collect();
        ends.sort_by(|a, b| a.name.cmp(&b.name));
        ends.dedup_by(|a, b| a.name == b.name && a.version == b.version);
        let mut ends = ends.into_iter();
        let package = ends.next().unwrap_or_default();
        let mut facts = Vec::new();
        for it in ends {
            fact(&mut facts, "also in", format!("{} {}", it.name, it.version));
        }
        paths(&mut facts, &self.impact_path);
        let out = Vulnerable {
            severity: self.severity,
            package,
            description: self.description,
            facts,
            ..begin(artifact.kind(), &self.issue_id, &self.cves, &self.summary)
        };
        out.into_finding(record)
    }
}

impl Found<'_> {
    pub(super) fn finding(
        &self,
        artifact: &Artifact,
        component: &str,
        fixes: &Fixes,
        record: RecordPlace,
    ) -> NewFinding {
        let mut package = component::of(component);
        package.fixed = fixed(&fixes.fixed_versions);
        let mut facts = Vec::new();
        let research = &self.extended_information;
        fact(
            &mut facts,
            "JFrog research",
            research.short_description.as_str(),
        );
        fact(
            &mut facts,
            "JFrog research severity",
            research.jfrog_research_severity.as_str(),
        );
        let out = Vulnerable {
            severity: self.severity.clone(),
            package,
            description: self.summary.clone(),
            remediation: research.remediation.clone(),
            links: self.references.0.clone(),
            facts,
            ..begin(artifact.kind(), &self.issue_id, &self.cves, &self.summary)
        };
        out.into_finding(record)
    }
}
