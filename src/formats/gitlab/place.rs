//! Where a vulnerability is: the parts of `location` that any of the report types has.

use crate::formats::wire::{fact, or_default, place};
use crate::formats::{image, normalise, purl};
use crate::model::{FindingKind, Location, NewFinding, Package, text};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Lock files and manifests, and the ecosystem that each belongs to.
const FILES: &[(&str, &str)] = &[
    ("Cargo.lock", "cargo"),
    ("Gemfile.lock", "gem"),
    ("Pipfile.lock", "pypi"),
    ("build.gradle", "maven"),
    ("composer.lock", "composer"),
    ("go.mod", "golang"),
    ("go.sum", "golang"),
    ("gradle.lockfile", "maven"),
    ("npm-shrinkwrap.json", "npm"),
    ("package-lock.json", "npm"),
    ("packages.lock.json", "nuget"),
    ("pnpm-lock.yaml", "npm"),
    ("poetry.lock", "pypi"),
    ("pom.xml", "maven"),
    ("requirements.txt", "pypi"),
    ("setup.py", "pypi"),
    ("uv.lock", "pypi"),
    ("yarn.lock", "npm"),
];

/// Operating systems, as container scanners spell them, and their packages.
const SYSTEMS: &[(&str, &str)] = &[
    ("alpine", "apk"),
    ("wolfi", "apk"),
    ("chainguard", "apk"),
    ("debian", "deb"),
    ("ubuntu", "deb"),
    ("alma", "rpm"),
    ("amazon", "rpm"),
    ("centos", "rpm"),
    ("fedora", "rpm"),
    ("opensuse", "rpm"),
    ("oracle", "rpm"),
    ("photon", "rpm"),
    ("redhat", "rpm"),
    ("rhel", "rpm"),
    ("rocky", "rpm"),
    ("sles", "rpm"),
    ("suse", "rpm"),
];

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Site {
    #[serde(deserialize_with = "or_default")]
    file: String,
    start_line: Option<u32>,
    end_line: Option<u32>,
    #[serde(deserialize_with = "or_default")]
    class: String,
    #[serde(deserialize_with = "or_default")]
    method: String,
    #[serde(deserialize_with = "or_default")]
    param: String,
    #[serde(deserialize_with = "or_default")]
    hostname: String,
    #[serde(alias = "host", deserialize_with = "or_default")]
    path: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) image: String,
    #[serde(deserialize_with = "or_default")]
    operating_system: String,
    #[serde(deserialize_with = "or_default")]
    crash_type: String,
    #[serde(deserialize_with = "or_default")]
    crash_state: String,
    dependency: Option<Dependency>,
    commit: Option<Commit>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Dependency {
    #[serde(deserialize_with = "or_default")]
    package: Named,
    #[serde(deserialize_with = "or_default")]
    version: String,
    direct: Option<bool>,
    #[serde(deserialize_with = "or_default")]
    dependency_path: Vec<Node>,
}

/// A dependency by its number in the file's list.
#[derive(Deserialize)]
struct Node {
    iid: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    #[serde(deserialize_with = "or_default")]
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Commit {
    #[serde(deserialize_with = "or_default")]
    sha: String,
}

/// A file of `dependency_files`: what its numbers stand for.
#[derive(Deserialize)]
pub(super) struct Listed {
    #[serde(default, deserialize_with = "or_default")]
    path: String,
    #[serde(default, deserialize_with = "or_default")]
    dependencies: Vec<Numbered>,
}

#[derive(Deserialize)]
struct Numbered {
    iid: Option<u64>,
    #[serde(flatten)]
    dependency: Dependency,
}

/// Names of dependencies by file and number.
#[derive(Default)]
pub(super) struct Names(BTreeMap<(String, u64), String>);

impl Names {
    pub(super) fn take(&mut self, file: Listed) {
        for it in file.dependencies {
            if let Some(iid) = it.iid {
                let (name, version) = (&it.dependency.package.name, &it.dependency.version);
                let name = text::one_line(&format!("{name} {version}"), 200);
                self.0.insert((file.path.clone(), iid), name);
            }
        }
    }
}

impl Site {
    /// The way by which a dependency came in; `direct` where the report says no more.
    pub(super) fn way(&self, names: &Names) -> String {
        let Some(it) = &self.dependency else {
            return String::new();
        };
        let path = it.dependency_path.iter().take(40);
        let mut way: Vec<String> = path
            .filter_map(|node| names.0.get(&(self.file.clone(), node.iid)).cloned())
            .collect();
        if way.is_empty() {
            let direct = it.direct == Some(true);
            return if direct {
                "direct".to_owned()
            } else {
                String::new()
            };
        }
        let own = text::one_line(&format!("{} {}", it.package.name, it.version), 200);
        if way.last() != Some(&own) {
            way.push(own);
        }
        way.join(" > ")
    }

