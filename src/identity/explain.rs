//! Why a finding is the one that was seen before: the evidence that paired two sightings of it,
//! found again from their keys. Pure.

use crate::identity::pairing::{Evidence, Side};

/// The strongest evidence by which two sightings are the same finding.
pub fn evidence(before: &Side, after: &Side) -> Evidence {
    let same_place = before.bucket == after.bucket;
    let same_content = before.content != 0 && before.content == after.content;
    if same_place && before.content == after.content && before.line == after.line {
        Evidence::Equal
    } else if before.native != 0 && before.native == after.native {
        Evidence::Native
    } else if same_place && same_content {
        Evidence::Content
    } else if same_place {
        Evidence::Line
    } else {
        Evidence::Rename
    }
}

/// Evidence in words.
pub const fn words(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Equal => "the same rule, place, content and line",
        Evidence::Native => "the tool gave it the same fingerprint",
        Evidence::Content => "the same rule and content in the same file",
        Evidence::Line => "the same rule in the same place, nearest in order of lines",
        Evidence::Rename => "the same rule and content, alone in both, elsewhere: it was renamed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_evidence_is_named() {
        let side = |bucket, native, content, line| Side {
            id: 1,
            bucket,
            native,
            content,
            line,
        };
        let before = side(1, 2, 3, 4);
        let of = |after| evidence(&before, &after);
        assert_eq!(of(side(1, 2, 3, 4)), Evidence::Equal);
        assert_eq!(of(side(1, 2, 3, 9)), Evidence::Native);
        assert_eq!(of(side(1, 0, 3, 9)), Evidence::Content);
        assert_eq!(of(side(1, 0, 8, 5)), Evidence::Line);
        assert_eq!(of(side(7, 0, 3, 4)), Evidence::Rename);
    }
}
