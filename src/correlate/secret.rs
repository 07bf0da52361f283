//! The same credential: by its keyed hash, or by place where a tool gives no value.

use super::{Edge, Rule, Sighting, place, star};
use crate::model::{Confidence, Digest, FindingKind};

/// Equal keyed hashes, wherever they were found.
pub(super) struct SecretHash;

impl Rule for SecretHash {
    fn name(&self) -> &'static str {
        "secret-hash"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "the same secret value, compared by its keyed hash"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        // Sixteen bytes of a keyed hash are enough to tell secrets apart.
        let short = |hash: &Vec<u8>| hash.first_chunk::<16>().map(|it| Digest(*it).to_string());
        it.secret.iter().filter_map(short).collect()
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        star(
            self,
            bucket,
            Confidence::Certain,
            "the same value (by keyed hash)",
        )
    }
}

/// Secrets of different tools on one line, where at least one gave no value to compare.
pub(super) struct SecretPlace;

impl Rule for SecretPlace {
    fn name(&self) -> &'static str {
        "secret-place"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "a secret at the same line of the same file, where a tool gives no value"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        let about = it.kind == FindingKind::Secrets && !it.file.is_empty() && it.line > 0;
        if about {
            vec![it.file.clone()]
        } else {
            Vec::new()
        }
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let mut out = Vec::new();
        for (idx, (a, one)) in bucket.iter().enumerate() {
            for (b, other) in bucket.iter().skip(idx + 1) {
                let comparable = one.secret.is_some() && other.secret.is_some();
                if !comparable && place::overlap(one, other) {
                    out.push(Edge {
                        a: *a,
                        b: *b,
                        rule: self.name(),
                        version: self.version(),
                        confidence: Confidence::High,
                        evidence: format!("{} {}", one.file, place::words(one, other)),
                    });
                }
            }
        }
        out
    }
}
