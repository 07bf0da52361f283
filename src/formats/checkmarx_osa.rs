//! Checkmarx OSA: vulnerabilities and libraries, in one list of two lists (`jq -s .` over the two
//! files that `OsaScan -OsaJson` writes).
//!
//! Severity: High, Medium, Low as they say, anything else unknown.
//! A finding is one vulnerability of one library, and its id Checkmarx' identity across scans.
//! `NOT_EXPLOITABLE` is kept as a claim; other states are facts.
//! In memory while it is read: name and version of every library.

use super::read::json;
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise, purl};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Package, Scan};
use serde::Deserialize;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct CheckmarxOsa;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    id: String,
    cve_name: String,
    score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    severity: Named,
    #[serde(default, deserialize_with = "or_default")]
    url: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    recommendations: String,
    #[serde(default, deserialize_with = "or_default")]
    source_file_name: String,
    library_id: String,
    #[serde(default, deserialize_with = "or_default")]
    state: Named,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    #[serde(deserialize_with = "or_default")]
    name: String,
}

#[derive(Deserialize)]
struct Library {
    id: String,
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
}

impl Format for CheckmarxOsa {
    fn name(&self) -> &'static str {
        "checkmarx-osa"
    }

    fn tool(&self) -> &'static str {
        "Checkmarx OSA"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["[][].libraryId", "[][].cveName"]) {
            return Claim::Yes;
        }
        let bare: String = probe
            .head
            .chars()
            .filter(|it| !it.is_whitespace())
            .collect();
        if bare.starts_with("[[],[") && bare.contains("\"newestVersion\"") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "checkmarx-osa".to_owned(),
            ..Scan::default()
        })?;
        let mut libraries: BTreeMap<String, (String, String)> = BTreeMap::new();
        json::walk(input, &["[][]"], &mut |it| {
            if it.index(0) > 0
                && let Some(library) = it.record::<Library>(sink)?
            {
                libraries.insert(library.id, (library.name, library.version));
            }
            Ok(())
        })?;
        json::walk(input, &["[][]"], &mut |it| {
            if it.index(0) > 0 {
                return Ok(());
            }
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let Some((name, version)) = libraries.get(&record.library_id) else {
                return sink.skipped(it.refuse("its library is not in the second list"));
            };
            let mut out = record.into_finding(library(name, version));
            out.record = it.place();
            sink.finding(out)
        })
    }
}

/// The ecosystem is not said; only Maven writes a colon into names.
fn library(name: &str, version: &str) -> Package {
    let maven = purl::build("maven", "", name, version).filter(|_| name.contains(':'));
    maven.unwrap_or_else(|| Package {
        name: name.to_owned(),
        version: version.to_owned(),
        ..Package::default()
    })
}

impl Record {
    fn into_finding(self, package: Package) -> NewFinding {
        let id = normalise::vulnerability(&self.cve_name);
        let id = id.unwrap_or_else(|| one_line(&self.cve_name, 100));
        let title = one_line(&format!("{id} in {}", package.name), TITLE);
        let mut out = NewFinding::new(FindingKind::Sca, id.clone(), title);
        out.vulnerabilities = vec![id];
        out.severity = normalise::severity_of_word(&self.severity.name);
        out.severity_word = one_line(&self.severity.name, 60);
        out.native = Some(bounded(self.id, 512));
        out.package = Some(package);
        out.place = place(&self.source_file_name, None);
        let detail = &mut out.detail;
        if self.score.is_some() {
            detail.cvss = vec![CvssClaim {
                score: self.score,
                source: "checkmarx".to_owned(),
                ..CvssClaim::default()
            }];
        }
        detail.description = bounded(self.description, DESCRIPTION);
        detail.remediation = bounded(self.recommendations, DESCRIPTION);
        detail.references = links([self.url]);
        if self.state.name == "NOT_EXPLOITABLE" {
            detail.suppression = Some(Claimed {
                kind: self.state.name,
                ..Claimed::default()
            });
        } else {
            fact(&mut detail.facts, "state", self.state.name);
        }
        out
    }
}
