//! Which findings are one issue, and why. Pure. One file per rule, one list.
//!
//! A rule gives every sighting its *keys*: only sightings that share a key are ever compared. Inside
//! a key's bucket it then names the edges it believes, each with a confidence and its evidence in
//! words. [`group`](group::group) joins along the strongest edges first and refuses to put two
//! different sinks of one tool's rule into one issue; edges of the lowest confidence only suggest.
//! The bands and their numbers are in [`bands`]. The result depends on the set of sightings only,
//! never on the order they came in. A weakness class alone never joins.
//!
//! What the rules know of tools is data under `assets/crosswalk/`: which weakness a rule is about,
//! which numbers are one family, which rules of different tools are one control.

pub mod bands;
mod code;
pub mod constraint;
mod crosswalk;
mod data_flow;
mod dependency;
pub mod explain;
mod family;
pub mod group;
mod hints;
mod image;
mod infrastructure;
mod memo;
mod near_code;
mod place;
mod route;
mod same_code;
mod secret;
mod sighting;
mod source_package;
mod web;

use crate::model::{Class, Confidence, Digest, FindingKind};
pub use sighting::{Sighting, ranges, ranges_text};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A reason to join two sightings, by their position in the slice that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// One sighting.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// Name of the rule.
    pub rule: &'static str,
    /// Version of the rule.
    pub version: u32,
    /// How sure.
    pub confidence: Confidence,
    /// What matched, in words.
    pub evidence: String,
}

/// A correlation rule.
pub trait Rule: Sync {
    /// Stable name.
    fn name(&self) -> &'static str;
    /// Goes up whenever the rule may answer otherwise than before.
    fn version(&self) -> u32;
    /// What it joins, in a sentence.
    fn about(&self) -> &'static str;
    /// What the rule's keys are kept under: rules that ask for the same keys share them.
    fn space(&self) -> &'static str {
        self.name()
    }
    /// The rule whose keys this one asks for, and whose buckets it therefore sees.
    fn like(&self) -> Option<&'static dyn Rule> {
        None
    }
    /// What a sighting can be compared by; empty when the rule is not about it. Never asked of a rule
    /// that is like another.
    fn keys(&self, it: &Sighting) -> Vec<String> {
        self.like().map(|rule| rule.keys(it)).unwrap_or_default()
    }
    /// The edges inside a bucket of sightings that share a key, sorted by fingerprint.
    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge>;
}

/// Every rule, strongest first. The only list.
pub const RULES: &[&dyn Rule] = &[
    &dependency::Dependency,
    &secret::SecretHash,
    &infrastructure::Control,
    &code::Code,
    &secret::SecretPlace,
    &web::Endpoint,
    &same_code::SameCode,
    &data_flow::DataFlow,
    &source_package::SourcePackage,
    &near_code::NearCode,
    &route::Route,
    &image::Image,
];

/// A rule with its rank, and those that are like it with theirs.
struct Asked {
    rule: &'static dyn Rule,
    by: Vec<(usize, &'static dyn Rule)>,
}

/// Every rule that has keys of its own.
fn asked() -> &'static [Asked] {
    static ALL: OnceLock<Vec<Asked>> = OnceLock::new();
    ALL.get_or_init(|| {
        let own = RULES.iter().filter(|it| it.like().is_none());
        let asked = |rule: &&'static dyn Rule| {
            let name = |it: &dyn Rule| it.like().map_or(it.name(), Rule::name);
            let by = RULES.iter().copied().enumerate();
            Asked {
                rule: *rule,
                by: by.filter(|(_, it)| name(*it) == rule.name()).collect(),
            }
        };
        own.map(asked).collect()
    })
}

/// All keys of a sighting as numbers, for the store's index.
pub fn keys(it: &Sighting) -> Vec<i64> {
    let mut all: Vec<(&str, String)> = Vec::new();
    for Asked { rule, .. } in asked() {
        all.extend(rule.keys(it).into_iter().map(|key| (rule.space(), key)));
    }
    if all.is_empty() {
        return Vec::new();
    }
    let application = it.application.to_string();
    all.sort_unstable();
    all.dedup();
    let number = |(space, key): &(&str, String)| Digest::of(space, &[&application, key]).short();
    let mut out: Vec<i64> = all.iter().map(number).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The class in which sightings of this kind meet.
pub const fn class(kind: FindingKind) -> Class {
    match kind {
        FindingKind::Sast | FindingKind::Manual => Class::Code,
        FindingKind::Dast => Class::Web,
        FindingKind::Sca | FindingKind::Container | FindingKind::Sbom => Class::Dependency,
        FindingKind::Iac => Class::Infrastructure,
        FindingKind::Secrets => Class::Secret,
        FindingKind::Cicd => Class::Pipeline,
        FindingKind::Infra => Class::Host,
    }
}

/// Joins every sighting of a bucket to the first one; enough where sharing the key is the proof.
fn star(
    rule: &dyn Rule,
    bucket: &[(usize, &Sighting)],
    confidence: Confidence,
    evidence: &str,
) -> Vec<Edge> {
    let Some(((a, _), others)) = bucket.split_first() else {
        return Vec::new();
    };
    let edge = |b: usize| Edge {
        a: *a,
        b,
        rule: rule.name(),
        version: rule.version(),
        confidence,
        evidence: evidence.to_owned(),
    };
    others.iter().map(|(b, _)| edge(*b)).collect()
}

/// Sightings of a bucket in classes of equal ones, for rules that compare every two: inside a class
/// all are joined to the first, and only the first ones are compared with others. Otherwise twenty
/// thousand findings of one rule at one place would have two hundred million edges.
///
/// The first of a class has its lowest fingerprint, and edges are taken in the order of their
/// fingerprints, so the issues are those that all edges would give.
fn classes<'a, K: Ord>(
    bucket: &[(usize, &'a Sighting)],
    key: impl Fn(&'a Sighting) -> K,
) -> Vec<Vec<(usize, &'a Sighting)>> {
    let mut out: BTreeMap<K, Vec<(usize, &Sighting)>> = BTreeMap::new();
    for (at, it) in bucket {
        out.entry(key(it)).or_default().push((*at, *it));
    }
    let mut out: Vec<Vec<(usize, &Sighting)>> = out.into_values().collect();
    for class in &mut out {
        class.sort_by_key(|(_, it)| it.fingerprint);
    }
    out
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A sighting with nothing but identity.
    pub(crate) fn sighting(id: u8, tool: &str, kind: FindingKind, rule: &str) -> Sighting {
        Sighting {
            id: i64::from(id),
            fingerprint: Digest([id; 16]),
            application: 1,
            tool: tool.to_owned(),
            kind,
            rule: rule.to_owned(),
            ..Sighting::default()
        }
    }

    #[test]
    fn rule_names_are_unique_and_explained() {
        let mut names: Vec<_> = RULES.iter().map(|it| it.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
        assert!(
            RULES
                .iter()
                .all(|it| it.about().len() > 20 && it.version() > 0)
        );
    }
}
