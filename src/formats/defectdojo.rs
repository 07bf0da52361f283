//! DefectDojo's generic findings import, JSON: `{"name": …, "type": …, "findings": […]}`. (Its CSV is
//! read as `csv`.)
//!
//! Severity: Critical, High, Medium, Low, Info as the words say.
//! A finding is one record; of several endpoints the first is the place, the others are facts. Kind:
//! dast or sast where the record says dynamic or static, else a component → sca, an endpoint →
//! dast, a file → sast, else manual. Records that say they are false positives, duplicates, out of
//! scope, accepted, mitigated or not active are kept with that as a claim.
//! The tool is `type`, else `generic`. Fields with words where a number belongs (`N/A`) are unsaid.
//! Not read: reporters, notes, attached files, dates of DefectDojo's own process.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, advisory, normalise, purl};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Scan};
use serde::Deserialize;

/// See the module's text.
pub(super) struct DefectDojo;

#[derive(Deserialize)]
struct Record {
    title: String,
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default)]
    mitigation: Loose,
    #[serde(default)]
    impact: Loose,
    #[serde(default)]
    references: Loose,
    #[serde(default)]
    steps_to_reproduce: Loose,
    #[serde(default)]
    cve: Loose,
    #[serde(default)]
    vulnerability_ids: Loose,
    #[serde(default)]
    cwe: Loose,
    #[serde(default)]
    cwes: Loose,
    #[serde(default)]
    cvssv3: Loose,
    #[serde(default)]
    cvssv3_score: Loose,
    #[serde(default)]
    cvssv4: Loose,
    #[serde(default)]
    cvssv4_score: Loose,
    #[serde(default)]
    epss_score: Loose,
    #[serde(default)]
    date: Loose,
    #[serde(default)]
    file_path: Loose,
    #[serde(default)]
    line: Loose,
    #[serde(default)]
    component_name: Loose,
    #[serde(default)]
    component_version: Loose,
    #[serde(default)]
    fix_version: Loose,
    #[serde(default, deserialize_with = "or_default")]
    endpoints: Vec<Endpoint>,
    #[serde(default)]
    param: Loose,
    #[serde(default)]
    payload: Loose,
    #[serde(default)]
    service: Loose,
    #[serde(default)]
    tags: Loose,
    #[serde(default)]
    unique_id_from_tool: Loose,
    #[serde(default)]
    vuln_id_from_tool: Loose,
    #[serde(default)]
    static_finding: Loose,
    #[serde(default)]
    dynamic_finding: Loose,
    #[serde(default)]
    active: Loose,
    #[serde(default)]
    verified: Loose,
    #[serde(default)]
    false_p: Loose,
    #[serde(default)]
    duplicate: Loose,
    #[serde(default)]
    out_of_scope: Loose,
    #[serde(default)]
    risk_accepted: Loose,
    #[serde(default)]
    is_mitigated: Loose,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Endpoint {
    Url(String),
    Parts {
        #[serde(default)]
        protocol: Loose,
        #[serde(default)]
        host: Loose,
        #[serde(default)]
        port: Loose,
        #[serde(default)]
        path: Loose,
        #[serde(default)]
        query: Loose,
    },
}

impl Format for DefectDojo {
    fn name(&self) -> &'static str {
        "defectdojo"
    }

    fn tool(&self) -> &'static str {
        "DefectDojo generic findings"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Manual]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let records = [
            "findings[].title",
            "findings[].severity",
            "findings[].description",
        ];
        let empty = probe.has_all(&["findings", "type"]) && !probe.has("findings[]");
        if probe.has_all(&records) || empty {
            return Claim::Generic;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan::default();
        json::walk(input, &["type", "version"], &mut |it| {
            let text = it.parse::<Loose>()?;
            let text = text.first().unwrap_or_default();
            match it.want {
                0 => scan.tool = normalise::tool(text),
                _ => scan.tool_version = one_line(text, 100),
            }
            Ok(())
        })?;
        if scan.tool.is_empty() {
            "generic".clone_into(&mut scan.tool);
        }
        sink.scan(scan)?;
        json::walk(input, &["findings[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let mut out = record.into_finding();
            out.record = it.place();
            sink.finding(out)
        })
    }
}

