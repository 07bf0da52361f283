//! The same weakness at the same method, templated path and parameter, seen by different tools.

use super::{Edge, Rule, Sighting, classes, family};
use crate::model::{Confidence, FindingKind};

/// See the module's text.
pub(super) struct Endpoint;

impl Rule for Endpoint {
    fn name(&self) -> &'static str {
        "endpoint"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "the same weakness family at the same method, templated path and parameter"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        if it.kind != FindingKind::Dast || it.endpoint.is_empty() {
            return Vec::new();
        }
        family::of(&it.cwes)
            .into_iter()
            .map(|name| format!("{name} {}", it.endpoint))
            .collect()
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let edge = |a: usize, b: usize, one: &Sighting| Edge {
            a,
            b,
            rule: self.name(),
            version: self.version(),
            confidence: Confidence::High,
            evidence: one.endpoint.clone(),
        };
        let mut out = Vec::new();
        let mut firsts: Vec<(usize, &Sighting)> = Vec::new();
        for class in classes(bucket, |it| (&it.tool, &it.rule)) {
            if let Some((first, others)) = class.split_first() {
                out.extend(others.iter().map(|(b, _)| edge(first.0, *b, first.1)));
                firsts.push(*first);
            }
        }
        for (idx, (a, one)) in firsts.iter().enumerate() {
            for (b, other) in firsts.iter().skip(idx + 1) {
                // Two rules of one tool at one place are two opinions of it; only another tool's
                // word makes them one.
                if one.tool != other.tool || one.rule == other.rule {
                    out.push(edge(*a, *b, one));
                }
            }
        }
        out
    }
}
