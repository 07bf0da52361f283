//! OSV-Scanner 1.x and 2.x JSON (`osv-scanner --format json`).
//!
//! Severity: the band of the group's `max_severity`, a CVSS score, which OSV-Scanner itself prints;
//! else the word of the advisory's own data base (CRITICAL, HIGH, MODERATE → medium, LOW); else unknown.
//! A finding is one advisory of one package in one source. OSV has one advisory for each data base
//! that knows a vulnerability: they meet by their aliases. A package of a distribution is of kind
//! `container`, all others of kind `sca`.
//! The source of a package stands before it, as OSV-Scanner writes it.
//! Call analysis (`--call-analysis`) is said as `reachable`. OSV-Scanner gives no way to a package.
//! Not read: `experimental_config`, licences.

use super::read::{json, loose::Loose, part};
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, advisory, normalise, purl};
use crate::error::Problem;
use crate::model::{CvssClaim, FindingKind, NewFinding, Package, Scan, Severity, text};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct OsvScanner;

#[derive(Default, Deserialize)]
struct Source {
    #[serde(default, deserialize_with = "or_default")]
    path: String,
}

#[derive(Deserialize)]
struct Record<'a> {
    package: Named,
    #[serde(borrow, default)]
    vulnerabilities: Vec<&'a RawValue>,
    #[serde(default, deserialize_with = "or_default")]
    groups: Vec<Group>,
    /// Groups of a manifest, such as `dev`.
    #[serde(default)]
    dependency_groups: Loose,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    ecosystem: String,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    ids: Loose,
    #[serde(default)]
    max_severity: Loose,
    /// What call analysis found, by the id of the advisory.
    #[serde(
        rename = "experimentalAnalysis",
        alias = "experimental_analysis",
        default,
        deserialize_with = "or_default"
    )]
    analysis: BTreeMap<String, Analysis>,
}

#[derive(Deserialize)]
struct Analysis {
    called: Option<bool>,
}

/// An advisory in the OSV schema, also as govulncheck writes it.
#[derive(Deserialize)]
pub(super) struct Osv {
    pub(super) id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) aliases: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) summary: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) details: String,
    #[serde(default, deserialize_with = "or_default")]
    affected: Vec<Affected>,
    #[serde(default, deserialize_with = "or_default")]
    severity: Vec<Rating>,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    database_specific: Extra,
}

#[derive(Deserialize)]
struct Affected {
    package: Option<Of>,
    #[serde(default, deserialize_with = "or_default")]
    ranges: Vec<Range>,
    #[serde(default, deserialize_with = "or_default")]
    database_specific: Extra,
}

#[derive(Deserialize)]
struct Of {
    name: String,
}

#[derive(Deserialize)]
struct Range {
    #[serde(default, deserialize_with = "or_default")]
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    fixed: Option<String>,
}

#[derive(Deserialize)]
struct Rating {
    #[serde(default, deserialize_with = "or_default")]
    score: String,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Extra {
    cwe_ids: Loose,
    #[serde(deserialize_with = "or_default")]
    cwes: Vec<Weakness>,
    severity: Loose,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Weakness {
    #[serde(default)]
    cwe_id: Loose,
}

impl Format for OsvScanner {
    fn name(&self) -> &'static str {
        "osv-scanner"
    }

    fn tool(&self) -> &'static str {
        "OSV-Scanner 1.x, 2.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca, FindingKind::Container]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let full = ["results[].source.path", "results[].packages"];
        let empty = ["results", "experimental_config"];
        if probe.has_all(&full) || probe.has_all(&empty) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "osv-scanner".to_owned(),
            ..Scan::default()
        })?;
        let mut source = Source::default();
        let wants = ["results[].source", "results[].packages[]"];
        json::walk(input, &wants, &mut |it| {
            if it.want == 0 {
                source = it.parse().unwrap_or_default();
                return Ok(());
            }
            let Some(record) = it.record::<Record<'_>>(sink)? else {
                return Ok(());
            };
            for (idx, raw) in record.vulnerabilities.iter().enumerate() {
                let path = format!("vulnerabilities[{idx}]");
                if let Some(osv) = part::record::<Osv>(it, raw, &path, sink)? {
                    let mut out = record.finding(osv);
                    out.place = place(&source.path, None);
                    out.record = part::place(it, raw, &path);
                    sink.finding(out)?;
                }
            }
            Ok(())
        })
    }
}

