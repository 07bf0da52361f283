//! Aqua: image scans (`scannercli`, the CI plug-ins, `[{image_name, results}]` of pipelines), the
//! answer of `/api/v2/risks/vulnerabilities`, and the flat `cves` of old versions. JSON.
//!
//! Severity: Aqua's own word where it gives one, else that of the vendor, of NVD for CVSS v3, of NVD for
//! v2: critical, high, medium, low as they say, negligible → info.
//! A finding is one vulnerability of one package, or one file with sensitive data (kind secrets; Aqua
//! tells what sort of data, never the data). The target is the image without its tag.
//! Acknowledged vulnerabilities are kept with that as a claim.
//! Not read: malware, image assurance, layers, bills of materials.

use super::read::loose::Loose;
use super::read::{json, part};
use super::vulnerable::{Vulnerable, cvss, fixed};
use super::wire::{TITLE, fact, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, normalise, purl};
use crate::error::Problem;
use crate::model::text::one_line;
use crate::model::{Claimed, FindingKind, NewFinding, Package, RecordPlace, Scan};
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct Aqua;

#[derive(Deserialize)]
struct Resource<'a> {
    #[serde(default, deserialize_with = "or_default")]
    resource: Component,
    #[serde(borrow, default, deserialize_with = "or_default")]
    vulnerabilities: Vec<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct Component {
    #[serde(default, deserialize_with = "or_default")]
    format: String,
    #[serde(default, deserialize_with = "or_default")]
    path: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    cpe: String,
    #[serde(default, deserialize_with = "or_default")]
    sensitive_items: Vec<String>,
}

#[derive(Deserialize)]
struct Vulnerability {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    aqua_severity: String,
    #[serde(default, deserialize_with = "or_default")]
    aqua_vectors: String,
    aqua_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    vendor_severity: String,
    #[serde(alias = "nvd_cvss3_severity", default, deserialize_with = "or_default")]
    nvd_severity_v3: String,
    #[serde(alias = "nvd_cvss3_vectors", default, deserialize_with = "or_default")]
    nvd_vectors_v3: String,
    #[serde(alias = "nvd_cvss3_score")]
    nvd_score_v3: Option<f64>,
    #[serde(alias = "severity", default, deserialize_with = "or_default")]
    nvd_severity: String,
    #[serde(alias = "nvd_cvss2_vectors", default, deserialize_with = "or_default")]
    nvd_vectors: String,
    #[serde(alias = "nvd_cvss2_score")]
    nvd_score: Option<f64>,
    #[serde(alias = "url", default, deserialize_with = "or_default")]
    nvd_url: String,
    #[serde(default, deserialize_with = "or_default")]
    vendor_url: String,
    #[serde(default, deserialize_with = "or_default")]
    fix_version: String,
    #[serde(default, deserialize_with = "or_default")]
    solution: String,
    #[serde(alias = "publishdate", default, deserialize_with = "or_default")]
    publish_date: String,
    #[serde(default)]
    cwe_info: Loose,
    epss_score: Option<f64>,
    acknowledged: Option<bool>,
    /// Of the answers that are not sorted by component.
    resource: Option<Component>,
    /// Of old versions: the package.
    #[serde(default, deserialize_with = "or_default")]
    file: String,
}

const HEAD: &[&str] = &["image", "image_name", "[].image_name", "query.image_name"];

const BODY: &[&str] = &[
    "resources[]",
    "[].results.resources[]",
    "result[]",
    "cves[]",
];

