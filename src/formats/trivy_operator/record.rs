//! The records of the reports.

use crate::error::Problem;
use crate::formats::read::loose::Loose;
use crate::formats::read::{json, part};
use crate::formats::vulnerable::{Vulnerable, cvss, fixed};
use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, or_default};
use crate::formats::{SecretKey, Sink, image, leak, normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, NewFinding, RecordPlace};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Vulnerability {
    #[serde(rename = "vulnerabilityID")]
    id: String,
    resource: String,
    #[serde(default, deserialize_with = "or_default")]
    installed_version: String,
    #[serde(default, deserialize_with = "or_default")]
    fixed_version: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    primary_link: String,
    #[serde(default, deserialize_with = "or_default")]
    links: Vec<String>,
    score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    target: String,
    #[serde(default, deserialize_with = "or_default")]
    class: String,
    #[serde(default, deserialize_with = "or_default")]
    package_type: String,
    #[serde(rename = "packagePURL", default, deserialize_with = "or_default")]
    purl: String,
    #[serde(default, deserialize_with = "or_default")]
    package_path: String,
    #[serde(default, deserialize_with = "or_default")]
    published_date: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Check {
    #[serde(rename = "checkID", default, deserialize_with = "or_default")]
    id: String,
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation: String,
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default)]
    messages: Loose,
    #[serde(default, deserialize_with = "or_default")]
    target: String,
    success: Option<bool>,
}

/// A control of a compliance report.
#[derive(Deserialize)]
pub(super) struct Control<'a> {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(borrow, default, deserialize_with = "or_default")]
    checks: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Secret {
    #[serde(rename = "ruleID")]
    rule: String,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default, deserialize_with = "or_default")]
    target: String,
    #[serde(rename = "match", default, deserialize_with = "or_default")]
    matched: String,
}

impl Vulnerability {
    pub(super) fn into_finding(self, record: RecordPlace) -> NewFinding {
        let ecosystem = match self.package_type.as_str() {
            "alpine" | "wolfi" | "chainguard" => "apk",
            "debian" | "ubuntu" => "deb",
            "redhat" | "centos" | "rocky" | "alma" | "amazon" | "oracle" | "fedora" | "photon"
            | "cbl-mariner" | "suse" => "rpm",
            "jar" | "pom" | "gradle" => "maven",
            "python-pkg" | "pip" | "poetry" | "pipenv" => "pypi",
            "node-pkg" | "npm" | "yarn" | "pnpm" => "npm",
            "gobinary" | "gomod" => "golang",
            "gemspec" | "bundler" => "gem",
            "rustbinary" | "cargo" => "cargo",
            "nuget" | "dotnet-core" => "nuget",
            "composer" | "composer-vendor" => "composer",
            _ => "",
        };
        let system = purl::is_distribution(ecosystem);
        let space = if system {
            self.package_type.as_str()
        } else {
            ""
        };
        let built = || purl::component(ecosystem, space, &self.resource, &self.installed_version);
        let mut package = purl::package(&self.purl).unwrap_or_else(built);
        package.version.clone_from(&self.installed_version);
        package.fixed = fixed(&self.fixed_version);
        // A system is no file, and words such as `Node.js` stand for all files of a sort.
        let no_file = system || self.class == "os-pkgs" || !self.target.contains('/');
        let files = [
            self.package_path,
            if no_file { String::new() } else { self.target },
        ];
        let mut facts = Vec::new();
        fact(&mut facts, "published", self.published_date);
        let out = Vulnerable {
            title: self.title,
            severity: self.severity,
            package,
            file: files
                .into_iter()
                .find(|it| !it.is_empty())
                .unwrap_or_default(),
            description: self.description,
            cvss: cvss("trivy", "", self.score).into_iter().collect(),
            links: [self.primary_link].into_iter().chain(self.links).collect(),
            facts,
            ..Vulnerable::new(FindingKind::Container, &self.id)
        };
        out.into_finding(record)
    }
}

impl Check {
    pub(super) fn failed(&self) -> bool {
        self.success != Some(true)
    }

    pub(super) fn into_finding(self, record: RecordPlace) -> NewFinding {
        let rule = match self.id.as_str() {
            "" => self.title.as_str(),
            id => id,
        };
        let rule = one_line(rule, TITLE);
        let mut out = NewFinding::new(FindingKind::Iac, rule, one_line(&self.title, TITLE));
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = self.severity;
        let target = Some(self.target.trim_start_matches('/').to_owned());
        out.place.resource = target.filter(|it| !it.is_empty());
        let detail = &mut out.detail;
        detail.description = bounded(self.description, DESCRIPTION);
        detail.remediation = bounded(self.remediation, DESCRIPTION);
        let said: Vec<&str> = self.messages.iter().collect();
        detail.evidence = bounded(said.join("\n"), SNIPPET);
        detail.tags = links([self.category]);
        out.record = record;
        out
    }
}

impl Control<'_> {
    pub(super) fn read(self, it: &json::Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
        for (idx, raw) in self.checks.iter().enumerate() {
            let path = format!("checks[{idx}]");
            let check = part::record::<Check>(it, raw, &path, sink)?;
            let Some(mut check) = check.filter(Check::failed) else {
                continue;
            };
            if check.severity.is_empty() {
                check.severity.clone_from(&self.severity);
            }
            let mut out = check.into_finding(part::place(it, raw, &path));
            let control = format!("{} {}", self.id, self.name);
            fact(&mut out.detail.facts, "control", one_line(&control, TITLE));
            sink.finding(out)?;
        }
        Ok(())
    }
}

impl Secret {
    pub(super) fn into_finding(
        self,
        record: RecordPlace,
        key: &SecretKey,
        sink: &mut dyn Sink,
    ) -> NewFinding {
        let title = match self.title.trim() {
            "" => self.rule.as_str(),
            title => title,
        };
        let title = one_line(title, TITLE);
        let rule = one_line(&self.rule, TITLE);
        let mut out = NewFinding::new(FindingKind::Secrets, rule, title);
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = self.severity;
        out.place.file = Some(image::file(&self.target)).filter(|it| !it.is_empty());
        out.detail.tags = links([self.category]);
        out.detail.evidence = bounded(self.matched.clone(), SNIPPET);
        // Trivy writes stars over what it found.
        if !self.matched.contains("***") {
            leak::reduce(&mut out, &self.matched, key, sink);
        }
        out.record = record;
        out
    }
}
