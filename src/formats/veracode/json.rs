//! The answer of the Findings API, a page or several.

use super::{Analysis, rule, severity};
use crate::error::Problem;
use crate::formats::read::json;
use crate::formats::read::loose::Loose;
use crate::formats::wire::{DESCRIPTION, TITLE, fact, links, or_default, place};
use crate::formats::{Input, SecretKey, Sink, html, literal, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, NewFinding, Package, Scan};
use serde::Deserialize;

#[derive(Deserialize)]
struct Record {
    scan_type: String,
    #[serde(default)]
    issue_id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    violates_policy: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    finding_status: Status,
    finding_details: Details,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Status {
    #[serde(deserialize_with = "or_default")]
    status: String,
    #[serde(deserialize_with = "or_default")]
    resolution: String,
    #[serde(deserialize_with = "or_default")]
    resolution_status: String,
    #[serde(deserialize_with = "or_default")]
    mitigation_review_status: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Details {
    severity: Loose,
    cwe: Option<Named>,
    finding_category: Option<Named>,
    #[serde(deserialize_with = "or_default")]
    file_path: String,
    #[serde(deserialize_with = "or_default")]
    file_name: String,
    file_line_number: Option<u32>,
    #[serde(deserialize_with = "or_default")]
    module: String,
    #[serde(deserialize_with = "or_default")]
    procedure: String,
    #[serde(deserialize_with = "or_default")]
    attack_vector: String,
    #[serde(deserialize_with = "or_default")]
    url: String,
    #[serde(deserialize_with = "or_default")]
    vulnerable_parameter: String,
    cve: Option<Cve>,
    #[serde(deserialize_with = "or_default")]
    component_filename: String,
    #[serde(deserialize_with = "or_default")]
    component_path: Vec<ComponentPath>,
    #[serde(deserialize_with = "or_default")]
    language: String,
    #[serde(deserialize_with = "or_default")]
    version: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    id: Loose,
    #[serde(deserialize_with = "or_default")]
    name: String,
}

#[derive(Deserialize)]
struct ComponentPath {
    #[serde(default, deserialize_with = "or_default")]
    path: String,
}

#[derive(Deserialize)]
struct Cve {
    name: String,
    cvss: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    vector: String,
    #[serde(default, deserialize_with = "or_default")]
    href: String,
    cvss3: Option<Cvss>,
}

#[derive(Deserialize)]
struct Cvss {
    score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    vector: String,
}

pub(super) fn read(input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut now = None;
    let mut page = None;
    let pages = ["page.total_pages"];
    json::walk(input, &pages, &mut |it| {
        page = it.parse::<u64>().ok();
        Ok(())
    })?;
    let several = page.is_some_and(|it| it > 1);
    let wants = ["findings[]", "_embedded.findings[]"];
    json::walk(input, &wants, &mut |it| {
        let Some(record) = it.record::<Record>(sink)? else {
            return Ok(());
        };
        let Some(analysis) = analysis(&record.scan_type) else {
            return sink.skipped(it.refuse(format!("unknown `scan_type` '{}'", record.scan_type)));
        };
        if record.finding_status.is_gone() {
            return Ok(());
        }
        if now != Some(analysis) {
            now = Some(analysis);
            sink.scan(scan(analysis, several))?;
        }
        let mut out = record.into_finding(analysis);
        for clear in literal::reduce(&mut out, key) {
            sink.conceal(&clear);
        }
        out.record = it.place();
        sink.finding(out)
    })?;
    if now.is_none() {
        sink.scan(Scan {
            tool: "veracode".to_owned(),
            ..Scan::default()
        })?;
    }
    Ok(())
}

fn scan(analysis: Analysis, several: bool) -> Scan {
    let mut out = analysis.scan();
    out.incomplete = several.then(|| "the report is one page of several".to_owned());
    out
}

fn analysis(word: &str) -> Option<Analysis> {
    match word {
        "STATIC" => Some(Analysis::Static),
        "DYNAMIC" => Some(Analysis::Dynamic),
        "MANUAL" => Some(Analysis::Manual),
        "SCA" => Some(Analysis::Composition),
        _ => None,
    }
}

impl Record {
    fn into_finding(self, analysis: Analysis) -> NewFinding {
        let said = self.finding_details;
        let cwe = said.cwe.unwrap_or_default();
        let cwes = normalise::cwes(cwe.id.iter());
        let mut out = if let Some(cve) = said.cve {
            cve.into_finding(&said.component_filename, &said.version)
        } else {
            let category = said.finding_category.map(|it| it.name);
            let name = category.filter(|it| !it.is_empty()).unwrap_or(cwe.name);
            let title = one_line(&name, TITLE);
            NewFinding::new(analysis.kind(), rule(&cwes, &title), title)
        };
        out.cwes = cwes;
        let word = said.severity.first().unwrap_or_default();
        word.clone_into(&mut out.severity_word);
        out.severity = severity(&out.severity_word);
        let id = self
            .issue_id
            .first()
            .filter(|_| analysis != Analysis::Composition);
        out.native = id.map(str::to_owned);
        let inside = said.component_path.into_iter().next().map(|it| it.path);
        let paths = [said.file_path, said.file_name, inside.unwrap_or_default()];
        let path = paths.into_iter().find(|it| !it.is_empty());
        out.place = place(&path.unwrap_or_default(), said.file_line_number);
        out.place.url = Some(said.url).filter(|it| !it.is_empty());
        out.place.parameter = Some(said.vulnerable_parameter).filter(|it| !it.is_empty());
        let detail = &mut out.detail;
        detail.description = bounded(html::plain(&self.description), DESCRIPTION);
        if self.violates_policy == Some(true) {
            detail.tags.push("policy-violation".to_owned());
        }
        let facts = &mut detail.facts;
        fact(facts, "call", said.attack_vector);
        fact(facts, "module", said.module);
        fact(facts, "function", said.procedure);
        fact(facts, "language", said.language);
        self.finding_status.tell(&mut out);
        out
    }
}

impl Status {
    fn is_resolved(&self) -> bool {
        !matches!(self.resolution.as_str(), "" | "UNRESOLVED" | "FIXED")
    }

    /// Closed, and not because somebody said so.
    fn is_gone(&self) -> bool {
        self.resolution == "FIXED" || (self.status == "CLOSED" && !self.is_resolved())
    }

    fn tell(self, out: &mut NewFinding) {
        if !self.is_resolved() {
            fact(&mut out.detail.facts, "status", self.status);
            return;
        }
        let reviews = [self.resolution_status, self.mitigation_review_status];
        let status = reviews.iter().find_map(|it| match it.as_str() {
            "APPROVED" => Some("accepted"),
            "PROPOSED" => Some("underReview"),
            "REJECTED" => Some("rejected"),
            _ => None,
        });
        out.detail.suppression = Some(Claimed {
            kind: self.resolution,
            status: status.unwrap_or_default().to_owned(),
            justification: String::new(),
        });
    }
}

impl Cve {
    fn into_finding(self, file: &str, version: &str) -> NewFinding {
        let id = one_line(&self.name, 100);
        let id = normalise::vulnerability(&id).unwrap_or(id);
        let name = component(file, version);
        let title = one_line(&format!("{id} in {name}"), TITLE);
        let mut out = NewFinding::new(Analysis::Composition.kind(), id.clone(), title);
        out.vulnerabilities = vec![id];
        out.package = Some(Package {
            name,
            version: version.to_owned(),
            ..Package::default()
        });
        let newer = self.cvss3.map(|it| (it.vector, it.score, "CVSS:3.1/"));
        let older = Some((self.vector, self.cvss, ""));
        for (vector, score, prefix) in [newer, older].into_iter().flatten() {
            if !vector.is_empty() || score.is_some() {
                let known = vector.is_empty() || vector.starts_with("CVSS");
                out.detail.cvss.push(CvssClaim {
                    vector: if known {
                        vector
                    } else {
                        format!("{prefix}{vector}")
                    },
                    score,
                    source: "veracode".to_owned(),
                });
            }
        }
        out.detail.references = links([self.href]);
        out
    }
}

/// The name of a component by that of its file, without the version that it ends with.
fn component(file: &str, version: &str) -> String {
    let (stem, kind) = file.rsplit_once('.').unwrap_or((file, ""));
    let bare = stem
        .strip_suffix(version)
        .and_then(|it| it.strip_suffix('-'));
    match (bare, kind) {
        (Some(bare), "jar" | "war" | "dll" | "js") if !version.is_empty() => bare.to_owned(),
        _ => file.to_owned(),
    }
}
