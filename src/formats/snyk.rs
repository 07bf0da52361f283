//! Snyk CLI JSON: `snyk test`, `snyk test --all-projects`, `snyk container test`, `snyk iac test`.
//!
//! Severity: critical, high, medium, low; anything else unknown.
//! A finding is one vulnerability of one installed package in one project: Snyk repeats it for every
//! path that leads to the package; the first path is kept. The rule is Snyk's id. A package of an
//! image is of kind `container`, and the image without its tag is the target; else the manifest of
//! the project is. `identifiers` name CVE, GHSA and CWE.
//! An issue of `snyk iac test` is of kind `iac`, with the path inside the file as its resource.
//! Not read: `remediation`, `docker.baseImageRemediation`, licences beyond their issue. Snyk Code
//! writes SARIF.

use super::read::{json, loose::Loose, outline};
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, advisory, image, normalise, purl};
use crate::error::Problem;
use crate::model::{CvssClaim, FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// See the module's text.
pub(super) struct Snyk;

/// What stands around the records, mostly behind them. By the place of the project in the report and
/// of the application in the project, with 0 for the project itself.
type Projects = BTreeMap<(usize, usize), Project>;

#[derive(Clone, Debug, Default)]
struct Project {
    file: String,
    name: String,
    is_image: bool,
    iac: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    id: String,
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    identifiers: Identifiers,
    #[serde(default, deserialize_with = "or_default")]
    package_manager: String,
    #[serde(default, deserialize_with = "or_default")]
    language: String,
    #[serde(default, deserialize_with = "or_default")]
    package_name: String,
    #[serde(default, deserialize_with = "or_default")]
    module_name: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default)]
    fixed_in: Loose,
    #[serde(default)]
    from: Loose,
    #[serde(default, rename = "CVSSv3", deserialize_with = "or_default")]
    cvss: String,
    cvss_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    exploit: String,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Identifiers {
    #[serde(rename = "CVE")]
    cve: Loose,
    #[serde(rename = "GHSA")]
    ghsa: Loose,
    #[serde(rename = "CWE")]
    cwe: Loose,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

/// One issue of infrastructure.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issue {
    id: String,
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    line_number: Option<i64>,
    #[serde(default)]
    path: Loose,
    #[serde(default)]
    issue: Loose,
    #[serde(default)]
    impact: Loose,
    #[serde(default)]
    resolve: Loose,
    #[serde(default)]
    documentation: Loose,
    #[serde(default)]
    references: Loose,
    #[serde(default)]
    sub_type: Loose,
}

impl Format for Snyk {
    fn name(&self) -> &'static str {
        "snyk"
    }

    fn tool(&self) -> &'static str {
        "Snyk CLI 1.x (Open Source, Container, IaC)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca, FindingKind::Container, FindingKind::Iac]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        for root in ["", "[]."] {
            let has = |path: &str| probe.has(&format!("{root}{path}"));
            let tested = has("vulnerabilities") && has("ok") && has("dependencyCount");
            if tested || has("infrastructureAsCodeIssues") {
                return Claim::Yes;
            }
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let root = match outline::records(input)? {
            "[]" => "[].",
            _ => "",
        };
        let projects = projects(input, root)?;
        for project in projects.values() {
            sink.scan(project.scan())?;
        }
        let wants = [
            "vulnerabilities[]",
            "applications[].vulnerabilities[]",
            "infrastructureAsCodeIssues[]",
        ];
        let wants = wants.map(|it| format!("{root}{it}"));
        let mut present = None;
        let mut seen = BTreeSet::new();
        let wants = wants.each_ref().map(String::as_str);
        json::walk(input, &wants, &mut |it| {
            let key = key(it, root, it.want == 1);
            let project = projects.get(&key).cloned().unwrap_or_default();
            if present != Some(key) {
                sink.scan(project.scan())?;
                present = Some(key);
                seen.clear();
            }
            let mut out = if it.want == 2 {
                let Some(issue) = it.record::<Issue>(sink)? else {
                    return Ok(());
                };
                issue.into_finding(&project)
            } else {
                let Some(record) = it.record::<Record>(sink)? else {
                    return Ok(());
                };
                let name = record.package().to_owned();
                if !seen.insert((record.id.clone(), name, record.version.clone())) {
                    return Ok(());
                }
                record.into_finding(&project)
            };
            out.record = it.place();
            sink.finding(out)
        })
    }
}

