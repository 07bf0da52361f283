//! Prisma Cloud Compute (Twistlock): the JSON of `twistcli images scan --output-file`, and the CSV of
//! the console's image reports.
//!
//! Severity: critical, high, medium, low as they say, important → high, moderate → medium,
//! unimportant → info, `unassigned` → unknown.
//! A finding is one vulnerability of one package of an image, or one compliance check that the image
//! fails (kind iac, rule `twistlock-<id>`). The target is the image without tag and digest.
//! Packages in a `.jar` or `.war` are named `group_artifact` by the tool: there the underscore is the
//! border, and the ecosystem Maven. Elsewhere the ecosystem stays empty, as the tool does not say it.
//! Not read: packages without findings, applications, layers, risk factors beyond tags, history.

use super::probe::Shape;
use super::read::loose::Loose;
use super::read::{csv, json};
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, normalise, purl};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{CvssClaim, FindingKind, Location, NewFinding, Package, Scan, Severity};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Twistlock;

/// One vulnerability, however it was written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    cvss: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    vector: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    package_name: String,
    #[serde(default, deserialize_with = "or_default")]
    package_version: String,
    #[serde(default, deserialize_with = "or_default")]
    package_path: String,
    #[serde(default, deserialize_with = "or_default")]
    link: String,
    #[serde(default, deserialize_with = "or_default")]
    published_date: String,
}

#[derive(Deserialize)]
struct Compliance {
    id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    cause: String,
}

impl Format for Twistlock {
    fn name(&self) -> &'static str {
        "twistlock"
    }

    fn tool(&self) -> &'static str {
        "Prisma Cloud (Twistlock)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Container, FindingKind::Iac]
    }

    fn file_types(&self) -> &'static str {
        "JSON, CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let marks = [
            "results[].complianceDistribution",
            "results[].vulnerabilityDistribution",
        ];
        let line = probe.head.lines().next().unwrap_or_default();
        let columns = ["Registry", "CVE ID", "Compliance ID", "Fix Status"];
        let csv = probe.shape == Shape::Text && columns.iter().all(|it| line.contains(it));
        if csv || marks.iter().any(|it| probe.has(it)) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        match Probe::new(input)?.shape {
            Shape::Json => read_json(input, sink),
            Shape::Xml | Shape::Empty | Shape::Text | Shape::Binary => read_csv(input, sink),
        }
    }
}

fn scan(image: &str) -> Scan {
    Scan {
        tool: "twistlock".to_owned(),
        target: image::repository(image).to_owned(),
        ..Scan::default()
    }
}

fn read_json(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scans: Vec<Scan> = Vec::new();
    let head = ["results[].id", "results[].name", "results[].scanTime"];
    json::walk(input, &head, &mut |it| {
        let text = it.parse::<String>().unwrap_or_default();
        while scans.len() <= it.index(0) {
            scans.push(scan(""));
        }
        let Some(last) = scans.last_mut() else {
            return Ok(());
        };
        match it.want {
            // The id of an image is another in each build: it serves where there is no name.
            0 if last.target.is_empty() => last.target = text,
            0 => {}
            1 => image::repository(&text).clone_into(&mut last.target),
            _ => last.scanned_at = normalise::timestamp(&text),
        }
        Ok(())
    })?;
    if scans.is_empty() {
        scans.push(scan(""));
    }
    for it in &scans {
        sink.scan(it.clone())?;
    }
    let mut last = None;
    let body = ["results[].vulnerabilities[]", "results[].compliances[]"];
    json::walk(input, &body, &mut |it| {
        if last != Some(it.index(0)) {
            last = Some(it.index(0));
            sink.scan(scans.get(it.index(0)).cloned().unwrap_or_else(|| scan("")))?;
        }
        let found = if it.want == 0 {
            it.record::<Vulnerability>(sink)?
                .map(Vulnerability::into_finding)
        } else {
            it.record::<Compliance>(sink)?.map(Compliance::into_finding)
        };
        match found {
            Some(mut out) => {
                out.record = it.place();
                sink.finding(out)
            }
            None => Ok(()),
        }
    })
}

