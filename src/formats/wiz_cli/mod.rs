//! Wiz CLI (`wizcli dir|iac|docker scan --format json`).
//!
//! Severity: CRITICAL, HIGH, MEDIUM, LOW as they say, INFORMATIONAL → info. Wiz gives secrets none.
//! A finding is one vulnerability of one package, one failed rule at one place, or one secret. The
//! tool masks secrets itself: there is no hash to compare them by.
//! In an image packages are of kind container, elsewhere sca; the image is the target.
//! Not read: policies, sensitive data, malware, host configuration, the bill of materials.

mod record;

use super::read::{json, part};
use super::wire::or_default;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};
use record::{Match, Secret, Vulnerability};
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct WizCli;

/// A package or application with its vulnerabilities.
#[derive(Deserialize)]
struct Package<'a> {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    path: String,
    #[serde(borrow, default, deserialize_with = "or_default")]
    vulnerabilities: Vec<&'a RawValue>,
}

/// A rule with the places that fail it.
#[derive(Deserialize)]
struct Matched<'a> {
    rule: Rule,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(borrow, default, deserialize_with = "or_default")]
    matches: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

const HEAD: &[&str] = &[
    "createdAt",
    "scanOriginResource.__typename",
    "scanOriginResource.name",
];

const BODY: &[&str] = &[
    "result.osPackages[]",
    "result.libraries[]",
    "result.applications[]",
    "result.ruleMatches[]",
    "result.secrets[]",
];

impl Format for WizCli {
    fn name(&self) -> &'static str {
        "wiz-cli"
    }

    fn tool(&self) -> &'static str {
        "Wiz CLI 0.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Sca,
            FindingKind::Container,
            FindingKind::Iac,
            FindingKind::Secrets,
        ]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let named = probe.value("result.__typename");
        if named.is_some_and(|it| it.starts_with("CICD")) || probe.has("scanOriginResource") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "wiz-cli".to_owned(),
            ..Scan::default()
        };
        let mut image = false;
        json::walk(input, HEAD, &mut |it| {
            let text: String = it.parse().unwrap_or_default();
            match it.want {
                0 => scan.scanned_at = normalise::timestamp(&text),
                1 => image = text.contains("Image"),
                _ => image::repository(&text).clone_into(&mut scan.target),
            }
            Ok(())
        })?;
        if !image {
            // The folder of a build machine, or a text with the time of the scan.
            scan.target.clear();
        }
        sink.scan(scan)?;
        json::walk(input, BODY, &mut |it| match it.want {
            0..=2 => packages(it, image, sink),
            3 => rules(it, sink),
            _ => match it.record::<Secret>(sink)? {
                Some(secret) => sink.finding(secret.into_finding(image, it.place())),
                None => Ok(()),
            },
        })
    }
}

fn packages(it: &json::Captured<'_>, image: bool, sink: &mut dyn Sink) -> Result<(), Problem> {
    let Some(package) = it.record::<Package<'_>>(sink)? else {
        return Ok(());
    };
    let kind = if image || it.want == 0 {
        FindingKind::Container
    } else {
        FindingKind::Sca
    };
    for (idx, raw) in package.vulnerabilities.iter().enumerate() {
        let path = format!("vulnerabilities[{idx}]");
        if let Some(record) = part::record::<Vulnerability>(it, raw, &path, sink)? {
            let place = part::place(it, raw, &path);
            sink.finding(record.into_finding(kind, &package, place))?;
        }
    }
    Ok(())
}

fn rules(it: &json::Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
    let Some(matched) = it.record::<Matched<'_>>(sink)? else {
        return Ok(());
    };
    for (idx, raw) in matched.matches.iter().enumerate() {
        let path = format!("matches[{idx}]");
        if let Some(record) = part::record::<Match>(it, raw, &path, sink)? {
            let place = part::place(it, raw, &path);
            sink.finding(record.into_finding(&matched, place))?;
        }
    }
    Ok(())
}