/// Project and application of a value: those of a list are counted by the way to it.
fn key(it: &json::Captured<'_>, root: &str, inner: bool) -> (usize, usize) {
    let first = usize::from(!root.is_empty());
    let project = if root.is_empty() {
        it.root()
    } else {
        it.index(0)
    };
    (project, if inner { it.index(first) + 1 } else { 0 })
}

fn projects(input: &dyn Input, root: &str) -> Result<Projects, Problem> {
    let heads = ["displayTargetFile", "targetFile", "docker", "projectName"];
    let issues = "infrastructureAsCodeIssues";
    let own = heads.iter().map(|it| format!("{root}{it}"));
    let inner = heads.iter().map(|it| format!("{root}applications[].{it}"));
    let wants: Vec<String> = own
        .chain(inner)
        .chain([format!("{root}{issues}")])
        .collect();
    let wants: Vec<&str> = wants.iter().map(String::as_str).collect();
    let mut out = Projects::new();
    json::walk(input, &wants, &mut |it| {
        let application = (heads.len()..2 * heads.len()).contains(&it.want);
        let key = key(it, root, application);
        let project = out.entry(key).or_default();
        let said = it.parse::<Loose>().unwrap_or_default();
        let said = said.first().unwrap_or_default();
        match it.want % heads.len() {
            _ if it.want == 2 * heads.len() => project.iac = true,
            0 => said.clone_into(&mut project.file),
            1 if project.file.is_empty() => said.clone_into(&mut project.file),
            2 => project.is_image = true,
            3 => {
                let name = said.strip_prefix("docker-image|").unwrap_or(said);
                image::repository(name).clone_into(&mut project.name);
            }
            _ => {}
        }
        Ok(())
    })?;
    // What is installed in an image belongs to the image.
    let images: Vec<(usize, Project)> = out
        .iter()
        .filter(|((_, application), it)| *application == 0 && it.is_image)
        .map(|((project, _), it)| (*project, it.clone()))
        .collect();
    for (project, image) in images {
        for (_, it) in out.range_mut((project, 1)..=(project, usize::MAX)) {
            it.is_image = true;
            it.name.clone_from(&image.name);
        }
    }
    Ok(out)
}

impl Project {
    fn scan(&self) -> Scan {
        let file = normalise::path(&self.file);
        let (tool, target) = if self.iac {
            ("snyk-iac", &file)
        } else if self.is_image {
            ("snyk-container", &self.name)
        } else {
            ("snyk", &file)
        };
        Scan {
            tool: tool.to_owned(),
            target: text::one_line(target, 300),
            ..Scan::default()
        }
    }
}

impl Record {
    fn package(&self) -> &str {
        let names = [&self.package_name, &self.module_name, &self.name];
        let said = names.into_iter().find(|it| !it.is_empty());
        said.map_or("", String::as_str)
    }

