//! One alert, of either API.

use crate::error::Problem;
use crate::formats::read::loose::Loose;
use crate::formats::wire::{DESCRIPTION, TITLE, fact, links, or_default, place};
use crate::formats::{Sink, advisory, normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Package, RecordPlace, Skipped};
use serde::Deserialize;

/// An alert; the first names are those of GraphQL, the others those of REST.
#[derive(Deserialize)]
pub(super) struct Alert {
    #[serde(default)]
    id: Loose,
    #[serde(default)]
    number: Loose,
    #[serde(default, deserialize_with = "or_default")]
    state: String,
    #[serde(default)]
    html_url: Loose,
    #[serde(rename = "dismissReason", alias = "dismissed_reason", default)]
    reason: Loose,
    #[serde(rename = "dismissComment", alias = "dismissed_comment", default)]
    comment: Loose,
    #[serde(rename = "dismissedAt", alias = "dismissed_at", default)]
    dismissed_at: Loose,
    #[serde(rename = "createdAt", alias = "created_at", default)]
    created_at: Loose,
    #[serde(
        rename = "vulnerableManifestPath",
        default,
        deserialize_with = "or_default"
    )]
    manifest: String,
    #[serde(
        rename = "vulnerableManifestFilename",
        default,
        deserialize_with = "or_default"
    )]
    manifest_name: String,
    #[serde(
        rename = "vulnerableRequirements",
        default,
        deserialize_with = "or_default"
    )]
    requirements: String,
    #[serde(rename = "dependencyScope", default, deserialize_with = "or_default")]
    scope: String,
    #[serde(
        rename = "dependencyRelationship",
        default,
        deserialize_with = "or_default"
    )]
    relationship: String,
    #[serde(rename = "securityVulnerability", alias = "security_vulnerability")]
    vulnerability: Vulnerability,
    /// REST puts it here, GraphQL into the vulnerability.
    #[serde(rename = "securityAdvisory", alias = "security_advisory")]
    advisory: Option<Advisory>,
    dependency: Option<Dependency>,
    pub(super) repository: Option<Repository>,
}

#[derive(Deserialize)]
struct Dependency {
    #[serde(default, deserialize_with = "or_default")]
    manifest_path: String,
    #[serde(default, deserialize_with = "or_default")]
    scope: String,
    #[serde(default, deserialize_with = "or_default")]
    relationship: String,
}

#[derive(Deserialize)]
pub(super) struct Repository {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) full_name: String,
}

#[derive(Deserialize)]
struct Vulnerability {
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    package: Named,
    #[serde(rename = "firstPatchedVersion", alias = "first_patched_version")]
    patched: Option<Patched>,
    #[serde(
        rename = "vulnerableVersionRange",
        alias = "vulnerable_version_range",
        default,
        deserialize_with = "or_default"
    )]
    range: String,
    advisory: Option<Advisory>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    ecosystem: String,
}

#[derive(Deserialize)]
struct Patched {
    #[serde(default, deserialize_with = "or_default")]
    identifier: String,
}

#[derive(Default, Deserialize)]
struct Advisory {
    #[serde(default, deserialize_with = "or_default")]
    summary: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    identifiers: Vec<Identifier>,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
    cvss: Option<Cvss>,
    #[serde(rename = "cvssSeverities", alias = "cvss_severities")]
    scores: Option<Scores>,
    /// A list in REST, a connection in GraphQL.
    cwes: Option<Weaknesses>,
    epss: Option<Epss>,
}

#[derive(Deserialize)]
struct Identifier {
    #[serde(default, deserialize_with = "or_default")]
    value: String,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

#[derive(Deserialize)]
struct Cvss {
    score: Option<f64>,
    #[serde(
        rename = "vectorString",
        alias = "vector_string",
        default,
        deserialize_with = "or_default"
    )]
    vector: String,
}

#[derive(Deserialize)]
struct Scores {
    #[serde(rename = "cvssV3", alias = "cvss_v3")]
    three: Option<Cvss>,
    #[serde(rename = "cvssV4", alias = "cvss_v4")]
    four: Option<Cvss>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Weaknesses {
    List(Vec<Weakness>),
    Nodes { nodes: Vec<Weakness> },
}

#[derive(Deserialize)]
struct Weakness {
    #[serde(
        rename = "cweId",
        alias = "cwe_id",
        default,
        deserialize_with = "or_default"
    )]
    id: String,
}

#[derive(Deserialize)]
struct Epss {
    percentage: Option<f64>,
}

/// GitHub's words for package ecosystems in purl's; those that all tools share are in `normalise`.
fn ecosystem(word: &str) -> &'static str {
    match word.to_ascii_lowercase().as_str() {
        "pip" => "pypi",
        "rust" => "cargo",
        "actions" => "github",
        "erlang" => "hex",
        "pub" => "pub",
        "swift" => "swift",
        other => normalise::ecosystem(other),
    }
}