    /// The kind that the parts of a place speak of, where the report does not say its type.
    pub(super) fn kind(&self) -> FindingKind {
        if !self.image.is_empty() {
            FindingKind::Container
        } else if self.component().is_some() {
            FindingKind::Sca
        } else if !self.hostname.is_empty() || !self.crash_type.is_empty() {
            FindingKind::Dast
        } else {
            FindingKind::Sast
        }
    }

    pub(super) fn describe(self, out: &mut NewFinding) {
        if matches!(out.kind, FindingKind::Sca | FindingKind::Container) {
            out.package = self.component();
        }
        let line = self.start_line.filter(|it| *it > 0);
        out.place = place(&self.file, line);
        out.place.end_line = self
            .end_line
            .filter(|it| line.is_some_and(|line| *it > line));
        if out.kind == FindingKind::Dast && !self.hostname.is_empty() {
            let (host, path) = (self.hostname.trim_end_matches('/'), self.path.as_str());
            let slash = if path.starts_with('/') || path.is_empty() {
                ""
            } else {
                "/"
            };
            let said = |it: String| (!it.is_empty()).then_some(it);
            out.place = Location {
                url: Some(text::bounded(format!("{host}{slash}{path}"), 4096)),
                method: said(self.method.to_ascii_uppercase()),
                parameter: said(text::bounded(self.param, 512)),
                ..Location::default()
            };
        } else {
            fact(&mut out.detail.facts, "method", self.method);
        }
        let facts = &mut out.detail.facts;
        fact(facts, "class", self.class);
        fact(facts, "image", self.image);
        fact(facts, "operating system", self.operating_system);
        fact(facts, "crash", self.crash_type);
        fact(facts, "crash state", text::bounded(self.crash_state, 4096));
        // A scan of files without history has a commit of zeros.
        let commit = self.commit.map(|it| it.sha).unwrap_or_default();
        let zeros = commit.bytes().all(|it| it == b'0');
        fact(facts, "commit", if zeros { "" } else { &commit });
    }

    fn component(&self) -> Option<Package> {
        let dependency = self.dependency.as_ref()?;
        let name = dependency.package.name.trim();
        if name.is_empty() {
            return None;
        }
        let system = self.operating_system.to_ascii_lowercase();
        let known = SYSTEMS.iter().find(|(it, _)| system.contains(it));
        let (space, ecosystem) = known.copied().unwrap_or_else(|| ("", self.of_file()));
        let component = purl::component(ecosystem, space, name, &dependency.version);
        Some(component)
    }

    /// Container scanners name the lock file as the image when they scan a folder.
    fn of_file(&self) -> &'static str {
        let paths = [normalise::path(&self.file), image::file(&self.image)];
        let ends = |path: &String, end: &str| path.rsplit('/').next() == Some(end);
        let known = FILES
            .iter()
            .find(|(end, _)| paths.iter().any(|it| ends(it, end)));
        known.map_or("", |it| it.1)
    }
}
