//! Dependency-Track 3.4 and later: the Finding Packaging Format (FPF), JSON.
//!
//! Severity: CRITICAL, HIGH, MEDIUM, LOW as they say, INFO → info, UNASSIGNED → unknown
//! (`model/Severity.java` of Dependency-Track).
//! A finding is one vulnerability of one component. Suppressed ones are kept with the state of their
//! analysis as a claim. The scan's target stays empty: a report is one project, which is the application.
//! Not read: the project beyond its report's time, other versions of a component, attribution.

use super::read::json;
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, advisory, normalise, purl};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Package, Scan};
use serde::Deserialize;

/// See the module's text.
pub(super) struct DependencyTrack;

#[derive(Deserialize)]
struct Record {
    component: Component,
    vulnerability: Vulnerability,
    #[serde(default, deserialize_with = "or_default")]
    analysis: Analysis,
}

#[derive(Deserialize)]
struct Component {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    group: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    purl: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    vuln_id: String,
    #[serde(default, deserialize_with = "or_default")]
    source: String,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    recommendation: String,
    cwe_id: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    cwes: Vec<Cwe>,
    #[serde(default, deserialize_with = "or_default")]
    aliases: Vec<Alias>,
    #[serde(default, deserialize_with = "or_default")]
    references: String,
    #[serde(rename = "cvssV4Vector", default, deserialize_with = "or_default")]
    v4_vector: String,
    #[serde(rename = "cvssV4Score")]
    v4_score: Option<f64>,
    #[serde(rename = "cvssV3Vector", default, deserialize_with = "or_default")]
    v3_vector: String,
    #[serde(rename = "cvssV3BaseScore")]
    v3_score: Option<f64>,
    #[serde(rename = "cvssV2Vector", default, deserialize_with = "or_default")]
    v2_vector: String,
    #[serde(rename = "cvssV2BaseScore")]
    v2_score: Option<f64>,
    epss_score: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cwe {
    cwe_id: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Alias {
    #[serde(default, deserialize_with = "or_default")]
    cve_id: String,
    #[serde(default, deserialize_with = "or_default")]
    ghsa_id: String,
    #[serde(default, deserialize_with = "or_default")]
    osv_id: String,
    #[serde(default, deserialize_with = "or_default")]
    snyk_id: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Analysis {
    #[serde(default, deserialize_with = "or_default")]
    state: String,
    #[serde(default, deserialize_with = "or_default")]
    is_suppressed: bool,
}

impl Format for DependencyTrack {
    fn name(&self) -> &'static str {
        "dependency-track"
    }

    fn tool(&self) -> &'static str {
        "Dependency-Track FPF 3.4+"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let named = probe.value("meta.application") == Some("Dependency-Track");
        let shaped = [
            "findings[].component",
            "findings[].vulnerability",
            "findings[].matrix",
        ];
        if named || probe.has_all(&shaped) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "dependency-track".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["meta.version", "meta.timestamp"], &mut |it| {
            let text = it.parse::<String>().unwrap_or_default();
            match it.want {
                0 => scan.tool_version = text,
                _ => scan.scanned_at = normalise::timestamp(&text),
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &["findings[]"], &mut |it| {
            if let Some(record) = it.record::<Record>(sink)? {
                let mut out = record.into_finding();
                out.record = it.place();
                sink.finding(out)?;
            }
            Ok(())
        })
    }
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let (it, package) = (self.vulnerability, self.component.package());
        let title = match it.title.as_str() {
            "" => format!("{} in {}", it.vuln_id, package.name),
            title => title.to_owned(),
        };
        let rule = one_line(&it.vuln_id, TITLE);
        let mut out = NewFinding::new(FindingKind::Sca, rule, one_line(&title, TITLE));
        out.severity = normalise::severity_of_word(&it.severity);
        out.severity_word = it.severity;
        out.package = Some(package);
        let others = it.aliases.into_iter();
        let others = others.flat_map(|it| [it.cve_id, it.ghsa_id, it.osv_id, it.snyk_id]);
        let others = others.filter(|it| !it.is_empty()).collect();
        let known = normalise::vulnerability(&it.vuln_id).is_some();
        let (ids, errata) = advisory::aliases(it.vuln_id, others);
        // An id of a source's own, such as a number of NPM, is no id of a vulnerability.
        out.vulnerabilities = ids.into_iter().skip(usize::from(!known)).collect();
        out.cwes = it
            .cwe_id
            .into_iter()
            .chain(it.cwes.iter().map(|it| it.cwe_id))
            .collect();
        out.cwes.retain(|it| (1..=9999).contains(it));
        out.cwes.sort_unstable();
        out.cwes.dedup();
        let scores = [
            (it.v4_vector, it.v4_score),
            (it.v3_vector, it.v3_score),
            (it.v2_vector, it.v2_score),
        ];
        let detail = &mut out.detail;
        let source = it.source.to_lowercase();
        let given = scores
            .into_iter()
            .filter(|it| it.1.is_some() || !it.0.is_empty());
        detail.cvss = given
            .map(|(vector, score)| CvssClaim {
                vector: vector.trim_matches(['(', ')']).to_owned(),
                score,
                source: source.clone(),
            })
            .collect();
        detail.description = bounded(it.description, DESCRIPTION);
        detail.remediation = bounded(it.recommendation, DESCRIPTION);
        let words = it.references.split(['(', ')', '[', ']', '\n', ' ']);
        let urls = words.filter(|it| it.starts_with("http"));
        detail.references = links(urls.map(str::to_owned));
        if self.analysis.is_suppressed {
            detail.suppression = Some(Claimed {
                kind: "suppressed".to_owned(),
                status: String::new(),
                justification: self.analysis.state,
            });
        } else if self.analysis.state != "NOT_SET" {
            fact(&mut detail.facts, "analysis", self.analysis.state);
        }
        fact(&mut detail.facts, "source", it.source);
        fact(&mut detail.facts, "advisories", errata.join(", "));
        let epss = it.epss_score.map(|it| it.to_string());
        fact(&mut detail.facts, "EPSS", epss.unwrap_or_default());
        out
    }
}

impl Component {
    fn package(self) -> Package {
        let mut out = purl::package(&self.purl).unwrap_or_else(|| Package {
            name: match self.group.as_str() {
                "" => self.name.clone(),
                group => format!("{group}/{}", self.name),
            },
            ..Package::default()
        });
        if !self.version.is_empty() {
            out.version = self.version;
        }
        out
    }
}
