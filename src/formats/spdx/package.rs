//! A package of SPDX 2.x, as JSON and tag-value write it alike.

use crate::error::Problem;
use crate::formats::wire::{fact, links, or_default};
use crate::formats::{Sink, image, licence, normalise, purl};
use crate::model::{Component, FindingKind, NewFinding, Package as Named, RecordPlace, text};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Package {
    #[serde(rename = "SPDXID", default, deserialize_with = "or_default")]
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) version_info: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) package_file_name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) source_info: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) primary_package_purpose: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) license_concluded: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) license_declared: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) external_refs: Vec<Reference>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) reference_category: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) reference_type: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) reference_locator: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) comment: String,
}

/// Words with which Syft begins to say where a package was found.
const ACQUIRED: &str = "acquired package info from";

impl Package {
    /// The repository of the image that it is, if it is one.
    pub(super) fn image(&self) -> Option<&str> {
        (self.primary_package_purpose == "CONTAINER").then(|| image::repository(&self.name))
    }

    /// Hands over the component and what is known of its vulnerabilities.
    pub(super) fn hand_over(
        self,
        is_subject: bool,
        record: &RecordPlace,
        sink: &mut dyn Sink,
    ) -> Result<(), Problem> {
        let package = self.package();
        if !is_subject {
            sink.component(Component {
                package: package.clone(),
                licence: self.licence(),
                place: self.place(),
            })?;
        }
        for mut it in self.findings(package) {
            it.record = record.clone();
            sink.finding(it)?;
        }
        Ok(())
    }

    fn package(&self) -> Named {
        let purls = self
            .external_refs
            .iter()
            .filter(|it| it.reference_type == "purl");
        let mut named = purls.filter_map(|it| purl::package(&it.reference_locator));
        let mut out = named.next().unwrap_or_else(|| Named {
            name: self.name.clone(),
            ..Named::default()
        });
        if !matches!(self.version_info.as_str(), "" | "NOASSERTION") {
            out.version.clone_from(&self.version_info);
        }
        out
    }

    fn licence(&self) -> String {
        let said = |it: &&String| !matches!(it.as_str(), "" | "NOASSERTION" | "NONE");
        let both = [&self.license_concluded, &self.license_declared];
        licence::expression(both.into_iter().find(said).cloned())
    }

    fn place(&self) -> String {
        if !self.package_file_name.is_empty() {
            return normalise::path(&self.package_file_name);
        }
        let found = self.source_info.strip_prefix(ACQUIRED).unwrap_or_default();
        let (_, paths) = found.rsplit_once(": ").unwrap_or_default();
        image::file(paths.split(',').next().unwrap_or_default())
    }

    /// One finding for each vulnerability that a security reference names.
    fn findings(&self, package: Named) -> Vec<NewFinding> {
        let mut out: Vec<NewFinding> = Vec::new();
        let secure = |it: &&Reference| {
            it.reference_category == "SECURITY"
                && matches!(it.reference_type.as_str(), "advisory" | "fix" | "url")
        };
        for it in self.external_refs.iter().filter(secure) {
            let Some(id) = named_in(&it.reference_locator) else {
                continue;
            };
            let at = out
                .iter()
                .position(|have| have.rule == id)
                .unwrap_or_else(|| {
                    let title = format!("{id} in {}", package.name);
                    let mut new = NewFinding::new(FindingKind::Sbom, id.clone(), title);
                    new.vulnerabilities = vec![id.clone()];
                    new.package = Some(package.clone());
                    let place = self.place();
                    new.place.file = (!place.is_empty()).then_some(place);
                    out.push(new);
                    out.len() - 1
                });
            if let Some(finding) = out.get_mut(at) {
                let detail = &mut finding.detail;
                let url = text::bounded(it.reference_locator.clone(), 2048);
                let all = std::mem::take(&mut detail.references).into_iter();
                detail.references = links(all.chain([url]));
                fact(
                    &mut detail.facts,
                    &it.reference_type,
                    text::one_line(&it.comment, 500),
                );
            }
        }
        out
    }
}

/// The vulnerability that an address names, such as the end of its path.
fn named_in(locator: &str) -> Option<String> {
    let mut parts =
        locator.rsplit(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':')));
    parts.find_map(|it| {
        normalise::vulnerability(it).filter(|id| id.contains(|c: char| c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vulnerability_is_found_in_an_address() {
        for (locator, expected) in [
            (
                "https://nvd.nist.gov/vuln/detail/CVE-2026-1001",
                Some("CVE-2026-1001"),
            ),
            (
                "https://x.example/a?id=GHSA-ABCD-2345-efgh#top",
                Some("GHSA-abcd-2345-efgh"),
            ),
            ("https://x.example/no-identifier-here", None),
            ("https://x.example/go-modules", None),
        ] {
            assert_eq!(named_in(locator).as_deref(), expected, "{locator}");
        }
    }
}
