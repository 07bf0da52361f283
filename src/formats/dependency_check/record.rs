//! A dependency and one of its vulnerabilities, in the shape of the JSON report.

use crate::formats::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use crate::formats::{normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{
    Claimed, CvssClaim, FindingKind, Location, NewFinding, Package, RecordPlace, Severity,
};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dependency {
    #[serde(default, deserialize_with = "or_default")]
    file_name: String,
    #[serde(default, deserialize_with = "or_default")]
    file_path: String,
    #[serde(default, deserialize_with = "or_default")]
    packages: Vec<Identifier>,
}

#[derive(Deserialize)]
struct Identifier {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
}

#[derive(Deserialize)]
pub(super) struct Vulnerability {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    source: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    cvssv2: Cvss,
    #[serde(default, deserialize_with = "or_default")]
    cvssv3: Cvss,
    #[serde(default, deserialize_with = "or_default")]
    cvssv4: Cvss,
    #[serde(default, deserialize_with = "or_default")]
    cwes: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    notes: String,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

/// The parts of a score by the names that the report gives them.
type Cvss = BTreeMap<String, crate::formats::read::loose::Loose>;

const V2: &[(&str, &[&str])] = &[
    ("AV", &["accessVector"]),
    ("AC", &["accessComplexity"]),
    ("Au", &["authenticationr", "authentication"]),
    ("C", &["confidentialImpact", "confidentialityImpact"]),
    ("I", &["integrityImpact"]),
    ("A", &["availabilityImpact"]),
];

const V3: &[(&str, &[&str])] = &[
    ("AV", &["attackVector"]),
    ("AC", &["attackComplexity"]),
    ("PR", &["privilegesRequired"]),
    ("UI", &["userInteraction"]),
    ("S", &["scope"]),
    ("C", &["confidentialityImpact"]),
    ("I", &["integrityImpact"]),
    ("A", &["availabilityImpact"]),
];

impl Vulnerability {
    pub(super) fn into_finding(
        self,
        dependency: &Dependency,
        suppressed: bool,
        record: RecordPlace,
    ) -> NewFinding {
        let package = dependency.package();
        let name = one_line(&self.name, TITLE);
        let title = one_line(&format!("{name} in {}", package.name), TITLE);
        let mut out = NewFinding::new(FindingKind::Sca, name, title);
        (out.severity, out.severity_word) = self.severity();
        out.vulnerabilities = normalise::vulnerability(&self.name).into_iter().collect();
        out.cwes = normalise::cwes(self.cwes.iter().map(String::as_str));
        out.place = Location {
            file: dependency.file(),
            ..Location::default()
        };
        out.package = Some(package);
        let detail = &mut out.detail;
        detail.cvss = self.claims();
        detail.description = bounded(self.description, DESCRIPTION);
        detail.references = links(self.references.into_iter().map(|it| it.url));
        fact(&mut detail.facts, "source", self.source);
        if suppressed {
            detail.suppression = Some(Claimed {
                kind: "suppressed".to_owned(),
                status: String::new(),
                justification: bounded(self.notes, DESCRIPTION),
            });
        } else {
            fact(&mut detail.facts, "notes", bounded(self.notes, DESCRIPTION));
        }
        out.record = record;
        out
    }

    fn severity(&self) -> (Severity, String) {
        let said = [
            self.severity.as_str(),
            get(&self.cvssv4, &["baseSeverity"]),
            get(&self.cvssv3, &["baseSeverity"]),
            get(&self.cvssv2, &["severity"]),
        ];
        let word = said.into_iter().find(|it| !it.trim().is_empty());
        let word = word.unwrap_or_default();
        let severity = match word.parse::<f64>() {
            Ok(score) => normalise::severity_of_score(score),
            Err(_) => normalise::severity_of_word(word),
        };
        (severity, word.to_owned())
    }

    fn claims(&self) -> Vec<CvssClaim> {
        let version = match get(&self.cvssv3, &["version"]) {
            "3.1" => "CVSS:3.1",
            _ => "CVSS:3.0",
        };
        let all = [
            (
                &self.cvssv4,
                get(&self.cvssv4, &["vectorString"]).to_owned(),
            ),
            (&self.cvssv3, vector(&self.cvssv3, version, V3)),
            (&self.cvssv2, vector(&self.cvssv2, "", V2)),
        ];
        let claims = all.into_iter().filter_map(|(parts, vector)| {
            let score = get(parts, &["baseScore", "score"]).parse().ok();
            (score.is_some() || !vector.is_empty()).then(|| CvssClaim {
                vector,
                score,
                source: self.source.to_lowercase(),
            })
        });
        claims.collect()
    }
}

fn get<'a>(parts: &'a Cvss, names: &[&str]) -> &'a str {
    let mut all = names.iter().filter_map(|it| parts.get(*it)?.first());
    all.next().unwrap_or_default()
}

/// The vector of a score whose parts are written out. Empty when one is missing.
fn vector(parts: &Cvss, version: &str, metrics: &[(&str, &[&str])]) -> String {
    let mut out = vec![version.to_owned()];
    for (short, names) in metrics {
        match get(parts, names).chars().next() {
            Some(letter) => out.push(format!("{short}:{}", letter.to_ascii_uppercase())),
            None => return String::new(),
        }
    }
    out.retain(|it| !it.is_empty());
    out.join("/")
}

impl Dependency {
    fn file(&self) -> Option<String> {
        // An entry of a lock file is written behind its path.
        let path = self.file_path.split('?').next().unwrap_or_default();
        let path = normalise::path(path);
        (!path.is_empty()).then_some(path)
    }

    fn package(&self) -> Package {
        let ids = self.packages.iter().map(|it| it.id.as_str());
        if let Some(package) = ids.clone().find_map(purl::package) {
            return package;
        }
        // Before version 5: `group:artifact:version`.
        let plain = ids.map(|it| it.trim_matches(['(', ')']));
        let mut parts = plain.map(|it| it.splitn(3, ':').collect::<Vec<_>>());
        let maven = parts.find_map(|it| match it.as_slice() {
            [group, artifact, version] if *group != "cpe" => {
                purl::build("maven", "", &format!("{group}:{artifact}"), version)
            }
            _ => None,
        });
        maven.unwrap_or_else(|| Package {
            name: one_line(&self.file_name, TITLE),
            ..Package::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_is_made_of_its_parts() {
        let text = r#"{"score":5.0,"accessVector":"NETWORK","accessComplexity":"LOW",
            "authenticationr":"NONE","confidentialImpact":"PARTIAL","integrityImpact":"NONE",
            "availabilityImpact":"COMPLETE"}"#;
        let parts: Cvss = serde_json::from_str(text).unwrap();
        assert_eq!(vector(&parts, "", V2), "AV:N/AC:L/Au:N/C:P/I:N/A:C");
        assert_eq!(vector(&parts, "CVSS:3.1", V3), "");
    }
}