impl Record<'_> {
    fn finding(&self, osv: Osv) -> NewFinding {
        let score = self.groups.iter().find_map(|it| {
            let mine = it.ids.iter().any(|id| id == osv.id);
            it.max_severity.first().filter(|_| mine)
        });
        let package = self.package.component();
        let kind = if purl::is_distribution(&package.ecosystem) {
            FindingKind::Container
        } else {
            FindingKind::Sca
        };
        let fixed = osv.fixed(&self.package.name);
        let mut analyses = self.groups.iter().filter_map(|it| it.analysis.get(&osv.id));
        let called = analyses.find_map(|it| it.called);
        let mut out = osv.into_finding(kind, package, score);
        if let Some(package) = &mut out.package {
            package.fixed = fixed;
        }
        let facts = &mut out.detail.facts;
        let reached = called.map_or("", |it| if it { "called" } else { "not called" });
        fact(facts, "reachable", reached);
        let groups: Vec<&str> = self.dependency_groups.iter().collect();
        fact(facts, "groups", text::one_line(&groups.join(", "), 300));
        out
    }
}

impl Named {
    fn component(&self) -> Package {
        let (space, _) = self
            .ecosystem
            .split_once(':')
            .unwrap_or((&self.ecosystem, ""));
        let space = space.to_ascii_lowercase();
        let system = match space.as_str() {
            "debian" | "ubuntu" => "deb",
            "alpine" | "wolfi" | "chainguard" => "apk",
            "red hat" | "rocky linux" | "almalinux" | "opensuse" | "suse" => "rpm",
            _ => "",
        };
        if system.is_empty() {
            let ecosystem = normalise::ecosystem(&space);
            return purl::component(ecosystem, "", &self.name, &self.version);
        }
        let space = space.split(' ').next().unwrap_or_default();
        purl::component(system, space, &self.name, &self.version)
    }
}

impl Osv {
    /// The versions that fix it in the package of this name.
    pub(super) fn fixed(&self, name: &str) -> Vec<String> {
        let of = |it: &&Affected| it.package.as_ref().is_some_and(|it| it.name == name);
        let ranges = self.affected.iter().filter(of).flat_map(|it| &it.ranges);
        let events = ranges.flat_map(|it| &it.events);
        links(events.filter_map(|it| it.fixed.clone()))
    }

    /// The finding of an advisory in a package, rated by `score` where the tool gives one.
    pub(super) fn into_finding(
        self,
        kind: FindingKind,
        package: Package,
        score: Option<&str>,
    ) -> NewFinding {
        let title = if self.summary.trim().is_empty() {
            format!("{} in {}", self.id, package.name)
        } else {
            text::one_line(&self.summary, TITLE)
        };
        let mut out = NewFinding::new(kind, self.id.clone(), title);
        let word = self.database_specific.severity.first().unwrap_or_default();
        let number = score.and_then(|it| it.parse::<f64>().ok());
        let rated = number.filter(|it| *it > 0.0);
        out.severity = rated.map_or_else(
            || normalise::severity_of_word(word),
            normalise::severity_of_score,
        );
        if out.severity != Severity::Unknown {
            let said = rated.map_or_else(|| word.to_owned(), |it| it.to_string());
            out.severity_word = text::one_line(&said, 60);
        }
        out.cwes = self.cwes();
        let claims = self.severity.into_iter().filter(|it| !it.score.is_empty());
        out.detail.cvss = claims
            .map(|it| CvssClaim {
                vector: it.score,
                ..CvssClaim::default()
            })
            .collect();
        out.detail.references = links(self.references.into_iter().map(|it| it.url).take(32));
        out.detail.description = text::bounded(self.details, DESCRIPTION);
        let (aliases, errata) = advisory::aliases(self.id, self.aliases);
        out.vulnerabilities = aliases;
        fact(&mut out.detail.facts, "related", errata.join(", "));
        out.package = Some(package);
        out
    }

    fn cwes(&self) -> Vec<u32> {
        let own = [&self.database_specific].into_iter();
        let all = own.chain(self.affected.iter().map(|it| &it.database_specific));
        let ids = all.flat_map(|it| {
            let named = it.cwes.iter().flat_map(|it| it.cwe_id.iter());
            it.cwe_ids.iter().chain(named)
        });
        normalise::cwes(ids)
    }
}