fn read_csv(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut last = None;
    csv::walk(input, &mut |row| {
        let parts = [row.get("Registry"), row.get("Repository")];
        let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        let scan = scan(&parts.join("/"));
        if last.as_ref() != Some(&scan) {
            sink.scan(scan.clone())?;
            last = Some(scan);
        }
        let id = row.get("CVE ID");
        let mut out = if id.is_empty() {
            let id = row.get("Compliance ID");
            if id.is_empty() {
                return sink.skipped(row.refuse("neither `CVE ID` nor `Compliance ID` names it"));
            }
            Compliance {
                id: Loose(vec![id]),
                title: row.get("Description"),
                severity: row.get("Severity"),
                description: String::new(),
                cause: row.get("Cause"),
            }
            .into_finding()
        } else {
            Vulnerability {
                id,
                status: row.get("Fix Status"),
                cvss: row.get("CVSS").parse().ok(),
                vector: String::new(),
                severity: row.get("Severity"),
                description: row.get("Description"),
                package_name: row.first(&["Packages", "Source Package"]),
                package_version: row.get("Package Version"),
                package_path: String::new(),
                link: String::new(),
                published_date: row.get("Published"),
            }
            .into_finding()
        };
        out.record = row.place();
        sink.finding(out)
    })?;
    if last.is_none() {
        sink.scan(scan(""))?;
    }
    Ok(())
}

fn severity(word: &str) -> Severity {
    match word {
        "unimportant" => Severity::Info,
        word => normalise::severity_of_word(word),
    }
}

impl Vulnerability {
    fn into_finding(self) -> NewFinding {
        let rule = one_line(&self.id, TITLE);
        let title = one_line(&format!("{rule} in {}", self.package_name), TITLE);
        let mut out = NewFinding::new(FindingKind::Container, rule, title);
        out.severity = severity(&self.severity);
        out.severity_word = self.severity;
        out.vulnerabilities = normalise::vulnerability(&self.id).into_iter().collect();
        let path = image::file(&self.package_path);
        out.place = Location {
            file: Some(path.clone()).filter(|it| !it.is_empty()),
            ..Location::default()
        };
        let fixed = self.status.strip_prefix("fixed in ").unwrap_or_default();
        let fixed = fixed.split(',').map(|it| it.trim().to_owned());
        let archive = [".jar", ".war"].iter().any(|it| path.ends_with(it));
        let parts = self.package_name.split_once('_').filter(|_| archive);
        let java = parts.and_then(|(group, artifact)| {
            let name = format!("{group}:{artifact}");
            purl::build("maven", "", &name, &self.package_version)
        });
        let mut package = java.unwrap_or_else(|| Package {
            name: self.package_name,
            version: self.package_version,
            ..Package::default()
        });
        package.fixed = links(fixed);
        out.package = Some(package);
        let detail = &mut out.detail;
        if self.cvss.is_some_and(|it| it > 0.0) || !self.vector.is_empty() {
            detail.cvss = vec![CvssClaim {
                vector: self.vector,
                score: self.cvss,
                source: "twistlock".to_owned(),
            }];
        }
        detail.description = bounded(self.description, DESCRIPTION);
        detail.references = links([self.link]);
        fact(&mut detail.facts, "status", self.status);
        fact(&mut detail.facts, "published", self.published_date);
        out
    }
}

impl Compliance {
    fn into_finding(self) -> NewFinding {
        let id = self.id.first().unwrap_or_default();
        let title = match self.title.as_str() {
            "" => id,
            title => title,
        };
        let rule = one_line(&format!("twistlock-{id}"), TITLE);
        let mut out = NewFinding::new(FindingKind::Iac, rule, one_line(title, TITLE));
        out.severity = severity(&self.severity);
        out.severity_word = self.severity;
        out.detail.description = bounded(self.description, DESCRIPTION);
        fact(
            &mut out.detail.facts,
            "cause",
            bounded(self.cause, DESCRIPTION),
        );
        out
    }
}
