//! The same weakness in the same line of code, though its number differs: tools that looked at
//! different commits, or point at a statement and at a call in it.

use super::bands::MOST_PLACES;
use super::{Edge, Rule, Sighting, code, place};
use crate::model::Confidence;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct SameCode;

impl Rule for SameCode {
    fn name(&self) -> &'static str {
        "same-code"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "the same weakness family in the same text of code, which stands once for each tool in the file"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        if it.code == 0 {
            return Vec::new();
        }
        let text = |key: String| format!("{:x} {key}", it.code);
        code::keys(it).into_iter().map(text).collect()
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        place::in_each_file(bucket, |file| self.in_file(file))
    }
}

impl SameCode {
    fn in_file(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let mut by_tool: BTreeMap<&str, Vec<(usize, &Sighting)>> = BTreeMap::new();
        for (at, it) in bucket.iter().take(MOST_PLACES) {
            by_tool.entry(&it.tool).or_default().push((*at, it));
        }
        // A text that one tool finds at several lines says nothing of which one another means.
        let lines = |all: &[(usize, &Sighting)]| all.windows(2).all(same_line);
        let once: Vec<_> = by_tool
            .into_values()
            .filter(|all| lines(all))
            .filter_map(|all| all.first().copied())
            .collect();
        let Some(((a, one), others)) = once.split_first() else {
            return Vec::new();
        };
        let edge = |(b, other): &(usize, &Sighting)| Edge {
            a: *a,
            b: *b,
            rule: self.name(),
            version: self.version(),
            confidence: Confidence::Medium,
            evidence: format!(
                "{} in the same code of {}, {}",
                code::what(one, other),
                one.file,
                place::words(one, other)
            ),
        };
        others.iter().map(edge).collect()
    }
}

fn same_line(pair: &[(usize, &Sighting)]) -> bool {
    pair.first().map(|it| it.1.line) == pair.last().map(|it| it.1.line)
}
