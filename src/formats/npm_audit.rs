//! `npm audit --json` of npm 6 and of npm 7 and later.
//!
//! Severity: see `npm_advisory.rs`.
//! npm 7 and later group advisories by package. A finding is one advisory in one package; a package
//! that is vulnerable only because it depends on another is said with that other and is no finding
//! of its own. They do not tell which version is installed.
//! A report that holds only an `error` is refused: nothing was audited.
//! Not read: `actions`, `muted`, `metadata`.

use super::npm_advisory::{self, Cvss};
use super::read::loose::Loose;
use super::read::{json, part};
use super::wire::{TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise, purl};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Scan, text};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// Folders that are kept of one package.
const NODES: usize = 20;

/// See the module's text.
pub(super) struct NpmAudit;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerable<'a> {
    #[serde(borrow)]
    via: Vec<&'a RawValue>,
    #[serde(default)]
    nodes: Loose,
    is_direct: Option<bool>,
    fix_available: Option<Value>,
}

#[derive(Deserialize)]
struct Via {
    source: Loose,
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    url: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default)]
    cwe: Loose,
    cvss: Option<Cvss>,
    #[serde(default, deserialize_with = "or_default")]
    range: String,
}

impl Format for NpmAudit {
    fn name(&self) -> &'static str {
        "npm-audit"
    }

    fn tool(&self) -> &'static str {
        "npm 6-11 (`npm audit`)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let seven = probe.has_all(&["auditReportVersion", "vulnerabilities"]);
        if seven || npm_advisory::client(probe) == Some("npm") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "npm-audit".to_owned(),
            ..Scan::default()
        })?;
        npm_advisory::read(input, sink)?;
        json::walk(input, &["vulnerabilities.*"], &mut |it| {
            let Some(package) = it.record::<Vulnerable<'_>>(sink)? else {
                return Ok(());
            };
            for (idx, raw) in package.via.iter().enumerate() {
                if raw.get().starts_with('"') {
                    continue;
                }
                let path = format!("via[{idx}]");
                if let Some(via) = part::record::<Via>(it, raw, &path, sink)? {
                    let mut out = via.into_finding();
                    package.describe(&mut out);
                    out.record = part::place(it, raw, &path);
                    sink.finding(out)?;
                }
            }
            Ok(())
        })
    }
}

impl Via {
    fn into_finding(self) -> NewFinding {
        let id = self.url.rsplit('/').next().unwrap_or_default();
        let id = normalise::vulnerability(id);
        let rule = id.clone();
        let rule = rule.unwrap_or_else(|| npm_advisory::number(&self.url, &self.source));
        let title = text::one_line(&self.title, TITLE);
        let title = if title.is_empty() {
            format!("{rule} in {}", self.name)
        } else {
            title
        };
        let mut out = NewFinding::new(FindingKind::Sca, rule, title);
        out.severity = npm_advisory::severity(&self.severity);
        out.severity_word = text::one_line(&self.severity, 60);
        out.vulnerabilities.extend(id);
        out.cwes = npm_advisory::cwes(&self.cwe);
        out.package = Some(purl::component("npm", "", &self.name, ""));
        out.detail.references = links([self.url]);
        out.detail.cvss = self.cvss.and_then(Cvss::claim).into_iter().collect();
        fact(&mut out.detail.facts, "vulnerable versions", self.range);
        out
    }
}

impl Vulnerable<'_> {
    fn describe(&self, out: &mut NewFinding) {
        let facts = &mut out.detail.facts;
        let direct = self.is_direct == Some(true);
        fact(facts, "direct dependency", if direct { "yes" } else { "" });
        for node in self.nodes.iter().take(NODES) {
            fact(facts, "installed in", text::one_line(node, 500));
        }
        let Some(fix) = &self.fix_available else {
            return;
        };
        let said = |key: &str| fix.get(key).and_then(Value::as_str);
        match (fix, said("name"), said("version")) {
            (Value::Bool(false), ..) => fact(facts, "fix", "none"),
            (_, Some(name), Some(version)) => {
                out.detail.remediation =
                    text::one_line(&format!("Update to {name} {version}"), 300);
            }
            _ => fact(facts, "fix", "by `npm audit fix`"),
        }
    }
}
