//! OWASP Dependency-Check: XML of schema 1.0 and later (tool versions 1 to 12), JSON of 4 and later,
//! and what Retire.js writes as `depcheck`.
//!
//! Severity by the word: critical, high, medium, low, info; `moderate` → medium. Where the word is
//! a number, as for some sources, its CVSS band. Without a word of its own the one of CVSS v4, v3
//! or v2 counts.
//! A finding is one vulnerability of one dependency. Suppressed ones are kept with their claim.
//! Related dependencies are other names of the same file and no findings of their own. A dependency
//! inside a lock file (`package-lock.json?lodash:4.17.20`) is found in the lock file.
//! Not read: evidence, hashes, licences, the software that a vulnerability covers.

mod record;
mod xml;

use super::probe::Shape;
use super::read::{json, part};
use super::wire::or_default;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};
use record::{Dependency, Vulnerability};
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct DependencyCheck;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireDependency<'a> {
    #[serde(borrow, default, deserialize_with = "or_default")]
    vulnerabilities: Vec<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    suppressed_vulnerabilities: Vec<&'a RawValue>,
}

impl Format for DependencyCheck {
    fn name(&self) -> &'static str {
        "dependency-check"
    }

    fn tool(&self) -> &'static str {
        "OWASP Dependency-Check 1-12"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "XML, JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let xml = probe.xml_root() == Some("analysis") && probe.head.contains("DependencyCheck");
        let json = ["reportSchema", "scanInfo", "dependencies"];
        if xml || probe.has_all(&json) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        match Probe::new(input)?.shape {
            Shape::Xml => xml::read(input, sink),
            Shape::Json | Shape::Empty | Shape::Text | Shape::Binary => read_json(input, sink),
        }
    }
}

fn read_json(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scan = scan();
    let head = ["scanInfo.engineVersion", "projectInfo.reportDate"];
    json::walk(input, &head, &mut |it| {
        let text = it.parse::<String>().unwrap_or_default();
        if it.want == 0 {
            scan.tool_version = text;
        } else {
            scan.scanned_at = normalise::timestamp(&text);
        }
        Ok(())
    })?;
    sink.scan(scan)?;
    json::walk(input, &["dependencies[]"], &mut |it| {
        let Some(wire) = it.record::<WireDependency<'_>>(sink)? else {
            return Ok(());
        };
        let Some(dependency) = it.record::<Dependency>(sink)? else {
            return Ok(());
        };
        let lists = [
            ("vulnerabilities", wire.vulnerabilities),
            ("suppressedVulnerabilities", wire.suppressed_vulnerabilities),
        ];
        for (name, list) in lists {
            for (idx, raw) in list.into_iter().enumerate() {
                let path = format!("{name}[{idx}]");
                if let Some(record) = part::record::<Vulnerability>(it, raw, &path, sink)? {
                    let suppressed = name != "vulnerabilities";
                    let place = part::place(it, raw, &path);
                    sink.finding(record.into_finding(&dependency, suppressed, place))?;
                }
            }
        }
        Ok(())
    })
}

fn scan() -> Scan {
    Scan {
        tool: "dependency-check".to_owned(),
        ..Scan::default()
    }
}
