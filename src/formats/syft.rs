//! Syft 0.5x to 1.x JSON (`syft -o json`, the schema of `anchore/syft`): a bill of materials.
//!
//! It has no findings and so no severities. Every artifact is a component, with the licences that
//! Syft found declared, else concluded, and the first file it was found in. The target is the
//! repository of a scanned image, and empty for folders and files.
//! Not read: `artifactRelationships`, `files`, the metadata of single package managers, CPEs.

use super::read::json;
use super::read::loose::Loose;
use super::wire::or_default;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, licence, normalise, purl};
use crate::error::Problem;
use crate::model::{Component, FindingKind, Package, Scan, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Syft;

#[derive(Deserialize)]
struct Artifact {
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, rename = "type", deserialize_with = "or_default")]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    purl: String,
    #[serde(default, deserialize_with = "or_default")]
    licenses: Vec<Licence>,
    #[serde(default, deserialize_with = "or_default")]
    locations: Vec<Site>,
}

/// A text before schema 8.
#[derive(Deserialize)]
#[serde(untagged)]
enum Licence {
    Text(String),
    Parts {
        #[serde(default, deserialize_with = "or_default")]
        value: String,
        #[serde(default, rename = "spdxExpression", deserialize_with = "or_default")]
        expression: String,
        #[serde(default, rename = "type", deserialize_with = "or_default")]
        sort: String,
    },
}

#[derive(Deserialize)]
struct Site {
    #[serde(default, deserialize_with = "or_default")]
    path: String,
}

#[derive(Deserialize)]
struct Source {
    #[serde(default, rename = "type", deserialize_with = "or_default")]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    /// Before schema 7 it was `target`; of a folder it is a text.
    #[serde(default, alias = "target")]
    metadata: serde_json::Value,
}

impl Format for Syft {
    fn name(&self) -> &'static str {
        "syft"
    }

    fn tool(&self) -> &'static str {
        "Syft 0.5x-1.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sbom]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let schema = probe.value("schema.url").unwrap_or_default();
        let shaped = probe.has_all(&["artifacts", "descriptor.name", "schema.version"]);
        if schema.contains("anchore/syft")
            || (shaped && probe.value("descriptor.name") == Some("syft"))
        {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "syft".to_owned(),
            inventory: true,
            ..Scan::default()
        };
        let head = ["source", "descriptor.version", "descriptor.timestamp"];
        json::walk(input, &head, &mut |it| {
            match it.want {
                0 => {
                    scan.target = it
                        .parse::<Source>()
                        .map(|it| it.target())
                        .unwrap_or_default()
                }
                1 => scan.tool_version = text::one_line(&it.parse::<String>()?, 100),
                _ => {
                    let at = it.parse::<Loose>()?;
                    scan.scanned_at = at.first().and_then(normalise::timestamp);
                }
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(
            input,
            &["artifacts[]"],
            &mut |it| match it.record::<Artifact>(sink)? {
                Some(artifact) => sink.component(artifact.component()),
                None => Ok(()),
            },
        )
    }
}

impl Source {
    fn target(&self) -> String {
        if self.sort != "image" {
            return String::new();
        }
        let asked = self.metadata.get("userInput").and_then(|it| it.as_str());
        image::repository(asked.unwrap_or(&self.name)).to_owned()
    }
}

impl Artifact {
    fn component(self) -> Component {
        let declared = self.licenses.iter().any(Licence::is_declared);
        let licences = self.licenses.iter();
        let licences = licences.filter(|it| !declared || it.is_declared());
        let licence = licence::expression(licences.map(Licence::text));
        let package = purl::package(&self.purl).unwrap_or_else(|| Package {
            ecosystem: normalise::ecosystem(&self.sort).to_owned(),
            name: self.name.clone(),
            ..Package::default()
        });
        let place = self.locations.iter().map(|it| image::file(&it.path));
        Component {
            package: Package {
                version: self.version,
                ..package
            },
            licence,
            place: place
                .into_iter()
                .find(|it| !it.is_empty())
                .unwrap_or_default(),
        }
    }
}

impl Licence {
    fn is_declared(&self) -> bool {
        matches!(self, Self::Parts { sort, .. } if sort == "declared")
    }

    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Parts {
                value, expression, ..
            } if expression.is_empty() => value.clone(),
            Self::Parts { expression, .. } => expression.clone(),
        }
    }
}
