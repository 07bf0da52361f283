//! Amazon Inspector 2: `aws inspector2 list-findings`, and the JSON of its report exports.
//!
//! Severity: CRITICAL, HIGH, MEDIUM, LOW as they say, INFORMATIONAL → info, UNTRIAGED → unknown.
//! A finding is one record: a vulnerability of packages (kind container in an image of ECR, infra on a host,
//! sca in a function), a flaw in a function's code (sast), or an open way through the network (infra).
//! Of several vulnerable packages the first by name is the component, others are facts. The target is
//! account and region. The `findingArn` is an identity that AWS keeps. Suppressed and closed records
//! are kept with that as a claim.
//! Not read: the details of resources beyond their ids, network paths.

use super::read::json;
use super::vulnerable::{Vulnerable, cvss, fixed};
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise, purl};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, NewFinding, Package, RecordPlace, Scan};
use serde::Deserialize;

/// See the module's text.
pub(super) struct AwsInspector2;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    finding_arn: String,
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    aws_account_id: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    resources: Vec<Resource>,
    #[serde(default, deserialize_with = "or_default")]
    remediation: Remediation,
    package_vulnerability_details: Option<Packages>,
    code_vulnerability_details: Option<Code>,
    network_reachability_details: Option<Network>,
    #[serde(default, deserialize_with = "or_default")]
    epss: Epss,
    inspector_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    exploit_available: String,
    #[serde(default, deserialize_with = "or_default")]
    first_observed_at: String,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    region: String,
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    sort: String,
}

#[derive(Default, Deserialize)]
struct Remediation {
    #[serde(default, deserialize_with = "or_default")]
    recommendation: Recommendation,
}

#[derive(Default, Deserialize)]
struct Recommendation {
    #[serde(default, deserialize_with = "or_default")]
    text: String,
    #[serde(
        rename = "Url",
        alias = "url",
        default,
        deserialize_with = "or_default"
    )]
    url: String,
}

