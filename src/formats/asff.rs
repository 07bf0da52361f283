//! AWS Security Finding Format 2018-10-08: a list, `{"Findings": […]}` as the CLI answers (`findings`
//! in what scripts collect), or JSON lines. `GuardDuty`, Inspector, Macie and partners write it through Security Hub.
//!
//! Severity by `Severity.Label`: CRITICAL, HIGH, MEDIUM, LOW as they say, INFORMATIONAL → info; without
//! a label by `Normalized`: 90 and more → critical, 70 → high, 40 → medium, 1 → low, 0 → info
//! (AWS Security Hub User Guide, "Severity" of the format).
//! A finding is one record. Controls that passed (`Compliance.Status` PASSED) are none. ARCHIVED
//! records and suppressed or resolved ones are kept with that as a claim.
//! The tool is the product with `aws-` before it, the target its account and region. The place is the
//! first resource, others are facts. Kind: container for images in ECR, infra otherwise. The `Id`
//! is an identity that the product keeps. Of several vulnerable packages the first is the component.
//! Not read: product fields, network and process details, notes.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, advisory, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{
    Claimed, CvssClaim, FindingKind, Location, NewFinding, Package, Scan, Severity,
};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Asff;

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Words {
    #[serde(deserialize_with = "or_default")]
    label: String,
    normalized: Option<u32>,
    #[serde(deserialize_with = "or_default")]
    status: String,
    #[serde(deserialize_with = "or_default")]
    text: String,
    #[serde(deserialize_with = "or_default")]
    url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    id: String,
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    generator_id: String,
    #[serde(default, deserialize_with = "or_default")]
    product_name: String,
    #[serde(default, deserialize_with = "or_default")]
    product_arn: String,
    #[serde(default, deserialize_with = "or_default")]
    aws_account_id: String,
    #[serde(default, deserialize_with = "or_default")]
    region: String,
    #[serde(default, deserialize_with = "or_default")]
    types: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    updated_at: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: Words,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation: Remediation,
    #[serde(default, deserialize_with = "or_default")]
    resources: Vec<Resource>,
    #[serde(default, deserialize_with = "or_default")]
    compliance: Words,
    #[serde(default, deserialize_with = "or_default")]
    workflow: Words,
    #[serde(default, deserialize_with = "or_default")]
    record_state: String,
    #[serde(default, deserialize_with = "or_default")]
    vulnerabilities: Vec<Vulnerability>,
    /// Put there by scripts that collect findings of Inspector.
    #[serde(default)]
    epss_score: Loose,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Remediation {
    #[serde(default, deserialize_with = "or_default")]
    recommendation: Words,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Resource {
    #[serde(rename = "Type", default, deserialize_with = "or_default")]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Vulnerability {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    vulnerable_packages: Vec<Vulnerable>,
    #[serde(default, deserialize_with = "or_default")]
    cvss: Vec<Cvss>,
    #[serde(default, deserialize_with = "or_default")]
    reference_urls: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    related_vulnerabilities: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Vulnerable {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    package_manager: String,
    #[serde(default, deserialize_with = "or_default")]
    fixed_in_version: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Cvss {
    /// A number; some exports quote it.
    #[serde(default)]
    base_score: Loose,
    #[serde(default, deserialize_with = "or_default")]
    base_vector: String,
    #[serde(default, deserialize_with = "or_default")]
    source: String,
}

impl Format for Asff {
    fn name(&self) -> &'static str {
        "asff"
    }

    fn tool(&self) -> &'static str {
        "AWS Security Hub (ASFF)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Infra, FindingKind::Container]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let all = ["", "[].", "Findings[].", "findings[]."].map(|it| {
            let paths = ["SchemaVersion", "ProductArn", "AwsAccountId"];
            paths.map(|name| format!("{it}{name}"))
        });
        let ours = all.iter().any(|it| it.iter().all(|it| probe.has(it)));
        let bare: String = probe
            .head
            .chars()
            .filter(|it| !it.is_whitespace())
            .collect();
        if ours || bare == "{\"Findings\":[]}" {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let probe = Probe::new(input)?;
        let wants = match probe.records() {
            "" if probe.has("Findings") => "Findings[]",
            "" if probe.has("findings") => "findings[]",
            records => records,
        };
        let mut last: Option<Scan> = None;
        json::walk(input, &[wants], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let scan = record.scan();
            if last.as_ref() != Some(&scan) {
                sink.scan(scan.clone())?;
                last = Some(scan);
            }
            if record.compliance.status == "PASSED" {
                return Ok(());
            }
            let mut out = record.into_finding();
            out.record = it.place();
            sink.finding(out)
        })?;
        if last.is_none() {
            sink.scan(Scan {
                tool: "asff".to_owned(),
                ..Scan::default()
            })?;
        }
        Ok(())
    }
}

