//! Clair 2 as `klar` prints it with `JSON_OUTPUT=true`: vulnerabilities in lists by severity.
//!
//! Severity: Defcon1 and Critical → critical, High, Medium, Low as they say, Negligible → info,
//! Unknown → unknown. A finding is one vulnerability of one package. The ids of distributions'
//! updates (`RHSA-…`) stand for several CVEs; Clair tells no others.
//! The report does not name its image. Not read: the count of layers.

use super::read::json;
use super::vulnerable::{Vulnerable, fixed};
use super::wire::{fact, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, purl};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, RecordPlace, Scan, Severity};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Clair;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    namespace_name: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    link: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    fixed_by: String,
    feature_name: String,
    #[serde(default, deserialize_with = "or_default")]
    feature_version: String,
}

impl Format for Clair {
    fn name(&self) -> &'static str {
        "clair"
    }

    fn tool(&self) -> &'static str {
        "Clair 2 (`klar`)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Container]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["LayerCount", "Vulnerabilities"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "clair".to_owned(),
            ..Scan::default()
        })?;
        json::walk(
            input,
            &["Vulnerabilities.*[]"],
            &mut |it| match it.record::<Record>(sink)? {
                Some(record) => sink.finding(record.into_finding(it.place())),
                None => Ok(()),
            },
        )
    }
}

impl Record {
    fn into_finding(self, record: RecordPlace) -> NewFinding {
        let space = self.namespace_name.split(':').next().unwrap_or_default();
        let ecosystem = match space {
            "debian" | "ubuntu" => "deb",
            "alpine" => "apk",
            "centos" | "rhel" | "oracle" | "amzn" | "fedora" | "opensuse" | "sles" => "rpm",
            _ => "",
        };
        let mut package =
            purl::component(ecosystem, space, &self.feature_name, &self.feature_version);
        package.fixed = fixed(&self.fixed_by);
        let mut facts = Vec::new();
        fact(&mut facts, "distribution", self.namespace_name.as_str());
        let out = Vulnerable {
            severity: self.severity,
            package,
            description: self.description,
            links: vec![self.link],
            facts,
            ..Vulnerable::new(FindingKind::Container, &self.name)
        };
        let mut out = out.into_finding(record);
        if out.severity_word == "Defcon1" {
            out.severity = Severity::Critical;
        }
        out
    }
}
