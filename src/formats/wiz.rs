//! Wiz: the CSV exports of Issues and of Vulnerability Findings.
//!
//! Severity: CRITICAL, HIGH, MEDIUM, LOW as they say, INFORMATIONAL and None → info. Of a vulnerability the
//! vendor's word counts, as in the console; the one of its CVSS score is a fact.
//! An issue is one control of one cloud resource (kind infra, rule: the control's id). A vulnerability
//! is one id in one package of one asset (kind container). Resolved and rejected ones are kept with
//! that as a claim. The issue's own id is an identity that Wiz keeps.
//! Not read: the JSON of the resource, projects, ticket addresses, notes.

use super::probe::Shape;
use super::read::csv;
use super::vulnerable::{Vulnerable, fixed};
use super::wire::{DESCRIPTION, TITLE, fact, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise, purl};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, Location, NewFinding, Scan};

/// See the module's text.
pub(super) struct Wiz;

impl Format for Wiz {
    fn name(&self) -> &'static str {
        "wiz"
    }

    fn tool(&self) -> &'static str {
        "Wiz (CSV exports)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Infra, FindingKind::Container]
    }

    fn file_types(&self) -> &'static str {
        "CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let line = probe.head.lines().next().unwrap_or_default();
        let issues = ["Title", "Severity", "Control ID", "Resource external ID"];
        let packages = ["WizURL", "DetailedName", "VendorSeverity"];
        let has = |all: &[&str]| all.iter().all(|it| line.contains(it));
        if probe.shape == Shape::Text && (has(&issues) || has(&packages)) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "wiz".to_owned(),
            ..Scan::default()
        })?;
        csv::walk(input, &mut |row| {
            let package = row.get("DetailedName");
            let name = row.first(&["Title", "Name"]);
            if name.is_empty() {
                return sink.skipped(row.refuse("neither `Title` nor `Name` names it"));
            }
            if package.is_empty() {
                sink.finding(issue(row, &name))
            } else {
                sink.finding(vulnerability(row, &name, &package))
            }
        })
    }
}

fn issue(row: &csv::Row<'_>, title: &str) -> NewFinding {
    let control = row.get("Control ID");
    let rule = if control.is_empty() { title } else { &control };
    let rule = one_line(rule, TITLE);
    let mut out = NewFinding::new(FindingKind::Infra, rule, one_line(title, TITLE));
    let word = row.get("Severity");
    out.severity = normalise::severity_of_word(&word);
    out.severity_word = word;
    out.native = Some(row.get("Issue ID")).filter(|it| !it.is_empty());
    let resource = row.first(&["Resource external ID", "Resource Name"]);
    out.place = Location {
        resource: Some(resource).filter(|it| !it.is_empty()),
        ..Location::default()
    };
    let status = row.get("Status");
    out.detail.suppression = claimed(&status, row.get("Resolution"));
    let detail = &mut out.detail;
    detail.description = bounded(row.get("Description"), DESCRIPTION);
    detail.remediation = bounded(row.get("Remediation Recommendation"), DESCRIPTION);
    detail.references = links([row.get("Wiz URL"), row.get("Cloud Provider URL")]);
    detail.tags = links([row.get("Resource Type"), row.get("Resource Platform")]);
    let columns = [
        "Resource Name",
        "Resource Region",
        "Subscription Name",
        "Subscription ID",
        "Kubernetes Cluster",
        "Kubernetes Namespace",
        "Created At",
        "Due At",
        "Resolved Time",
    ];
    for name in columns {
        fact(&mut detail.facts, &name.to_lowercase(), row.get(name));
    }
    fact(&mut detail.facts, "status", status);
    out.record = row.place();
    out
}

fn vulnerability(row: &csv::Row<'_>, id: &str, name: &str) -> NewFinding {
    let method = row.get("DetectionMethod");
    let mut package = purl::component("", "", name, &row.get("Version"));
    package.fixed = fixed(&row.get("FixedVersion"));
    let mut facts = Vec::new();
    let columns = [
        ("asset", "AssetName"),
        ("region", "AssetRegion"),
        ("subscription", "SubscriptionName"),
        ("CVSS severity", "CVSSSeverity"),
        ("exploit known", "HasExploit"),
        ("in KEV", "HasCisaKevExploit"),
        ("first detected", "FirstDetected"),
        ("last detected", "LastDetected"),
        ("resolved", "ResolvedAt"),
        ("operating system", "OperatingSystem"),
    ];
    for (label, column) in columns {
        fact(&mut facts, label, row.get(column));
    }
    fact(&mut facts, "found by", method);
    let out = Vulnerable {
        severity: row.first(&["VendorSeverity", "CVSSSeverity"]),
        package,
        file: row.get("LocationPath"),
        description: row.get("Description"),
        remediation: row.get("Remediation"),
        links: vec![row.get("Link"), row.get("WizURL")],
        facts,
        ..Vulnerable::new(FindingKind::Container, id)
    };
    let mut out = out.into_finding(row.place());
    out.native = Some(row.get("ID")).filter(|it| !it.is_empty());
    let asset = row.first(&["ProviderUniqueId", "AssetID", "AssetName"]);
    out.place.resource = Some(asset).filter(|it| !it.is_empty());
    let reason = row.get("ResolutionReason");
    out.detail.suppression = claimed(&row.get("FindingStatus"), reason);
    out
}

fn claimed(status: &str, why: String) -> Option<Claimed> {
    let word = status.to_lowercase();
    matches!(word.as_str(), "resolved" | "rejected" | "ignored").then(|| Claimed {
        kind: word,
        status: String::new(),
        justification: why,
    })
}
