//! Components, and the references to them.

use super::Known;
use crate::error::Problem;
use crate::formats::wire::or_default;
use crate::formats::{Sink, licence::expression, normalise, purl};
use crate::model::{Component as Listed, Package};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
pub(super) struct Component {
    #[serde(rename = "bom-ref", default, deserialize_with = "or_default")]
    bom_ref: String,
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    group: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    purl: String,
    #[serde(default, deserialize_with = "or_default")]
    licenses: Vec<Licence>,
    #[serde(default, deserialize_with = "or_default")]
    evidence: Evidence,
    #[serde(default, deserialize_with = "or_default")]
    properties: Vec<Property>,
    #[serde(default, deserialize_with = "or_default")]
    components: Vec<Self>,
}

/// Either an expression, or one licence by its SPDX id or its name.
#[derive(Deserialize)]
struct Licence {
    #[serde(default, deserialize_with = "or_default")]
    expression: String,
    #[serde(default, deserialize_with = "or_default")]
    license: Named,
}

#[derive(Default, Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

#[derive(Default, Deserialize)]
struct Evidence {
    #[serde(default, deserialize_with = "or_default")]
    occurrences: Vec<Occurrence>,
}

#[derive(Deserialize)]
struct Occurrence {
    #[serde(default, deserialize_with = "or_default")]
    location: String,
}

#[derive(Deserialize)]
struct Property {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    value: String,
}

/// Properties in which Syft, Trivy and cdxgen say where a component was found.
const PLACES: &[&str] = &[
    "syft:location:0:path",
    "aquasecurity:trivy:FilePath",
    "SrcFile",
];

impl Component {
    pub(super) fn is_container(&self) -> bool {
        self.sort == "container"
    }

    /// Keeps this component and those inside it that are wanted.
    pub(super) fn find(&self, wanted: &BTreeSet<String>, known: &mut Known) {
        for it in [&self.bom_ref, &self.purl] {
            if !it.is_empty() && wanted.contains(it) {
                known.entry(it.clone()).or_insert_with(|| self.package());
            }
        }
        for it in &self.components {
            it.find(wanted, known);
        }
    }

    /// Notes what this component and those inside it are called, by their references.
    pub(super) fn name_all(&self, names: &mut BTreeMap<String, String>) {
        if !self.bom_ref.is_empty() {
            let name = format!("{} {}", self.package().name, self.version);
            names.insert(self.bom_ref.clone(), name.trim_end().to_owned());
        }
        for it in &self.components {
            it.name_all(names);
        }
    }

    /// Hands over this component and those inside it. A file is part of a component, not one.
    pub(super) fn list(&self, sink: &mut dyn Sink) -> Result<(), Problem> {
        if self.sort != "file" && !self.name.is_empty() {
            sink.component(Listed {
                package: self.package(),
                licence: self.licence(),
                place: self.place(),
            })?;
        }
        self.components.iter().try_for_each(|it| it.list(sink))
    }

    fn licence(&self) -> String {
        let each = self.licenses.iter().map(|it| {
            let all = [&it.expression, &it.license.id, &it.license.name];
            let said = all.into_iter().find(|it| !it.trim().is_empty());
            said.cloned().unwrap_or_default()
        });
        expression(each)
    }

    fn place(&self) -> String {
        let found = self.evidence.occurrences.iter().map(|it| &it.location);
        let named = PLACES.iter().flat_map(|name| {
            let fits = move |it: &&Property| it.name == *name;
            self.properties.iter().filter(fits).map(|it| &it.value)
        });
        let first = found.chain(named).find(|it| !it.is_empty());
        first.map_or_else(String::new, |it| normalise::path(it))
    }

    pub(super) fn package(&self) -> Package {
        let mut out = purl::package(&self.purl).unwrap_or_else(|| Package {
            name: match self.group.as_str() {
                "" => self.name.clone(),
                group => format!("{group}/{}", self.name),
            },
            ..Package::default()
        });
        if !self.version.is_empty() {
            out.version.clone_from(&self.version);
        }
        out
    }
}

/// A reference inside this bill. A BOM-Link (`urn:cdx:<bill>/<version>#<reference>`) names a
/// component of another bill by a percent-coded reference.
pub(super) fn plain_ref(text: &str) -> String {
    match text.split_once('#') {
        Some((link, inner)) if link.starts_with("urn:cdx:") => normalise::percent(inner),
        Some(_) | None => text.to_owned(),
    }
}

/// The component that a reference names: one of the bill, or the purl that the reference is.
pub(super) fn resolve(text: &str, known: &Known) -> Option<Package> {
    let plain = plain_ref(text);
    known.get(&plain).cloned().or_else(|| purl::package(&plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_into_another_bill_names_its_component() {
        let link = "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Anpm%2Fminimist%401.2.5";
        let it = resolve(link, &Known::new()).unwrap();
        assert_eq!(
            (it.name.as_str(), it.version.as_str()),
            ("minimist", "1.2.5")
        );
        assert_eq!(resolve("some-ref", &Known::new()), None);
    }
}
