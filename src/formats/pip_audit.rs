//! pip-audit 1.x and 2.x JSON (`pip-audit -f json`).
//!
//! Severity: pip-audit has none, so it is unknown here.
//! A finding is one vulnerability of one package. A package that pip-audit could not audit
//! (`skip_reason`) makes the scan incomplete: what it does not show of it is not fixed.
//! Not read: `fixes`, what `--fix` did.

use super::read::{json, outline, part};
use super::wire::{DESCRIPTION, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, advisory, purl};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Scan, text};
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct PipAudit;

#[derive(Deserialize)]
struct Dependency<'a> {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(borrow, default)]
    vulns: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Unread {
    name: String,
    skip_reason: String,
}

#[derive(Deserialize)]
struct Vulnerability {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    aliases: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    fix_versions: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
}

impl Format for PipAudit {
    fn name(&self) -> &'static str {
        "pip-audit"
    }

    fn tool(&self) -> &'static str {
        "pip-audit 1.x, 2.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        for list in ["dependencies[]", "[]"] {
            let named = probe.has(&format!("{list}.name"));
            let audited = ["vulns", "skip_reason"];
            let audited = audited.iter().any(|it| probe.has(&format!("{list}.{it}")));
            if named && audited {
                return Claim::Yes;
            }
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let list = match outline::records(input)? {
            "[]" => "[]",
            _ => "dependencies[]",
        };
        let mut scan = Scan {
            tool: "pip-audit".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &[list], &mut |it| {
            if let Ok(it) = it.parse::<Unread>() {
                let (name, why) = (it.name, it.skip_reason);
                let said = text::one_line(&format!("{name} was not audited: {why}"), 500);
                scan.incomplete.get_or_insert(said);
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &[list], &mut |it| {
            let Some(dependency) = it.record::<Dependency<'_>>(sink)? else {
                return Ok(());
            };
            for (idx, raw) in dependency.vulns.iter().enumerate() {
                let path = format!("vulns[{idx}]");
                if let Some(record) = part::record::<Vulnerability>(it, raw, &path, sink)? {
                    let mut out = record.into_finding(&dependency);
                    out.record = part::place(it, raw, &path);
                    sink.finding(out)?;
                }
            }
            Ok(())
        })
    }
}

impl Vulnerability {
    fn into_finding(self, of: &Dependency<'_>) -> NewFinding {
        let title = format!("{} in {}", self.id, of.name);
        let mut out = NewFinding::new(FindingKind::Sca, self.id.clone(), title);
        out.vulnerabilities = advisory::aliases(self.id, self.aliases).0;
        let mut package = purl::component("pypi", "", &of.name, &of.version);
        package.fixed = self.fix_versions;
        out.package = Some(package);
        out.detail.description = text::bounded(self.description, DESCRIPTION);
        out
    }
}
