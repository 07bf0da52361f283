//! Trivy JSON: `trivy image|fs|repo|rootfs|vm|sbom --format json` since schema 2 (0.20), the array
//! before it, and `trivy k8s`.
//!
//! Severity: CRITICAL → critical, HIGH → high, MEDIUM → medium, LOW → low, UNKNOWN → unknown
//! (`SeverityNames` of trivy-db).
//! A finding is one vulnerability of one package, one failed check, one secret, one licence. In an
//! image packages are of kind `container`, elsewhere `sca` with the lock file as place.
//! The target is the image without its tag, the cluster, and empty for a folder or repository.
//! Advisories of vendors (`VendorIDs` such as RHSA) stand for several CVEs at once: they are facts,
//! not further ids. Of a secret's code only the lines that Trivy has masked are kept.
//! `Packages`, where Trivy lists them, are the inventory; where they name what they depend on, a
//! finding of a language's package says by which way it came in, and memory grows with them.
//! Not read: checks that passed or are excepted, `CustomResources`, and
//! `ExperimentalModifiedFindings`, which Trivy itself leaves out of its counts.

mod check;
mod package;
mod vulnerability;

use super::read::json;
use super::wire::fact;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Scan, Severity};
use check::{Check, License, Secret};
use package::{Package, Ways};
use std::collections::BTreeMap;
use vulnerability::Vulnerability;

/// See the module's text.
pub(super) struct Trivy;

const HEAD: &[&str] = &[
    "ArtifactName",
    "ArtifactType",
    "CreatedAt",
    "ClusterName",
    "Trivy.Version",
    "Metadata.RepoTags[]",
    "*[].Namespace",
    "*[].Kind",
    "*[].Name",
    "*[].Error",
    "[].Target",
    "[].Class",
    "[].Type",
    "Results[].Target",
    "Results[].Class",
    "Results[].Type",
    "*[].Results[].Target",
    "*[].Results[].Class",
    "*[].Results[].Type",
];

const BODY: &[&str] = &[
    "[].Vulnerabilities[]",
    "[].Misconfigurations[]",
    "[].Secrets[]",
    "[].Licenses[]",
    "[].Packages[]",
    "Results[].Vulnerabilities[]",
    "Results[].Misconfigurations[]",
    "Results[].Secrets[]",
    "Results[].Licenses[]",
    "Results[].Packages[]",
    "*[].Results[].Vulnerabilities[]",
    "*[].Results[].Misconfigurations[]",
    "*[].Results[].Secrets[]",
    "*[].Results[].Licenses[]",
    "*[].Results[].Packages[]",
];

/// Where in a file a result stands: document, key of the list, its number, the number inside a
/// resource of a cluster.
type Spot = (usize, String, usize, usize);

/// What stands beside the records.
#[derive(Default)]
struct Head {
    documents: Vec<Document>,
    results: BTreeMap<Spot, Target>,
    resources: BTreeMap<Spot, [String; 3]>,
}

/// One whole report.
#[derive(Default)]
struct Document {
    artifact: String,
    kind: String,
    tag: String,
    cluster: String,
    scan: Scan,
}

/// What a list of records was found in.
#[derive(Clone, Debug, Default)]
struct Target {
    /// File, image with its system, or language.
    name: String,
    /// `os-pkgs`, `lang-pkgs`, `config`, `secret`, `license`, `license-file`; empty in old reports.
    class: String,
    /// `alpine`, `npm`, `dockerfile`, …
    sort: String,
    /// Inside an image.
    image: bool,
    /// Address of a resource of a cluster.
    resource: Option<String>,
}

impl Format for Trivy {
    fn name(&self) -> &'static str {
        "trivy"
    }

    fn tool(&self) -> &'static str {
        "Trivy 0.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Container,
            FindingKind::Sca,
            FindingKind::Iac,
            FindingKind::Secrets,
        ]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let schema2 = probe.has("SchemaVersion")
            && (probe.has("ArtifactName") || probe.has("ArtifactType") || probe.has("Trivy"));
        let lists = [
            "Resources",
            "Findings",
            "Vulnerabilities",
            "Misconfigurations",
        ];
        let cluster = probe.has("ClusterName") && lists.iter().any(|it| probe.has(it));
        let legacy = probe.has_all(&["[].Target", "[].Vulnerabilities"]);
        if schema2 || cluster || legacy {
            return Claim::Yes;
        }
        let marks = ["[].Type", "[].Class"];
        let plain = probe.has("[].Target") && marks.iter().any(|it| probe.has(it));
        if plain || probe.has("ClusterName") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut head = Head::default();
        json::walk(input, HEAD, &mut |it| {
            head.take(it);
            Ok(())
        })?;
        head.finish();
        let mut announced = 0;
        let mut ways = Ways::default();
        json::walk(input, BODY, &mut |it| {
            while announced <= it.root() {
                if let Some(document) = head.documents.get(announced) {
                    sink.scan(document.scan.clone())?;
                }
                announced += 1;
            }
            let target = head.target(it);
            record(it, (&target, &mut ways), key, sink)
        })?;
        for document in head.documents.iter().skip(announced) {
            sink.scan(document.scan.clone())?;
        }
        Ok(())
    }
}