#[derive(Default, Deserialize)]
struct Epss {
    score: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Packages {
    vulnerability_id: String,
    #[serde(default, deserialize_with = "or_default")]
    related_vulnerabilities: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    vulnerable_packages: Vec<Installed>,
    #[serde(default, deserialize_with = "or_default")]
    cvss: Vec<Cvss>,
    #[serde(default, deserialize_with = "or_default")]
    source_url: String,
    #[serde(default, deserialize_with = "or_default")]
    reference_urls: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    vendor_severity: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Installed {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    package_manager: String,
    #[serde(default, deserialize_with = "or_default")]
    fixed_in_version: String,
    #[serde(default, deserialize_with = "or_default")]
    file_path: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cvss {
    base_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    scoring_vector: String,
    #[serde(default, deserialize_with = "or_default")]
    source: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Code {
    #[serde(default, deserialize_with = "or_default")]
    detector_id: String,
    #[serde(default, deserialize_with = "or_default")]
    cwes: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    reference_urls: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    file_path: File,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    #[serde(default, deserialize_with = "or_default")]
    file_path: String,
    start_line: Option<u32>,
    end_line: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Network {
    #[serde(default, deserialize_with = "or_default")]
    protocol: String,
    #[serde(default, deserialize_with = "or_default")]
    open_port_range: Ports,
}

#[derive(Default, Deserialize)]
struct Ports {
    begin: Option<u32>,
    end: Option<u32>,
}

impl Format for AwsInspector2 {
    fn name(&self) -> &'static str {
        "aws-inspector2"
    }

    fn tool(&self) -> &'static str {
        "Amazon Inspector 2"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Container,
            FindingKind::Infra,
            FindingKind::Sca,
            FindingKind::Sast,
        ]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let bare = probe.head.chars().filter(|it| !it.is_whitespace());
        let bare: String = bare.collect();
        let named = probe.name.to_lowercase().contains("inspector");
        if probe.has("findings[].findingArn") || (named && bare == "{\"findings\":[]}") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut last = None;
        json::walk(input, &["findings[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let scan = record.scan();
            if last.as_ref() != Some(&scan) {
                sink.scan(scan.clone())?;
                last = Some(scan);
            }
            sink.finding(record.into_finding(it.place()))
        })?;
        if last.is_none() {
            sink.scan(scan(String::new()))?;
        }
        Ok(())
    }
}

fn scan(target: String) -> Scan {
    Scan {
        tool: "aws-inspector2".to_owned(),
        target,
        ..Scan::default()
    }
}

impl Record {
    fn scan(&self) -> Scan {
        let region = self.resources.first().map(|it| it.region.as_str());
        let parts = [self.aws_account_id.as_str(), region.unwrap_or_default()];
        let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        scan(parts.join("/"))
    }

    fn kind(&self) -> FindingKind {
        match self.resources.first().map(|it| it.sort.as_str()) {
            Some("AWS_ECR_CONTAINER_IMAGE") => FindingKind::Container,
            Some("AWS_LAMBDA_FUNCTION" | "CODE_REPOSITORY") => FindingKind::Sca,
            Some(_) | None => FindingKind::Infra,
        }
    }

    fn into_finding(mut self, place: RecordPlace) -> NewFinding {
        let packages = self.package_vulnerability_details.take();
        let mut out = match packages {
            Some(it) => it.into_finding(self.kind(), place),
            None => self.other(place),
        };
        out.title = one_line(&self.title, TITLE);
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = self.severity;
        out.native = Some(self.finding_arn);
        let mut resources = self.resources.into_iter().map(|it| it.id);
        // The digest of an image is another in each build.
        let first = resources.next().unwrap_or_default();
        let first = first.split("/sha256:").next().unwrap_or_default();
        out.place.resource = Some(first.to_owned()).filter(|it| !it.is_empty());
        let detail = &mut out.detail;
        let facts = &mut detail.facts;
        for id in resources {
            fact(facts, "resource", id);
        }
        detail.description = bounded(self.description, DESCRIPTION);
        let advice = self.remediation.recommendation;
        if advice.text != "None Provided" {
            detail.remediation = bounded(advice.text, DESCRIPTION);
        }
        let known = std::mem::take(&mut detail.references);
        detail.references = links(known.into_iter().chain([advice.url]));
        let number = |it: Option<f64>| it.map(|it| it.to_string()).unwrap_or_default();
        fact(facts, "EPSS", number(self.epss.score));
        fact(facts, "Inspector score", number(self.inspector_score));
        fact(facts, "exploit available", self.exploit_available);
        fact(facts, "first observed", self.first_observed_at);
        if matches!(self.status.as_str(), "SUPPRESSED" | "CLOSED") {
            detail.suppression = Some(Claimed {
                kind: self.status.to_lowercase(),
                ..Claimed::default()
            });
        }
        out
    }

    /// What is not about a package.
    fn other(&mut self, place: RecordPlace) -> NewFinding {
        let mut out = NewFinding::new(FindingKind::Infra, one_line(&self.title, TITLE), "");
        if let Some(code) = self.code_vulnerability_details.take() {
            out.kind = FindingKind::Sast;
            if !code.detector_id.is_empty() {
                out.rule = one_line(&code.detector_id, TITLE);
            }
            out.place = super::wire::place(&code.file_path.file_path, code.file_path.start_line);
            let end = code.file_path.end_line;
            out.place.end_line = end.filter(|it| Some(*it) > out.place.line);
            out.cwes = normalise::cwes(code.cwes.iter().map(String::as_str));
            out.detail.references = links(code.reference_urls);
        }
        if let Some(network) = self.network_reachability_details.take() {
            let ports = network.open_port_range;
            let text = |it: Option<u32>| it.map(|it| it.to_string()).unwrap_or_default();
            let text = format!("{}-{}", text(ports.begin), text(ports.end));
            fact(&mut out.detail.facts, "protocol", network.protocol);
            fact(&mut out.detail.facts, "open ports", text.trim_matches('-'));
        }
        out.record = place;
        out
    }
}

impl Packages {
    fn into_finding(mut self, kind: FindingKind, place: RecordPlace) -> NewFinding {
        self.vulnerable_packages.sort_by(|a, b| a.name.cmp(&b.name));
        let mut facts = Vec::new();
        fact(&mut facts, "vendor severity", self.vendor_severity);
        for it in self.vulnerable_packages.iter().skip(1) {
            fact(&mut facts, "also in", format!("{} {}", it.name, it.version));
        }
        let first = self.vulnerable_packages.first();
        if let Some(it) = first {
            fact(&mut facts, "update with", it.remediation.as_str());
        }
        let claims = self.cvss.iter();
        let claims = claims.filter_map(|it| cvss(&it.source, &it.scoring_vector, it.base_score));
        let out = Vulnerable {
            aliases: self.related_vulnerabilities,
            package: first.map(Installed::package).unwrap_or_default(),
            file: first.map(|it| it.file_path.clone()).unwrap_or_default(),
            cvss: claims.collect(),
            links: [self.source_url]
                .into_iter()
                .chain(self.reference_urls)
                .collect(),
            facts,
            ..Vulnerable::new(kind, &self.vulnerability_id)
        };
        out.into_finding(place)
    }
}

impl Installed {
    fn package(&self) -> Package {
        let ecosystem = match self.package_manager.as_str() {
            "JAR" | "POM" => "maven",
            "PYTHON" | "PYTHONPKG" | "PIP" | "PIPENV" | "POETRY" => "pypi",
            "NODE" | "NODEPKG" | "NPM" | "YARN" | "PNPM" => "npm",
            "GOBINARY" | "GOMOD" => "golang",
            "GEMSPEC" | "BUNDLER" => "gem",
            "CARGO" => "cargo",
            "COMPOSER" => "composer",
            "NUGET" | "DOTNET_CORE" => "nuget",
            // `OS`: which sort of package is not said.
            _ => "",
        };
        // Inspector's name for Go's own library; every other tool says `stdlib`.
        let name = match self.name.as_str() {
            "go/stdlib" => "stdlib",
            name => name,
        };
        let mut out = purl::component(ecosystem, "", name, &self.version);
        let none = self.fixed_in_version == "NotAvailable";
        out.fixed = if none {
            Vec::new()
        } else {
            fixed(&self.fixed_in_version)
        };
        out
    }
}
