//! The same vulnerability, reported of a distribution's source package by one tool and of the binary
//! package built from it by another.

use super::{Edge, Rule, Sighting, dependency};
use crate::model::Confidence;
use std::collections::BTreeSet;

/// See the module's text.
pub(super) struct SourcePackage;

impl Rule for SourcePackage {
    fn name(&self) -> &'static str {
        "source-package"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "the same vulnerability in a source package and in the only binary package reported of it"
    }

    fn space(&self) -> &'static str {
        "dependency"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        let mut out = Vec::new();
        for id in dependency::ids(it) {
            for name in [Some(it.package.as_str()), source(it)]
                .into_iter()
                .flatten()
            {
                if dependency::is_system(it) {
                    out.push(format!("{id} {}", dependency::name(name)));
                }
            }
        }
        out
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let Some(key) = bucket.iter().find_map(|(_, it)| source(it)) else {
            return Vec::new();
        };
        let (sources, binaries): (Vec<_>, Vec<_>) = bucket
            .iter()
            .partition(|(_, it)| dependency::name(&it.package) == dependency::name(key));
        let names: BTreeSet<&str> = binaries.iter().map(|(_, it)| it.package.as_str()).collect();
        let Some((a, one)) = sources.first() else {
            return Vec::new();
        };
        let edge = |(b, other): &(usize, &Sighting)| Edge {
            a: *a,
            b: *b,
            rule: self.name(),
            version: self.version(),
            confidence: if names.len() == 1 {
                Confidence::Medium
            } else {
                Confidence::Low
            },
            evidence: format!(
                "{} in {}, which is built from {}",
                one.rule, other.package, one.package
            ),
        };
        let others = binaries.iter().filter(|(_, it)| it.tool != one.tool);
        others.map(edge).collect()
    }
}

fn source(it: &Sighting) -> Option<&str> {
    let mut hints = it.hints.iter();
    hints.find_map(|it| it.strip_prefix("source:"))
}
