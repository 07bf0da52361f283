//! A 128-bit digest: SHA-256, cut to its first half. Parts are length-prefixed, so that no two
//! different lists of parts give the same bytes.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// 128 bits that stand for a list of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 16]);

impl Digest {
    /// The digest of `parts` under a `label` that names what they mean and its version.
    pub fn of(label: &str, parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        hash.update(label.as_bytes());
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let full = hash.finalize();
        let mut out = [0; 16];
        for (to, from) in out.iter_mut().zip(full) {
            *to = from;
        }
        Self(out)
    }

    /// The first eight bytes as a number, for indexes.
    pub const fn short(self) -> i64 {
        let upper = (u128::from_be_bytes(self.0) >> 64) as u64;
        upper.cast_signed()
    }

    /// Reads what [`fmt::Display`] wrote.
    pub fn parse(hex: &str) -> Option<Self> {
        let mut out = [0; 16];
        if hex.len() != 32 || !hex.is_ascii() {
            return None;
        }
        for (idx, to) in out.iter_mut().enumerate() {
            *to = u8::from_str_radix(hex.get(idx * 2..idx * 2 + 2)?, 16).ok()?;
        }
        Some(Self(out))
    }
}

/// Thirty-two lower-case hex digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In one go: identity writes two of them for every finding.
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not 32 hex digits"))
    }
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        _ = write!(out, "{byte:02x}");
    }
    out
}

/// The whole SHA-256 of some bytes, lower-case hex, as `sha256sum` prints it.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Digest::of("x", &["ab", "c"]), Digest::of("x", &["a", "bc"]));
        assert_ne!(Digest::of("x", &["a", ""]), Digest::of("x", &["a"]));
    }

    #[test]
    fn hex_reads_back() {
        let digest = Digest::of("x", &["a"]);
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        assert_eq!(Digest::parse("zz"), None);
    }
}
