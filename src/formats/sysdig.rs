//! Sysdig Secure: the CSV of `sysdig-cli-scanner` and of the console's vulnerability reports, under
//! the column names of 2023 and of 2025.
//!
//! Severity: Critical, High, Medium, Low as they say, Negligible → info.
//! A finding is one vulnerability of one package of one image; the report's further rows for the
//! same image in other workloads are findings of that workload (its resource). The target is the
//! image without its tag. Accepted risks are kept with that as a claim.
//! Not read: image ids, pod counts.

use super::probe::Shape;
use super::read::csv;
use super::vulnerable::{Vulnerable, cvss, fixed};
use super::wire::fact;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, normalise, purl};
use crate::error::Problem;
use crate::model::{Claimed, FindingKind, NewFinding, Scan};

/// See the module's text.
pub(super) struct Sysdig;

/// The columns of the id, newest last.
const IDS: &[&str] = &["CVE ID", "Vulnerability ID", "Vulnerability Name"];

impl Format for Sysdig {
    fn name(&self) -> &'static str {
        "sysdig"
    }

    fn tool(&self) -> &'static str {
        "Sysdig Secure"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Container]
    }

    fn file_types(&self) -> &'static str {
        "CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let line = probe.head.lines().next().unwrap_or_default().to_lowercase();
        let columns = [
            "package name",
            "package path",
            "fix version",
            "risk accepted",
        ];
        let named = IDS.iter().any(|it| line.contains(&it.to_lowercase()));
        let all = columns.iter().all(|it| line.contains(it));
        if probe.shape == Shape::Text && named && all {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut last = None;
        csv::walk(input, &mut |row| {
            let id = row.first(IDS);
            if normalise::vulnerability(&id).is_none() {
                return sink.skipped(row.refuse(format!("`{id}` is no id of a vulnerability")));
            }
            let scan = scan(&row.first(&["Image", "Image Name", "Registry image repository"]));
            if last.as_ref() != Some(&scan) {
                sink.scan(scan.clone())?;
                last = Some(scan);
            }
            sink.finding(finding(row, &id))
        })?;
        if last.is_none() {
            sink.scan(scan(""))?;
        }
        Ok(())
    }
}

fn scan(image: &str) -> Scan {
    Scan {
        tool: "sysdig".to_owned(),
        target: image::repository(image).to_owned(),
        ..Scan::default()
    }
}

fn finding(row: &csv::Row<'_>, id: &str) -> NewFinding {
    let sort = row.get("Package Type");
    let ecosystem = match sort.to_lowercase().as_str() {
        "java" => "maven",
        "javascript" => "npm",
        "c#" => "nuget",
        "ruby" => "gem",
        "rust" => "cargo",
        "php" => "composer",
        other => normalise::ecosystem(other),
    };
    let name = row.get("Package Name");
    let mut package = purl::component(ecosystem, "", &name, &row.get("Package Version"));
    package.fixed = fixed(&row.get("Fix Version"));
    let mut facts = Vec::new();
    let columns = [
        ("operating system", "OS Name"),
        ("public exploit", "Public Exploit"),
        ("in use", "In use"),
        ("in use", "Package In Use"),
        ("EPSS", "EPSS Score"),
        ("in KEV since", "CISA KEV Publish Date"),
        ("published", "Vuln Publish date"),
        ("published", "Disclosure Date"),
        ("published", "Vuln Disclosure Date"),
    ];
    for (label, column) in columns {
        fact(&mut facts, label, row.get(column));
    }
    let score = row.get("CVSS Score").parse().ok();
    let out = Vulnerable {
        severity: row.first(&["Severity", "CVE Severity", "Vulnerability Severity"]),
        package,
        file: row.get("Package Path"),
        cvss: cvss("sysdig", &row.get("CVSS Vector"), score)
            .into_iter()
            .collect(),
        links: vec![row.first(&["Vuln link", "CVE URL"])],
        facts,
        ..Vulnerable::new(FindingKind::Container, id)
    };
    let mut out = out.into_finding(row.place());
    let parts = [
        row.first(&["K8S cluster name", "Kubernetes Cluster Name"]),
        row.first(&["K8S namespace name", "Kubernetes Namespace Name"]),
        row.first(&["K8S workload type", "Kubernetes Workload Type"]),
        row.first(&["K8S workload name", "Kubernetes Workload Name"]),
        row.first(&["K8S container name", "Kubernetes Container Name"]),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    out.place.resource = Some(parts.join("/")).filter(|it| !it.is_empty());
    if row.get("Risk Accepted").eq_ignore_ascii_case("true") {
        out.detail.suppression = Some(Claimed {
            kind: "risk accepted".to_owned(),
            ..Claimed::default()
        });
    }
    out
}
