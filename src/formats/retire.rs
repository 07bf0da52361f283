//! retire.js 1.x to 5.x JSON (`retire --outputformat json`).
//!
//! Severity: critical, high, medium, low, none → info; anything else unknown.
//! A finding is one vulnerability of one library in one file. The library is a package of npm where
//! retire.js says its name there, and else known by retire.js' own name only. The rule is the first
//! CVE, else the GHSA id, else retire.js' own id, else the text.
//! An entry of `errors` makes the scan incomplete.
//! Not read: `licenses`, `messages`.

use super::read::{json, loose::Loose, outline, part};
use super::wire::{TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise, purl};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Package, Scan, text};
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct Retire;

#[derive(Deserialize)]
struct Scanned<'a> {
    #[serde(default, deserialize_with = "or_default")]
    file: String,
    #[serde(borrow)]
    results: Vec<Library<'a>>,
}

#[derive(Deserialize)]
struct Library<'a> {
    component: String,
    version: String,
    npmname: Option<String>,
    detection: Option<String>,
    #[serde(borrow, default)]
    vulnerabilities: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Vulnerability {
    #[serde(default)]
    info: Loose,
    #[serde(default)]
    below: Loose,
    #[serde(default, rename = "atOrAbove")]
    at_or_above: Loose,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    identifiers: Identifiers,
    #[serde(default)]
    cwe: Loose,
}

#[derive(Deserialize)]
struct Identifiers {
    #[serde(default)]
    summary: Loose,
    #[serde(rename = "CVE", default)]
    cve: Loose,
    #[serde(rename = "githubID", default)]
    github: Loose,
    #[serde(default)]
    retid: Loose,
}

impl Format for Retire {
    fn name(&self) -> &'static str {
        "retire"
    }

    fn tool(&self) -> &'static str {
        "retire.js 1.x-5.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let old = probe.has_all(&["[].results[].component", "[].results[].version"]);
        if old || probe.has_all(&["data", "start", "messages", "errors"]) {
            return Claim::Yes;
        }
        if probe.is_empty_list_of("retire") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "retire".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["version", "start", "errors[]"], &mut |it| {
            let said = it.parse::<Loose>()?;
            let said = said.first().unwrap_or_default();
            match it.want {
                0 => scan.tool_version = text::one_line(said, 100),
                1 => scan.scanned_at = normalise::timestamp(said),
                _ => {
                    let raw = String::from_utf8_lossy(it.raw);
                    let said = text::one_line(&raw, 500);
                    scan.incomplete
                        .get_or_insert(format!("retire.js reports an error: {said}"));
                }
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        let list = match outline::records(input)? {
            "[]" => "[]",
            _ => "data[]",
        };
        json::walk(input, &[list], &mut |it| {
            let Some(scanned) = it.record::<Scanned<'_>>(sink)? else {
                return Ok(());
            };
            for (nth, library) in scanned.results.iter().enumerate() {
                for (idx, raw) in library.vulnerabilities.iter().enumerate() {
                    let path = format!("results[{nth}].vulnerabilities[{idx}]");
                    if let Some(record) = part::record::<Vulnerability>(it, raw, &path, sink)? {
                        let mut out = record.into_finding(library);
                        out.place = place(&scanned.file, None);
                        out.record = part::place(it, raw, &path);
                        sink.finding(out)?;
                    }
                }
            }
            Ok(())
        })
    }
}

impl Library<'_> {
    fn package(&self) -> Package {
        let npm = self.npmname.as_deref().filter(|it| !it.is_empty());
        match npm {
            Some(name) => purl::component("npm", "", name, &self.version),
            None => Package {
                name: self.component.clone(),
                version: self.version.clone(),
                ..Package::default()
            },
        }
    }
}

impl Vulnerability {
    fn into_finding(self, library: &Library<'_>) -> NewFinding {
        let named = self.identifiers;
        let ids = named.cve.iter().chain(named.github.iter());
        let mut ids: Vec<String> = ids.filter_map(normalise::vulnerability).collect();
        ids.dedup();
        let summary = text::one_line(named.summary.first().unwrap_or_default(), TITLE);
        let own = named.retid.first().map(|it| format!("retire-{it}"));
        let rule = ids.first().cloned().or(own);
        let rule = rule.unwrap_or_else(|| {
            let below = self.below.first().unwrap_or_default();
            text::one_line(&format!("{} <{below} {summary}", library.component), 200)
        });
        let title = if summary.is_empty() {
            format!("{rule} in {}", library.component)
        } else {
            summary
        };
        let mut out = NewFinding::new(FindingKind::Sca, rule, title);
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = text::one_line(&self.severity, 60);
        out.vulnerabilities = ids;
        out.cwes = normalise::cwes(self.cwe.iter());
        let mut package = library.package();
        package.fixed.extend(self.below.first().map(str::to_owned));
        out.package = Some(package);
        let pages = self.info.0.into_iter();
        out.detail.references = links(pages.filter(|it| it.starts_with("http")).take(32));
        let facts = &mut out.detail.facts;
        let since = self.at_or_above.first().unwrap_or_default();
        fact(facts, "vulnerable since", since);
        let detection = library.detection.as_deref().unwrap_or_default();
        fact(facts, "found by", text::one_line(detection, 60));
        out
    }
}