/// True for a field that says yes.
fn yes(it: &Loose) -> bool {
    it.first().is_some_and(|it| it.eq_ignore_ascii_case("true"))
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let title = one_line(&self.title, TITLE);
        let all = self.cve.iter().chain(self.vulnerability_ids.iter());
        let mut ids = all.filter_map(normalise::vulnerability);
        let ids = ids
            .next()
            .map_or_else(Vec::new, |first| advisory::aliases(first, ids.collect()).0);
        let rule = self.vuln_id_from_tool.first().map(|it| one_line(it, TITLE));
        let rule = rule.or_else(|| ids.first().cloned());
        let rule = rule.unwrap_or_else(|| title.clone());
        let mut out = NewFinding::new(self.kind(), rule, title);
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = one_line(&self.severity, 60);
        out.vulnerabilities = ids;
        out.cwes = normalise::cwes(self.cwe.iter().chain(self.cwes.iter()));
        let line = self.line.first().and_then(|it| it.parse().ok());
        out.place = place(self.file_path.first().unwrap_or_default(), line);
        out.place.parameter = self.param.first().map(|it| one_line(it, 500));
        let mut urls = self.endpoints.iter().map(|it| bounded(it.url(), 4096));
        out.place.url = urls.next().filter(|it| !it.is_empty());
        let others: Vec<String> = urls.take(32).collect();
        out.native = self.unique_id_from_tool.first().map(|it| one_line(it, 500));
        out.package = self.component_name.first().map(|name| {
            let version = self.component_version.first().unwrap_or_default();
            let mut it = purl::package(name)
                .unwrap_or_else(|| purl::component("", "", &one_line(name, 300), version));
            if it.version.is_empty() {
                it.version = one_line(version, 100);
            }
            it.fixed = links(self.fix_version.first().map(|it| one_line(it, 100)));
            it
        });
        out.detail.suppression = self.claimed();
        self.describe(others, &mut out);
        out
    }

    fn kind(&self) -> FindingKind {
        if yes(&self.dynamic_finding) {
            FindingKind::Dast
        } else if self.component_name.first().is_some() {
            FindingKind::Sca
        } else if yes(&self.static_finding) {
            FindingKind::Sast
        } else if !self.endpoints.is_empty() {
            FindingKind::Dast
        } else if self.file_path.first().is_some() {
            FindingKind::Sast
        } else {
            FindingKind::Manual
        }
    }

    fn claimed(&self) -> Option<Claimed> {
        let said = [
            ("false positive", &self.false_p),
            ("duplicate", &self.duplicate),
            ("out of scope", &self.out_of_scope),
            ("risk accepted", &self.risk_accepted),
            ("mitigated", &self.is_mitigated),
        ];
        let inactive = self.active.first().is_some_and(|it| it == "false");
        let kind = said.iter().find(|(_, it)| yes(it)).map(|(kind, _)| *kind);
        let kind = kind.or(inactive.then_some("inactive"))?;
        Some(Claimed {
            kind: kind.to_owned(),
            ..Claimed::default()
        })
    }

    fn describe(self, endpoints: Vec<String>, out: &mut NewFinding) {
        let detail = &mut out.detail;
        let join = |it: &Loose| bounded(it.iter().collect::<Vec<_>>().join("\n"), DESCRIPTION);
        detail.description = bounded(self.description.clone(), DESCRIPTION);
        detail.remediation = join(&self.mitigation);
        let payload = self.payload.first().unwrap_or_default();
        detail.evidence = bounded(payload.to_owned(), SNIPPET);
        let words = self.references.iter().flat_map(str::split_whitespace);
        let words = words.filter(|it| it.contains("://"));
        detail.references = links(words.map(str::to_owned).take(32));
        detail.tags = links(self.tags.iter().map(|it| one_line(it, 200)).take(32));
        let scored = [
            (&self.cvssv4, &self.cvssv4_score),
            (&self.cvssv3, &self.cvssv3_score),
        ];
        for (vector, score) in scored {
            let vector = vector.first().filter(|it| it.contains('/'));
            let score = score.first().and_then(|it| it.parse().ok());
            if vector.is_some() || score.is_some() {
                detail.cvss.push(CvssClaim {
                    vector: one_line(vector.unwrap_or_default(), 200),
                    score,
                    source: String::new(),
                });
            }
        }
        let facts = &mut detail.facts;
        fact(facts, "impact", join(&self.impact));
        fact(facts, "steps to reproduce", join(&self.steps_to_reproduce));
        fact(
            facts,
            "service",
            one_line(self.service.first().unwrap_or_default(), 300),
        );
        fact(
            facts,
            "EPSS",
            self.epss_score
                .first()
                .filter(|it| it.parse::<f64>().is_ok())
                .unwrap_or_default(),
        );
        fact(
            facts,
            "date",
            one_line(self.date.first().unwrap_or_default(), 60),
        );
        fact(
            facts,
            "verified",
            if yes(&self.verified) { "yes" } else { "" },
        );
        for it in endpoints {
            fact(facts, "endpoint", it);
        }
    }
}

impl Endpoint {
    fn url(&self) -> String {
        match self {
            Self::Url(url) => url.trim().to_owned(),
            Self::Parts {
                protocol,
                host,
                port,
                path,
                query,
            } => {
                let part = |it: &Loose, before: &str| match it.first() {
                    Some(it) => format!("{before}{}", it.trim_start_matches(before)),
                    None => String::new(),
                };
                let scheme = protocol
                    .first()
                    .map_or(String::new(), |it| format!("{it}://"));
                let host = host.first().unwrap_or_default();
                let (port, path) = (part(port, ":"), part(path, "/"));
                format!("{scheme}{host}{port}{path}{}", part(query, "?"))
            }
        }
    }
}
