//! Versions of components, ordered by one rule for all ecosystems.
//!
//! A leading `v` and all behind `+` go. An epoch (`1:`) counts first, then parts one by one: a part
//! is a run of digits or a run of letters, everything else separates. Numbers compare as numbers, a
//! number is later than a word, and a missing part is later than a word that announces a version
//! (`alpha`, `beta`, `milestone`, a numbered `a`, `b` or `m`, `pre`, `preview`, `rc`, `cr`, `snapshot`, `dev`, `ea`, or anything
//! behind Debian's `~`) and otherwise earlier than what is there, but equal to 0 and to the words
//! `final`, `ga` and `release`. That agrees with SemVer 2.0 §11, PEP 440, Maven and dpkg wherever a
//! person compares a release with a release; it is no resolver.

use std::cmp::Ordering;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Announces what is not there yet.
    Before(String),
    Word(String),
    /// Digits without leading zeros.
    Number(String),
}

impl Part {
    /// The place of a part against nothing at all, which is 1.
    fn rank(&self) -> u8 {
        match self {
            Self::Before(_) => 0,
            Self::Number(digits) if digits.is_empty() => 1,
            Self::Word(_) => 2,
            Self::Number(_) => 3,
        }
    }

    fn against(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => (a.len(), a).cmp(&(b.len(), b)),
            (Self::Before(a), Self::Before(b)) | (Self::Word(a), Self::Word(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

/// How two versions of one component are ordered.
pub fn compare(a: &str, b: &str) -> Ordering {
    let ((epoch_a, a), (epoch_b, b)) = (split(a), split(b));
    let epochs = (epoch_a.len(), epoch_a).cmp(&(epoch_b.len(), epoch_b));
    if epochs != Ordering::Equal {
        return epochs;
    }
    let nothing = Part::Number(String::new());
    let (a, b) = (parts(a), parts(b));
    let pairs = (0..a.len().max(b.len())).map(|at| {
        let part = |all: &[Part]| all.get(at).unwrap_or(&nothing).clone();
        part(&a).against(&part(&b))
    });
    pairs.fold(Ordering::Equal, Ordering::then)
}

/// Epoch without leading zeros, and the rest.
fn split(version: &str) -> (&str, &str) {
    let version = version.trim();
    let version = version.strip_prefix(['v', 'V']).unwrap_or(version);
    let version = version.split_once('+').map_or(version, |it| it.0);
    match version.split_once(':') {
        Some((epoch, rest)) if epoch.bytes().all(|it| it.is_ascii_digit()) => {
            (epoch.trim_start_matches('0'), rest)
        }
        Some(_) | None => ("", version),
    }
}

fn parts(version: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut rest = version;
    let mut tilde = false;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| match first {
            '0'..='9' => c.is_ascii_digit(),
            it if it.is_alphabetic() => c.is_alphabetic(),
            _ => !c.is_ascii_digit() && !c.is_alphabetic(),
        };
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        let (part, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = behind;
        match first {
            '0'..='9' => out.push(Part::Number(part.trim_start_matches('0').to_owned())),
            it if it.is_alphabetic() => {
                let numbered = behind.starts_with(|c: char| c.is_ascii_digit());
                out.push(word(part, tilde, numbered));
            }
            _ => tilde = part.contains('~'),
        }
    }
    out
}

fn word(text: &str, tilde: bool, numbered: bool) -> Part {
    let lower = text.to_lowercase();
    match lower.as_str() {
        _ if tilde => Part::Before(lower),
        "final" | "ga" | "release" => Part::Number(String::new()),
        // OpenSSL's 1.1.1a comes after 1.1.1, Python's 1.0a1 before 1.0.
        "a" | "b" | "m" if numbered => Part::Before(lower),
        "alpha" | "beta" | "milestone" | "pre" | "preview" | "rc" | "cr" | "snapshot" | "dev"
        | "ea" => Part::Before(lower),
        _ => Part::Word(lower),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_as_people_read_them() {
        for (earlier, later) in [
            ("2.14.1", "2.17"),
            ("2.9", "2.17.0"),
            ("2.17.0-rc1", "2.17.0"),
            ("2.17-SNAPSHOT", "2.17"),
            ("1.0.0-alpha", "1.0.0-beta"),
            ("1.0rc1", "1.0"),
            ("1.30.1-r3", "1.30.1-r5"),
            ("5.1~rc1-2", "5.1-1"),
            ("2.0", "1:1.0"),
            ("v1.2.3", "1.2.4"),
            ("1.1.1k", "1.1.1l"),
            ("1.1.1", "1.1.1a"),
            ("1.0a1", "1.0"),
            ("99999999999999999999", "100000000000000000000"),
        ] {
            assert_eq!(compare(earlier, later), Ordering::Less, "{earlier} {later}");
            assert_eq!(compare(later, earlier), Ordering::Greater);
        }
    }

    #[test]
    fn versions_that_mean_the_same_are_equal() {
        for (a, b) in [
            ("1.0", "1"),
            ("v2.7.1+incompatible", "2.7.1"),
            ("4.2.0.Final", "4.2"),
            ("01.2", "1.2"),
            ("0:1.2", "1.2"),
        ] {
            assert_eq!(compare(a, b), Ordering::Equal, "{a} {b}");
        }
    }
}
