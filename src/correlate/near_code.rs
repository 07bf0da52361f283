//! The same weakness a few lines away, where neither tool has anything better: only a suggestion.

use super::bands::{MOST_PLACES, NEAR_LINES};
use super::{Edge, Rule, Sighting, code, place};
use crate::model::Confidence;

/// See the module's text.
pub(super) struct NearCode;

impl Rule for NearCode {
    fn name(&self) -> &'static str {
        "near-code"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "suggests the same weakness family a few lines apart, where neither tool says anything nearer"
    }

    fn like(&self) -> Option<&'static dyn Rule> {
        Some(&code::Code)
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        place::in_each_file(bucket, |file| self.in_file(file))
    }
}

impl NearCode {
    fn in_file(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        if bucket.len() > MOST_PLACES {
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut bucket = bucket.to_vec();
        bucket.sort_by_key(|(_, it)| (it.line, it.fingerprint));
        for (idx, (a, one)) in bucket.iter().enumerate() {
            for (b, other) in bucket.iter().skip(idx + 1) {
                let apart = place::distance(one, other);
                if apart > NEAR_LINES {
                    break;
                }
                if one.tool == other.tool || apart == 0 {
                    continue;
                }
                let is_only = |it: &Sighting, tool: &str| {
                    let near = bucket.iter().map(|(_, near)| near).filter(|near| {
                        near.tool == tool && place::distance(it, near) <= NEAR_LINES
                    });
                    near.count() == 1
                };
                if is_only(one, &other.tool) && is_only(other, &one.tool) {
                    out.push(Edge {
                        a: *a,
                        b: *b,
                        rule: self.name(),
                        version: self.version(),
                        confidence: Confidence::Low,
                        evidence: format!(
                            "{} in {}, {} apart: {}",
                            code::what(one, other),
                            one.file,
                            lines(apart),
                            place::words(one, other)
                        ),
                    });
                }
            }
        }
        out
    }
}

fn lines(count: u32) -> String {
    match count {
        1 => "one line".to_owned(),
        _ => format!("{count} lines"),
    }
}
