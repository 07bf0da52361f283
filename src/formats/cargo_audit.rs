//! cargo-audit 0.10 and later, JSON (`cargo audit --json`).
//!
//! Severity: cargo-audit writes a CVSS vector and no word or score, so it is unknown here; the vector
//! is kept as a claim and counts in the priority. Advisories that only inform are warnings of
//! cargo-audit, and info here: `unmaintained`, `unsound`, `notice`; and so are yanked versions.
//! Not read: `settings`, `database`.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, advisory, purl};
use crate::error::Problem;
use crate::model::{CvssClaim, FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct CargoAudit;

#[derive(Deserialize)]
struct Record {
    kind: Option<String>,
    advisory: Option<Advisory>,
    versions: Option<Versions>,
    package: Package,
}

#[derive(Deserialize)]
struct Advisory {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    aliases: Vec<String>,
    #[serde(default)]
    categories: Loose,
    #[serde(default)]
    cvss: Loose,
    #[serde(default)]
    references: Loose,
    #[serde(default)]
    url: Loose,
}

#[derive(Deserialize)]
struct Versions {
    #[serde(default)]
    patched: Loose,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

impl Format for CargoAudit {
    fn name(&self) -> &'static str {
        "cargo-audit"
    }

    fn tool(&self) -> &'static str {
        "cargo-audit 0.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["lockfile", "vulnerabilities.found", "vulnerabilities.list"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "cargo-audit".to_owned(),
            ..Scan::default()
        })?;
        let wants = ["vulnerabilities.list[]", "warnings.*[]"];
        json::walk(input, &wants, &mut |it| {
            if let Some(record) = it.record::<Record>(sink)? {
                let warned = (it.want == 1).then(|| it.key(1).to_owned());
                let mut out = record.into_finding(warned);
                out.record = it.place();
                sink.finding(out)?;
            }
            Ok(())
        })
    }
}

impl Record {
    /// `warned` is the sort of a warning.
    fn into_finding(self, warned: Option<String>) -> NewFinding {
        let Package { name, version } = self.package;
        let warned = warned.map(|it| self.kind.unwrap_or(it));
        let word = text::one_line(warned.as_deref().unwrap_or_default(), 60);
        let Some(advisory) = self.advisory else {
            let title = text::one_line(&format!("{name} {version} is {word}"), TITLE);
            let mut out = NewFinding::new(FindingKind::Sca, word.clone(), title);
            out.severity = Severity::Info;
            out.severity_word = word;
            out.package = Some(purl::component("cargo", "", &name, &version));
            return out;
        };
        let mut out = advisory.into_finding(&name);
        if warned.is_some() {
            out.severity = Severity::Info;
            out.severity_word = word;
        }
        let mut package = purl::component("cargo", "", &name, &version);
        package.fixed = self.versions.map(|it| it.patched.0).unwrap_or_default();
        out.package = Some(package);
        out
    }
}

impl Advisory {
    fn into_finding(self, package: &str) -> NewFinding {
        let title = text::one_line(&self.title, TITLE);
        let title = if title.is_empty() {
            format!("{} in {package}", self.id)
        } else {
            title
        };
        let mut out = NewFinding::new(FindingKind::Sca, self.id.clone(), title);
        out.detail.description = text::bounded(self.description, DESCRIPTION);
        let page = format!("https://rustsec.org/advisories/{}.html", self.id);
        let others = self.url.0.into_iter().chain(self.references.0);
        out.detail.references = links([page].into_iter().chain(others).take(32));
        let vectors = self.cvss.0.into_iter().filter(|it| it.starts_with("CVSS:"));
        out.detail.cvss = vectors
            .map(|vector| CvssClaim {
                vector,
                ..CvssClaim::default()
            })
            .collect();
        let tags = self.categories.iter().map(|it| text::one_line(it, 200));
        out.detail.tags = tags.take(32).collect();
        let (aliases, errata) = advisory::aliases(self.id, self.aliases);
        out.vulnerabilities = aliases;
        fact(&mut out.detail.facts, "related", errata.join(", "));
        out
    }
}