    fn into_finding(self, project: &Project) -> NewFinding {
        let (ecosystem, space) = ecosystem(&self.package_manager, &self.language);
        let mut package = purl::component(ecosystem, &space, self.package(), &self.version);
        let system = purl::is_distribution(ecosystem);
        let kind = if system || project.is_image {
            FindingKind::Container
        } else {
            FindingKind::Sca
        };
        let title = text::one_line(&self.title, TITLE);
        let mut out = NewFinding::new(kind, self.id.clone(), title);
        (out.severity, out.severity_word) = severity(&self.severity);
        let said = &self.identifiers;
        let ids = said.cve.iter().chain(said.ghsa.iter());
        let others: Vec<String> = ids.map(str::to_owned).collect();
        let (same, errata) = advisory::aliases(self.id, others);
        // Snyk's id is of a package, the others are of the vulnerability: they come first.
        let (own, mut known): (Vec<_>, Vec<_>) =
            same.into_iter().partition(|it| it.starts_with("SNYK-"));
        known.extend(own);
        known.retain(|it| !it.starts_with("snyk:"));
        out.vulnerabilities = known;
        out.cwes = normalise::cwes(said.cwe.iter());
        package.fixed = self.fixed_in.0;
        out.package = Some(package);
        if !system {
            out.place = place(&project.file, None);
        }
        if !system && project.is_image && !project.file.is_empty() {
            out.place.file = Some(image::file(&project.file));
        }
        let claim = !self.cvss.is_empty() || self.cvss_score.is_some();
        out.detail.cvss.extend(claim.then_some(CvssClaim {
            vector: self.cvss,
            score: self.cvss_score,
            source: "snyk".to_owned(),
        }));
        out.detail.description = text::bounded(self.description, DESCRIPTION);
        out.detail.references = links(self.references.into_iter().map(|it| it.url).take(32));
        let facts = &mut out.detail.facts;
        fact(facts, "exploit", self.exploit);
        let path = text::one_line(&self.from.0.join(" > "), 1000);
        fact(facts, "path", path);
        fact(facts, "related", errata.join(", "));
        out
    }
}

impl Issue {
    fn into_finding(self, project: &Project) -> NewFinding {
        let title = text::one_line(&self.title, TITLE);
        let mut out = NewFinding::new(FindingKind::Iac, self.id, title);
        (out.severity, out.severity_word) = severity(&self.severity);
        let line = self.line_number.and_then(|it| u32::try_from(it).ok());
        out.place = place(&project.file, line);
        let path = text::one_line(&self.path.0.join("."), 500);
        out.place.resource = Some(path).filter(|it| !it.is_empty());
        let texts = [&self.issue, &self.impact].map(|it| it.first().unwrap_or_default());
        let description = texts.join("\n").trim().to_owned();
        out.detail.description = text::bounded(description, DESCRIPTION);
        let resolve = self.resolve.first().unwrap_or_default().to_owned();
        out.detail.remediation = text::bounded(resolve, DESCRIPTION);
        let pages = self.documentation.0.into_iter().chain(self.references.0);
        out.detail.references = links(pages.take(32));
        let tags = self.sub_type.iter().map(|it| text::one_line(it, 200));
        out.detail.tags = tags.take(8).collect();
        out
    }
}

fn severity(word: &str) -> (Severity, String) {
    let severity = match word.to_ascii_lowercase().as_str() {
        "critical" => Severity::Critical,
        "high" => Severity::High,
        "medium" => Severity::Medium,
        "low" => Severity::Low,
        _ => Severity::Unknown,
    };
    (severity, text::one_line(word, 60))
}

/// The ecosystem of a package manager, and the distribution in `debian:11`.
fn ecosystem(manager: &str, language: &str) -> (&'static str, String) {
    let (name, _) = manager.split_once(':').unwrap_or((manager, ""));
    let ecosystem = match name {
        "npm" | "yarn" | "pnpm" => "npm",
        "pip" | "poetry" | "pipenv" | "uv" => "pypi",
        "maven" | "gradle" | "sbt" => "maven",
        "rubygems" => "gem",
        "golang" | "gomodules" | "golangdep" | "govendor" => "golang",
        "nuget" | "paket" => "nuget",
        "composer" => "composer",
        "cocoapods" => "cocoapods",
        "hex" => "hex",
        "cargo" => "cargo",
        "debian" | "ubuntu" | "deb" => "deb",
        "alpine" | "wolfi" | "chainguard" | "apk" => "apk",
        "rhel" | "centos" | "amzn" | "oracle" | "rocky" | "sles" | "rpm" => "rpm",
        _ => match language {
            "js" => "npm",
            "python" => "pypi",
            "java" => "maven",
            "ruby" => "gem",
            "php" => "composer",
            _ => "",
        },
    };
    let space = Some(name).filter(|it| purl::is_distribution(ecosystem) && *it != ecosystem);
    (ecosystem, space.unwrap_or_default().to_owned())
}
