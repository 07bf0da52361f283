//! The same path of data: one tool points at its end, another at its beginning.

use super::bands::MOST_PLACES;
use super::{Edge, Rule, Sighting, code, place};
use crate::model::Confidence;

/// See the module's text.
pub(super) struct DataFlow;

impl Rule for DataFlow {
    fn name(&self) -> &'static str {
        "data-flow"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "the same weakness family where the data flow of one finding begins or ends at another"
    }

    fn like(&self) -> Option<&'static dyn Rule> {
        Some(&code::Code)
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        place::in_each_file(bucket, |file| self.in_file(file))
    }
}

impl DataFlow {
    fn in_file(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let with_flow = || bucket.iter().filter(|(_, it)| !it.flow.is_empty());
        if with_flow().count().saturating_mul(bucket.len()) > MOST_PLACES * MOST_PLACES {
            return Vec::new();
        }
        let mut out = Vec::new();
        for (a, one) in with_flow() {
            let touched = |it: &Sighting| {
                it.tool != one.tool
                    && !place::overlap(it, one)
                    && one.flow.iter().any(|range| place::meets(*range, it))
            };
            let mut others = bucket.iter().filter(|(_, it)| touched(it));
            let (Some((b, other)), None) = (others.next(), others.next()) else {
                continue;
            };
            // Several paths may begin where the other finding stands: then it is not known which
            // of them it means, and one that its tool sees here is meant by this one.
            let mut rivals = bucket.iter().map(|(_, it)| it).filter(|it| {
                it.tool == one.tool && it.fingerprint != one.fingerprint && it.line != one.line
            });
            let shared = rivals.any(|it| it.flow.iter().any(|range| place::meets(*range, other)));
            let mut bucket = bucket.iter().map(|(_, it)| it);
            let met = bucket.any(|it| it.tool == other.tool && place::overlap(it, one));
            if met {
                continue;
            }
            out.push(Edge {
                a: *a,
                b: *b,
                rule: self.name(),
                version: self.version(),
                confidence: if shared {
                    Confidence::Low
                } else {
                    Confidence::Medium
                },
                evidence: format!(
                    "{} in {}: the data flow to line {} passes line {}",
                    code::what(one, other),
                    one.file,
                    one.line,
                    other.line
                ),
            });
        }
        out
    }
}