impl Alert {
    /// Hands over the finding, unless it is fixed.
    pub(super) fn hand_over(self, record: RecordPlace, sink: &mut dyn Sink) -> Result<(), Problem> {
        if self.state.eq_ignore_ascii_case("fixed") {
            let reason = "GitHub holds it for fixed".to_owned();
            return sink.skipped(Skipped { record, reason });
        }
        let mut out = self.into_finding();
        out.record = record;
        sink.finding(out)
    }

    fn package(&self) -> Package {
        let named = &self.vulnerability.package;
        let pinned = self.requirements.trim().strip_prefix('=');
        let version = pinned.map(|it| it.trim_start_matches('=').trim());
        let version = version.unwrap_or_default();
        let mut out = purl::component(ecosystem(&named.ecosystem), "", &named.name, version);
        let patched = self.vulnerability.patched.as_ref();
        out.fixed = links(patched.map(|it| it.identifier.clone()));
        out
    }

    fn into_finding(mut self) -> NewFinding {
        let own = self.vulnerability.advisory.take();
        let advisory = self.advisory.take().or(own).unwrap_or_default();
        let package = self.package();
        let mut ids = advisory.identifiers.iter().map(|it| it.value.clone());
        let main = ids.next().unwrap_or_else(|| advisory.summary.clone());
        let main = one_line(&main, TITLE);
        let known = normalise::vulnerability(&main).is_some();
        let (all, others) = advisory::aliases(main.clone(), ids.collect());
        let title = match advisory.summary.trim() {
            "" => format!("{main} in {}", package.name),
            summary => one_line(summary, TITLE),
        };
        let mut out = NewFinding::new(FindingKind::Sca, main, title);
        out.vulnerabilities = all.into_iter().skip(usize::from(!known)).collect();
        out.severity = normalise::severity_of_word(&self.vulnerability.severity);
        out.severity_word = one_line(&self.vulnerability.severity, 60);
        let native = self.id.first().map(str::to_owned);
        let number = self.number.first().map(|it| format!("alert {it}"));
        out.native = native.or(number);
        let inner = self.dependency.as_ref();
        let manifest = inner.map_or(&self.manifest, |it| &it.manifest_path);
        let manifest = if manifest.is_empty() {
            &self.manifest_name
        } else {
            manifest
        };
        out.place = place(manifest, None);
        self.claim(&mut out);
        advisory.describe(&mut out);
        let facts = &mut out.detail.facts;
        let scope = inner.map_or(self.scope.as_str(), |it| &it.scope);
        let relationship = inner.map_or(self.relationship.as_str(), |it| &it.relationship);
        fact(
            facts,
            "affected versions",
            one_line(&self.vulnerability.range, 300),
        );
        fact(facts, "scope", one_line(scope, 60).to_lowercase());
        fact(
            facts,
            "dependency",
            one_line(relationship, 60).to_lowercase(),
        );
        fact(facts, "other ids", others.join(", "));
        fact(facts, "since", self.created_at.first().unwrap_or_default());
        let own = self.html_url.iter().map(str::to_owned);
        let all = own.chain(std::mem::take(&mut out.detail.references));
        out.detail.references = links(all.take(32));
        out.package = Some(package);
        out
    }

    /// Someone at GitHub, or a rule of theirs, dismissed it.
    fn claim(&self, out: &mut NewFinding) {
        let dismissed = self.state.to_ascii_lowercase().contains("dismissed");
        if dismissed || self.dismissed_at.first().is_some() {
            let why = self.reason.iter().chain(self.comment.iter());
            out.detail.suppression = Some(Claimed {
                kind: "external".to_owned(),
                status: String::new(),
                justification: bounded(why.collect::<Vec<_>>().join(": "), DESCRIPTION),
            });
        }
    }
}

impl Advisory {
    fn describe(self, out: &mut NewFinding) {
        out.detail.description = bounded(self.description, DESCRIPTION);
        out.detail.references = links(self.references.into_iter().map(|it| it.url));
        let weaknesses = match self.cwes {
            Some(Weaknesses::List(all) | Weaknesses::Nodes { nodes: all }) => all,
            None => Vec::new(),
        };
        out.cwes = normalise::cwes(weaknesses.iter().map(|it| it.id.as_str()));
        let scores = self.scores.map(|it| [it.four, it.three]);
        let scored = scores.into_iter().flatten().chain([self.cvss]).flatten();
        for it in scored {
            let claim = CvssClaim {
                vector: it.vector,
                // GitHub writes 0 where nobody has scored it.
                score: it.score.filter(|it| *it > 0.0),
                source: "ghsa".to_owned(),
            };
            let said = !claim.vector.is_empty() || claim.score.is_some();
            let cvss = &mut out.detail.cvss;
            if said && !cvss.iter().any(|it| it.vector == claim.vector) {
                cvss.push(claim);
            }
        }
        let epss = self.epss.and_then(|it| it.percentage);
        let epss = epss.map(|it| it.to_string()).unwrap_or_default();
        fact(&mut out.detail.facts, "EPSS", epss);
    }
}
