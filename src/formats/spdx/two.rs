//! SPDX 2.x as JSON.

use super::package::Package;
use super::{creator, finish};
use crate::error::Problem;
use crate::formats::read::json;
use crate::formats::wire::or_default;
use crate::formats::{Input, Sink, normalise};
use crate::model::Scan;
use serde::Deserialize;
use std::collections::BTreeMap;

const HEAD: &[&str] = &[
    "creationInfo.created",
    "creationInfo.creators[]",
    "documentDescribes[]",
    "relationships[]",
    "packages[]",
    "sbom.creationInfo.created",
    "sbom.creationInfo.creators[]",
    "sbom.documentDescribes[]",
    "sbom.relationships[]",
    "sbom.packages[]",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Relation {
    #[serde(default, deserialize_with = "or_default")]
    spdx_element_id: String,
    #[serde(default, deserialize_with = "or_default")]
    relationship_type: String,
    #[serde(default, deserialize_with = "or_default")]
    related_spdx_element: String,
}

/// What the document says of itself.
#[derive(Default)]
pub(super) struct Head {
    pub(super) scan: Scan,
    described: Vec<String>,
    /// Images among the packages.
    images: BTreeMap<String, String>,
    packages: usize,
}

impl Head {
    pub(super) fn describes(&mut self, id: &str) {
        // Of more than two it does not matter which.
        if self.described.len() < 3 && !self.described.iter().any(|it| it == id) {
            self.described.push(id.to_owned());
        }
    }

    pub(super) fn relation(&mut self, from: &str, how: &str, to: &str) {
        match how {
            "DESCRIBES" if from == "SPDXRef-DOCUMENT" => self.describes(to),
            "DESCRIBED_BY" if to == "SPDXRef-DOCUMENT" => self.describes(from),
            _ => {}
        }
    }

    pub(super) fn package(&mut self, it: &Package) {
        self.packages += 1;
        if let Some(image) = it.image() {
            self.images.insert(it.id.clone(), image.to_owned());
        }
    }

    /// The scan, and the id of the package that the document is about, when that is one among
    /// others.
    pub(super) fn finish(mut self) -> (Scan, String) {
        finish(&mut self.scan);
        let subject = match self.described.as_slice() {
            [one] if self.packages > 1 => one.clone(),
            _ => String::new(),
        };
        if let Some(image) = self.images.get(&subject) {
            self.scan.target.clone_from(image);
        }
        (self.scan, subject)
    }
}

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut head = Head::default();
    json::walk(input, HEAD, &mut |it| {
        match it.want % 5 {
            0 => {
                let text = it.parse::<String>().unwrap_or_default();
                head.scan.scanned_at = normalise::timestamp(&text);
            }
            1 => creator(&mut head.scan, &it.parse::<String>().unwrap_or_default()),
            2 => head.describes(&it.parse::<String>().unwrap_or_default()),
            3 => {
                if let Ok(it) = it.parse::<Relation>() {
                    let (from, to) = (&it.spdx_element_id, &it.related_spdx_element);
                    head.relation(from, &it.relationship_type, to);
                }
            }
            _ => {
                if let Ok(it) = it.parse::<Package>() {
                    head.package(&it);
                }
            }
        }
        Ok(())
    })?;
    let (scan, subject) = head.finish();
    sink.scan(scan)?;
    json::walk(input, &["packages[]", "sbom.packages[]"], &mut |it| {
        let Some(package) = it.record::<Package>(sink)? else {
            return Ok(());
        };
        let is_subject = !subject.is_empty() && package.id == subject;
        package.hand_over(is_subject, &it.place(), sink)
    })
}