impl Record {
    fn scan(&self) -> Scan {
        let product = match self.product_name.as_str() {
            "" => self.product_arn.rsplit('/').next().unwrap_or_default(),
            name => name,
        };
        let words = product.to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        let target = [self.aws_account_id.as_str(), self.region.as_str()];
        let target: Vec<&str> = target.into_iter().filter(|it| !it.is_empty()).collect();
        Scan {
            tool: format!("aws-{}", words.join("-")),
            target: target.join("/"),
            ..Scan::default()
        }
    }

    fn severity(&self) -> (Severity, String) {
        if !self.severity.label.is_empty() {
            let severity = normalise::severity_of_word(&self.severity.label);
            return (severity, self.severity.label.clone());
        }
        let Some(number) = self.severity.normalized else {
            return (Severity::Unknown, String::new());
        };
        let severity = match number {
            90.. => Severity::Critical,
            70.. => Severity::High,
            40.. => Severity::Medium,
            1.. => Severity::Low,
            0 => Severity::Info,
        };
        (severity, number.to_string())
    }

    fn into_finding(self) -> NewFinding {
        let first = self.resources.first();
        let image = first.is_some_and(|it| it.sort == "AwsEcrContainerImage");
        let kind = if image {
            FindingKind::Container
        } else {
            FindingKind::Infra
        };
        let (severity, word) = self.severity();
        // Inspector has one generator for all it finds: the vulnerability is the rule.
        let named = self.vulnerabilities.iter().map(|it| it.id.as_str());
        let rules = named.chain([self.generator_id.as_str(), self.title.as_str()]);
        let rule = rules.into_iter().find(|it| !it.is_empty());
        let rule = one_line(rule.unwrap_or_default(), TITLE);
        let mut out = NewFinding::new(kind, rule, one_line(&self.title, TITLE));
        (out.severity, out.severity_word) = (severity, word);
        out.native = Some(self.id);
        out.place = Location {
            resource: first.map(|it| it.id.clone()).filter(|it| !it.is_empty()),
            ..Location::default()
        };
        let detail = &mut out.detail;
        detail.suppression = claimed(&self.record_state, &self.workflow.status);
        detail.description = bounded(self.description, DESCRIPTION);
        detail.remediation = bounded(self.remediation.recommendation.text, DESCRIPTION);
        detail.references = links([self.remediation.recommendation.url]);
        detail.tags = self.types;
        for it in self.resources.into_iter().skip(1) {
            fact(&mut detail.facts, "resource", it.id);
        }
        fact(&mut detail.facts, "updated", self.updated_at);
        let epss = self.epss_score.first().unwrap_or_default();
        fact(&mut detail.facts, "EPSS", epss);
        for it in self.vulnerabilities {
            it.add_to(&mut out);
        }
        out
    }
}

fn claimed(state: &str, workflow: &str) -> Option<Claimed> {
    let all = [state, workflow].into_iter();
    let mut all = all.filter(|it| matches!(*it, "ARCHIVED" | "SUPPRESSED" | "RESOLVED"));
    all.next().map(|it| Claimed {
        kind: it.to_owned(),
        ..Claimed::default()
    })
}

impl Vulnerability {
    fn add_to(self, out: &mut NewFinding) {
        let (same, errata) = advisory::aliases(self.id, self.related_vulnerabilities);
        let ids = same
            .into_iter()
            .filter_map(|it| normalise::vulnerability(&it));
        out.vulnerabilities.extend(ids);
        fact(&mut out.detail.facts, "related", errata.join(", "));
        for it in self.vulnerable_packages {
            let package = it.package();
            if out.package.is_none() {
                out.package = Some(package);
                continue;
            }
            let also = format!("{} {}", package.name, package.version);
            fact(&mut out.detail.facts, "also in", also);
        }
        let claims = self.cvss.into_iter().map(|it| CvssClaim {
            vector: it.base_vector,
            score: it.base_score.first().and_then(|it| it.parse().ok()),
            source: it.source.to_lowercase(),
        });
        out.detail.cvss.extend(claims);
        let known = std::mem::take(&mut out.detail.references);
        out.detail.references = links(known.into_iter().chain(self.reference_urls));
    }
}

impl Vulnerable {
    fn package(self) -> Package {
        let ecosystem = match self.package_manager.to_ascii_uppercase().as_str() {
            "JAR" => "maven",
            "OS" => "",
            other => normalise::ecosystem(other),
        };
        let name = match ecosystem {
            "maven" => self.name.replace(':', "/"),
            _ => self.name,
        };
        let fixed = Some(self.fixed_in_version);
        let fixed = fixed.filter(|it| !it.is_empty() && it != "NotAvailable");
        Package {
            ecosystem: ecosystem.to_owned(),
            name,
            version: self.version,
            fixed: fixed.into_iter().collect(),
            purl: None,
        }
    }
}
