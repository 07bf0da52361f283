//! The packages of a result: the inventory, and which of them brings which other with it.

use super::{Spot, Target};
use crate::formats::graph::Graph;
use crate::formats::wire::or_default;
use crate::formats::{licence, normalise, purl};
use crate::model::{Component, Package as Named};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Package {
    #[serde(rename = "ID", default, deserialize_with = "or_default")]
    id: String,
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    identifier: super::vulnerability::Identifier,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    release: String,
    #[serde(default, deserialize_with = "or_default")]
    licenses: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    depends_on: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    file_path: String,
}

/// Longest way that is shown.
const WAY: usize = 40;

/// What depends on what inside one result.
#[derive(Default)]
pub(super) struct Ways {
    spot: Option<Spot>,
    graph: Graph,
    names: BTreeMap<String, String>,
}

impl Ways {
    /// Notes a package. Trivy writes the packages of a result before its vulnerabilities.
    pub(super) fn take(&mut self, spot: Spot, it: &Package) {
        if self.spot.as_ref() != Some(&spot) {
            *self = Self {
                spot: Some(spot),
                ..Self::default()
            };
        }
        for to in &it.depends_on {
            self.graph.add(&it.id, to);
        }
        self.names
            .insert(it.id.clone(), format!("{} {}", it.name, it.version));
    }

    /// The way to a package of this result, by names.
    pub(super) fn way(&self, spot: &Spot, id: &str) -> String {
        if id.is_empty() || self.spot.as_ref() != Some(spot) {
            return String::new();
        }
        let way = self.graph.way(id);
        let names = way
            .iter()
            .take(WAY)
            .map(|it| self.names.get(it).unwrap_or(it));
        names.cloned().collect::<Vec<_>>().join(" > ")
    }
}

impl Package {
    pub(super) fn component(self, target: &Target) -> Component {
        let version = match self.release.as_str() {
            "" => self.version.clone(),
            release => format!("{}-{release}", self.version),
        };
        let named = self.identifier.purl.as_deref().and_then(purl::package);
        let mut package = named.unwrap_or_else(|| Named {
            ecosystem: normalise::ecosystem(&target.sort).to_owned(),
            name: self.name,
            ..Named::default()
        });
        if package.version.is_empty() {
            package.version = version;
        }
        let place = match self.file_path.as_str() {
            "" => target.file().unwrap_or_default(),
            path => target.path(path),
        };
        Component {
            package,
            licence: licence::expression(self.licenses),
            place,
        }
    }
}