impl Format for Aqua {
    fn name(&self) -> &'static str {
        "aqua"
    }

    fn tool(&self) -> &'static str {
        "Aqua CSP (`scannercli`, API 2)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Container, FindingKind::Secrets]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let forms: [&[&str]; 5] = [
            &["image", "resources", "vulnerability_summary"],
            &["[].image_name", "[].results.resources"],
            &["result[].aqua_severity"],
            &["result[].scan_resource_id"],
            &["image_name", "cves", "cves_counts"],
        ];
        let empty = probe.has_all(&["result", "query.image_name_exact_match"]);
        if empty || forms.iter().any(|it| probe.has_all(it)) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut names: Vec<String> = Vec::new();
        json::walk(input, HEAD, &mut |it| {
            let at = if it.want == 2 { it.index(0) } else { 0 };
            if names.len() <= at {
                names.resize(at + 1, String::new());
            }
            if let Some(name) = names.last_mut() {
                *name = it.parse().unwrap_or_default();
            }
            Ok(())
        })?;
        if names.is_empty() {
            names.push(String::new());
        }
        for it in &names {
            sink.scan(scan(it))?;
        }
        // The one announced last.
        let mut last = names.len().checked_sub(1);
        json::walk(input, BODY, &mut |it| {
            let at = if it.want == 1 { it.index(0) } else { 0 };
            if last != Some(at) {
                sink.scan(scan(names.get(at).map(String::as_str).unwrap_or_default()))?;
                last = Some(at);
            }
            if it.want < 2 {
                return resource(it, sink);
            }
            let Some(mut record) = it.record::<Vulnerability>(sink)? else {
                return Ok(());
            };
            let old = Component {
                name: std::mem::take(&mut record.file),
                ..Component::default()
            };
            let component = record.resource.take().unwrap_or(old);
            sink.finding(record.into_finding(&component, it.place()))
        })
    }
}

fn scan(name: &str) -> Scan {
    Scan {
        tool: "aqua".to_owned(),
        target: image::repository(name).to_owned(),
        ..Scan::default()
    }
}

/// A component with its vulnerabilities, or a file with sensitive data.
fn resource(it: &json::Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
    let Some(whole) = it.record::<Resource<'_>>(sink)? else {
        return Ok(());
    };
    for (idx, raw) in whole.vulnerabilities.iter().enumerate() {
        let path = format!("vulnerabilities[{idx}]");
        if let Some(record) = part::record::<Vulnerability>(it, raw, &path, sink)? {
            let place = part::place(it, raw, &path);
            sink.finding(record.into_finding(&whole.resource, place))?;
        }
    }
    for sort in &whole.resource.sensitive_items {
        let rule = one_line(sort, TITLE);
        let title = one_line(&format!("{sort} in {}", whole.resource.name), TITLE);
        let mut out = NewFinding::new(FindingKind::Secrets, rule, title);
        out.place.file = Some(image::file(&whole.resource.path)).filter(|it| !it.is_empty());
        out.record = it.place();
        sink.finding(out)?;
    }
    Ok(())
}

impl Component {
    fn package(&self) -> Package {
        // `pkg:/debian:10:apt:1.8.2.2` names the distribution.
        let space = self.cpe.strip_prefix("pkg:/").unwrap_or_default();
        let space = space.split(':').next().unwrap_or_default();
        let ecosystem = match self.format.as_str() {
            "java" => "maven",
            "nodejs" => "npm",
            other => normalise::ecosystem(other),
        };
        let space = if purl::is_distribution(ecosystem) {
            space
        } else {
            ""
        };
        purl::component(ecosystem, space, &self.name, &self.version)
    }
}

impl Vulnerability {
    fn into_finding(self, component: &Component, record: RecordPlace) -> NewFinding {
        let mut package = component.package();
        package.fixed = fixed(&self.fix_version);
        let words = [
            self.aqua_severity,
            self.vendor_severity,
            self.nvd_severity_v3,
            self.nvd_severity,
        ];
        let word = words.into_iter().find(|it| !it.is_empty());
        let claims = [
            cvss("aqua", &self.aqua_vectors, self.aqua_score),
            cvss("nvd", &self.nvd_vectors_v3, self.nvd_score_v3),
            cvss("nvd", &self.nvd_vectors, self.nvd_score),
        ];
        let mut facts = Vec::new();
        fact(&mut facts, "published", self.publish_date);
        let epss = self.epss_score.map(|it| it.to_string());
        fact(&mut facts, "EPSS", epss.unwrap_or_default());
        let out = Vulnerable {
            severity: word.unwrap_or_default(),
            package,
            file: component.path.clone(),
            description: self.description,
            remediation: self.solution,
            cvss: claims.into_iter().flatten().collect(),
            links: vec![self.nvd_url, self.vendor_url],
            cwes: self.cwe_info.0,
            facts,
            ..Vulnerable::new(FindingKind::Container, &self.name)
        };
        let mut out = out.into_finding(record);
        if self.acknowledged == Some(true) {
            out.detail.suppression = Some(Claimed {
                kind: "acknowledged".to_owned(),
                ..Claimed::default()
            });
        }
        out
    }
}
