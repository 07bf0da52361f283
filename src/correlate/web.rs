//! The same weakness at the same method, templated path and parameter, seen by different tools.

use super::{Edge, Rule, Sighting, family};
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
        let mut out = Vec::new();
        for (idx, (a, one)) in bucket.iter().enumerate() {
            for (b, other) in bucket.iter().skip(idx + 1) {
                // Two rules of one tool at one place are two opinions of it; only another tool's
                // word makes them one.
                if one.tool != other.tool || one.rule == other.rule {
                    out.push(Edge {
                        a: *a,
                        b: *b,
                        rule: self.name(),
                        version: self.version(),
                        confidence: Confidence::High,
                        evidence: one.endpoint.clone(),
                    });
                }
            }
        }
        out
    }
}
