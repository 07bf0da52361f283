//! The same credential: by its keyed hash, or by place where a tool gives no value.

use super::{Edge, Rule, Sighting, classes, family, place, star};
use crate::model::{Confidence, Digest, FindingKind};

/// Equal keyed hashes. To scanners of secrets a credential is one leak wherever it lies: it is
/// rotated once. What a linter found in several files is one only in each of them.
pub(super) struct SecretHash;

impl Rule for SecretHash {
    fn name(&self) -> &'static str {
        "secret-hash"
    }

    fn version(&self) -> u32 {
        2
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
        let value = "the same value (by keyed hash)";
        let files = place::by_file(bucket);
        let inside = |file: &Vec<_>| star(self, file, Confidence::Certain, value);
        let mut out: Vec<Edge> = files.iter().flat_map(inside).collect();
        let firsts = |wanted: &dyn Fn(&Sighting) -> bool| {
            let first = |file: &Vec<(usize, &'_ Sighting)>| {
                let fitting = file.iter().filter(|it| wanted(it.1));
                fitting.min_by_key(|it| it.1.fingerprint).map(|it| it.0)
            };
            let chosen: Vec<usize> = files.iter().filter_map(first).collect();
            let of = bucket.iter().filter(|it| chosen.contains(&it.0));
            of.copied().collect::<Vec<_>>()
        };
        let leaks = firsts(&|it| it.kind == FindingKind::Secrets);
        out.extend(star(self, &leaks, Confidence::Certain, value));
        let elsewhere = "the same value in another file";
        out.extend(star(self, &firsts(&|_| true), Confidence::Low, elsewhere));
        out
    }
}

/// The family of credentials in code: static analysis finds them too.
const CREDENTIAL: &str = "hard-coded-credential";

/// Secrets of different tools on one line, where at least one gave no value to compare.
pub(super) struct SecretPlace;

impl Rule for SecretPlace {
    fn name(&self) -> &'static str {
        "secret-place"
    }

    fn version(&self) -> u32 {
        2
    }

    fn about(&self) -> &'static str {
        "a secret at the same line of the same file, where a tool gives no value"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        let credential = || family::of(it).iter().any(|it| it == CREDENTIAL);
        let about = it.kind == FindingKind::Secrets
            || matches!(it.kind, FindingKind::Sast | FindingKind::Iac) && credential();
        if about && !it.file.is_empty() && it.line > 0 {
            vec![place::tail(&it.file).to_owned()]
        } else {
            Vec::new()
        }
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        place::in_each_file(bucket, |file| self.in_file(file))
    }
}

impl SecretPlace {
    fn in_file(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let edge = |(a, one): (usize, &Sighting), (b, other): (usize, &Sighting)| Edge {
            a,
            b,
            rule: self.name(),
            version: self.version(),
            confidence: Confidence::High,
            evidence: format!("{} {}", one.file, place::words(one, other)),
        };
        let starts = place::Starts::of(bucket);
        let mut out = Vec::new();
        let mut firsts: Vec<(usize, &Sighting)> = Vec::new();
        for class in classes(bucket, |it| (place::range(it), it.secret.as_ref())) {
            if let Some((first, others)) = class.split_first() {
                if first.1.secret.is_none() {
                    out.extend(others.iter().map(|other| edge(*first, *other)));
                }
                firsts.push(*first);
            }
        }
        for (idx, one) in firsts.iter().enumerate() {
            for other in firsts.iter().skip(idx + 1) {
                if other.1.line > place::range(one.1).1 {
                    break;
                }
                let comparable = one.1.secret.is_some() && other.1.secret.is_some();
                if comparable || !starts.same(one.1, other.1) {
                    continue;
                }
                let mut found = edge(*one, *other);
                if one.1.line != other.1.line && !place::is_only(&firsts, one.1, other.1) {
                    found.confidence = Confidence::Low;
                }
                out.push(found);
            }
        }
        out
    }
}