fn record(
    it: &json::Captured<'_>,
    (target, ways): (&Target, &mut Ways),
    key: &SecretKey,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let place = it.place();
    match it.want % 5 {
        0 => match it.record::<Vulnerability>(sink)? {
            Some(record) => {
                let way = ways.way(&spot(it, it.want / 5), &record.pkg_id);
                let mut out = record.into_finding(target, place);
                fact(&mut out.detail.facts, "path", way);
                sink.finding(out)
            }
            None => Ok(()),
        },
        1 => match it.record::<Check>(sink)? {
            Some(record) if record.failed() => sink.finding(record.into_finding(target, place)),
            Some(_) | None => Ok(()),
        },
        2 => match it.record::<Secret>(sink)? {
            Some(record) => {
                let finding = record.into_finding(target, place, key, &mut |it| sink.conceal(it));
                sink.finding(finding)
            }
            None => Ok(()),
        },
        4 => match it.record::<Package>(sink)? {
            Some(package) => {
                if !target.is_system() {
                    ways.take(spot(it, it.want / 5), &package);
                }
                sink.component(package.component(target))
            }
            None => Ok(()),
        },
        _ => match it.record::<License>(sink)? {
            Some(record) => sink.finding(record.into_finding(target, place)),
            None => Ok(()),
        },
    }
}

impl Head {
    fn take(&mut self, it: &json::Captured<'_>) {
        let Ok(text) = it.parse::<String>() else {
            return;
        };
        while self.documents.len() <= it.root() {
            self.documents.push(Document::default());
        }
        let Some(document) = self.documents.last_mut() else {
            return;
        };
        match it.want {
            0 => document.artifact = text,
            1 => document.kind = text,
            2 => document.scan.scanned_at = normalise::timestamp(&text),
            3 => document.cluster = text,
            4 => document.scan.tool_version = text,
            5 if document.tag.is_empty() => document.tag = text,
            5 => {}
            part @ 6..=8 => {
                let spot = (it.root(), it.key(0).to_owned(), it.index(0), 0);
                if let Some(slot) = self.resources.entry(spot).or_default().get_mut(part - 6) {
                    *slot = text;
                }
            }
            9 if text.is_empty() => {}
            9 => {
                let reason = format!("trivy reports an error: {text}");
                document.scan.incomplete.get_or_insert(reason);
            }
            part => {
                let target = self.results.entry(spot(it, (part - 10) / 3)).or_default();
                match (part - 10) % 3 {
                    0 => target.name = text,
                    1 => target.class = text,
                    _ => target.sort = text,
                }
            }
        }
    }

    /// Works out what needs the whole head: the target of the scan, what lies in an image.
    fn finish(&mut self) {
        if self.documents.is_empty() {
            self.documents.push(Document::default());
        }
        for (root, document) in self.documents.iter_mut().enumerate() {
            let inside = self.results.iter_mut().filter(|(spot, _)| spot.0 == root);
            let mut results: Vec<_> = inside.map(|(_, it)| it).collect();
            let system = results.iter().find(|it| it.is_system());
            let image = match document.kind.as_str() {
                "container_image" | "vm" => true,
                "" => !document.cluster.is_empty() || system.is_some(),
                _ => false,
            };
            // The result of a system is called `image:tag (alpine 3.10)`.
            let by_system = system
                .and_then(|it| it.name.rsplit_once(" ("))
                .map(|it| it.0);
            let named = match (image, &document.artifact) {
                (false, _) => "",
                (true, name) if name.is_empty() => by_system.unwrap_or_default(),
                (true, name) if is_archive(name) && !document.tag.is_empty() => &document.tag,
                (true, name) => name,
            };
            let target = match document.cluster.as_str() {
                "" => image::repository(named).to_owned(),
                cluster => cluster.to_owned(),
            };
            document.scan.target = target;
            "trivy".clone_into(&mut document.scan.tool);
            for it in &mut results {
                it.image |= image;
            }
        }
        for (spot, target) in &mut self.results {
            let owner = (spot.0, spot.1.clone(), spot.2, 0);
            if let Some(parts) = self.resources.get(&owner) {
                let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
                let address = parts.join("/");
                target.resource = Some(address.trim_matches('/').to_owned());
                target.image = true;
            }
        }
    }

    fn target(&self, it: &json::Captured<'_>) -> Target {
        self.results
            .get(&spot(it, it.want / 5))
            .cloned()
            .unwrap_or_default()
    }
}

impl Target {
    /// Packages of an operating system.
    fn is_system(&self) -> bool {
        match self.class.as_str() {
            "" => vulnerability::distribution(&self.sort).is_some(),
            class => class == "os-pkgs",
        }
    }

    fn package_kind(&self) -> FindingKind {
        if self.image || self.is_system() {
            FindingKind::Container
        } else {
            FindingKind::Sca
        }
    }

    /// The target as a file, where it is one.
    fn file(&self) -> Option<String> {
        let words = [
            "Java",
            "Node.js",
            "Python",
            "Ruby",
            "PHP",
            "Conda",
            "OS Packages",
        ];
        let none = self.name.is_empty()
            || self.is_system()
            || words.contains(&self.name.as_str())
            || (self.resource.is_some() && self.class == "config")
            || self.class.starts_with("license");
        (!none).then(|| self.path(&self.name))
    }

    /// A file of an image or of a folder.
    fn path(&self, path: &str) -> String {
        if self.image {
            image::file(path)
        } else {
            normalise::path(path)
        }
    }
}

fn spot(it: &json::Captured<'_>, form: usize) -> Spot {
    let (list, inner) = match form {
        0 => ("", 0),
        1 => ("Results", 0),
        _ => (it.key(0), it.index(1)),
    };
    (it.root(), list.to_owned(), it.index(0), inner)
}

fn is_archive(name: &str) -> bool {
    [".tar", ".tar.gz", ".tgz", ".tar.xz"]
        .iter()
        .any(|it| name.ends_with(it))
}

fn severity(word: &str) -> Severity {
    match word {
        "CRITICAL" => Severity::Critical,
        "HIGH" => Severity::High,
        "MEDIUM" => Severity::Medium,
        "LOW" => Severity::Low,
        _ => normalise::severity_of_word(word),
    }
}
