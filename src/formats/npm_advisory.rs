//! An advisory of npm's registry in the shape that npm 6, Yarn and pnpm write.
//!
//! Severity: critical, high, moderate → medium, low, info; anything else unknown.
//! One advisory is one finding, whichever number of versions and paths it touches: the version is
//! the first installed one, the others and the paths are facts. The rule is the GHSA id, else the
//! CVE, else npm's number in its address. The other number, `id` or `source`, changes whenever the
//! advisory is edited.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use super::{Sink, advisory, normalise, purl};
use crate::error::Problem;
use crate::model::{CvssClaim, FindingKind, NewFinding, Severity, text};
use serde::Deserialize;

/// Paths of a dependency that are kept.
const PATHS: usize = 20;

#[derive(Deserialize)]
pub(super) struct Advisory {
    #[serde(default)]
    pub(super) id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    module_name: String,
    #[serde(default)]
    cves: Loose,
    #[serde(default)]
    cwe: Loose,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    url: String,
    #[serde(default, deserialize_with = "or_default")]
    github_advisory_id: String,
    #[serde(default, deserialize_with = "or_default")]
    vulnerable_versions: String,
    #[serde(default, deserialize_with = "or_default")]
    patched_versions: String,
    #[serde(default, deserialize_with = "or_default")]
    overview: String,
    #[serde(default, deserialize_with = "or_default")]
    recommendation: String,
    #[serde(default)]
    references: Loose,
    cvss: Option<Cvss>,
    #[serde(default, deserialize_with = "or_default")]
    findings: Vec<Installed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cvss {
    score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    vector_string: String,
}

#[derive(Deserialize)]
struct Installed {
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    paths: Vec<String>,
}

/// Reads `advisories` of a report in one document.
pub(super) fn read(input: &dyn super::Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    json::walk(input, &["advisories.*"], &mut |it| {
        if let Some(advisory) = it.record::<Advisory>(sink)? {
            let mut out = advisory.into_finding();
            out.record = it.place();
            sink.finding(out)?;
        }
        Ok(())
    })
}

impl Cvss {
    /// The claim, unless it is the empty one that stands for none.
    pub(super) fn claim(self) -> Option<CvssClaim> {
        let score = self.score.filter(|it| *it > 0.0);
        let said = score.is_some() || !self.vector_string.is_empty();
        said.then_some(CvssClaim {
            vector: self.vector_string,
            score,
            source: String::new(),
        })
    }
}

impl Advisory {
    pub(super) fn into_finding(self) -> NewFinding {
        let url = self.url.rsplit('/').next().unwrap_or_default();
        let ids = [self.github_advisory_id.as_str(), url];
        let ids = ids.into_iter().chain(self.cves.iter());
        let mut ids: Vec<String> = ids.filter_map(normalise::vulnerability).collect();
        ids.dedup();
        let rule = ids.first().cloned();
        let rule = rule.unwrap_or_else(|| number(&self.url, &self.id));
        let title = text::one_line(&self.title, TITLE);
        let title = if title.is_empty() {
            format!("{rule} in {}", self.module_name)
        } else {
            title
        };
        let mut out = NewFinding::new(FindingKind::Sca, rule, title);
        out.severity = severity(&self.severity);
        out.severity_word = text::one_line(&self.severity, 60);
        if let Some((main, others)) = ids.split_first() {
            out.vulnerabilities = advisory::aliases(main.clone(), others.to_vec()).0;
        }
        out.cwes = cwes(&self.cwe);
        let version = self.findings.first().map_or("", |it| it.version.as_str());
        let mut package = purl::component("npm", "", &self.module_name, version);
        package.fixed = fixed(&self.patched_versions);
        out.package = Some(package);
        out.detail.description = text::bounded(self.overview, DESCRIPTION);
        out.detail.remediation = text::bounded(self.recommendation, DESCRIPTION);
        let pages = self.references.iter().flat_map(str::split_whitespace);
        let pages = pages.filter(|it| it.starts_with("http")).map(str::to_owned);
        out.detail.references = links([self.url].into_iter().chain(pages).take(32));
        out.detail.cvss = self.cvss.and_then(Cvss::claim).into_iter().collect();
        let facts = &mut out.detail.facts;
        fact(facts, "vulnerable versions", self.vulnerable_versions);
        for it in self.findings.iter().skip(1) {
            fact(facts, "also installed", it.version.as_str());
        }
        let paths = self.findings.iter().flat_map(|it| &it.paths);
        for path in paths.take(PATHS) {
            fact(facts, "path", text::one_line(path, 500));
        }
        out
    }
}

/// The numbers in a field that is a text, a list of texts, or a list written as a text.
pub(super) fn cwes(from: &Loose) -> Vec<u32> {
    let mut out: Vec<u32> = from.iter().flat_map(normalise::cwes_in).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// `<0.0.0` is npm's way to say that no version is patched.
fn fixed(patched: &str) -> Vec<String> {
    let patched = patched.trim();
    let none = patched.is_empty() || patched == "<0.0.0" || patched.eq_ignore_ascii_case("none");
    (!none).then(|| patched.to_owned()).into_iter().collect()
}

/// The rule of an advisory without any other id: the number in its address, which stays, before
/// the number that it goes by in this report.
pub(super) fn number(url: &str, id: &Loose) -> String {
    let end = url.rsplit('/').next().unwrap_or_default();
    let numeric = !end.is_empty() && end.bytes().all(|it| it.is_ascii_digit());
    let said = id.first().filter(|_| !numeric).unwrap_or(end);
    format!("npm-{}", text::one_line(said, 60))
}

/// See the module's table.
pub(super) fn severity(word: &str) -> Severity {
    match word.trim().to_ascii_lowercase().as_str() {
        "critical" => Severity::Critical,
        "high" => Severity::High,
        "moderate" => Severity::Medium,
        "low" => Severity::Low,
        "info" => Severity::Info,
        _ => Severity::Unknown,
    }
}

/// Which client wrote a report of this shape: the client's name in the file's, else how it writes
/// paths (pnpm begins at the workspace, `.>axios`), else npm.
pub(super) fn client(probe: &super::Probe) -> Option<&'static str> {
    let shape = probe.has_all(&["advisories", "metadata.vulnerabilities"]);
    if !shape || probe.has("auditReportVersion") {
        return None;
    }
    let name = probe.name.to_ascii_lowercase();
    if let Some(client) = ["pnpm", "yarn"].into_iter().find(|it| name.contains(it)) {
        return Some(client);
    }
    let head = probe.head.chars().filter(|it| !it.is_whitespace());
    let bare: String = head.collect();
    Some(if bare.contains("\"paths\":[\".>") {
        "pnpm"
    } else {
        "npm"
    })
}
