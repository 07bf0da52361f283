//! When two places in one file are the same place.

use super::Sighting;

/// A range of more lines than this says "somewhere in here" rather than "here".
const BROAD: u32 = 10;

/// First and last line of a sighting.
pub(super) const fn range(it: &Sighting) -> (u32, u32) {
    let last = if it.end_line > it.line {
        it.end_line
    } else {
        it.line
    };
    (it.line, last)
}

/// True when a sighting points at many lines.
pub(super) const fn is_broad(it: &Sighting) -> bool {
    let (first, last) = range(it);
    last - first >= BROAD
}

/// True when both have a line and their ranges share one.
pub(super) fn overlap(a: &Sighting, b: &Sighting) -> bool {
    meets(range(a), b)
}

/// True when a sighting's range shares a line with another range.
pub(super) fn meets((first, last): (u32, u32), it: &Sighting) -> bool {
    let (start, end) = range(it);
    first > 0 && start > 0 && first <= end && start <= last
}

/// The place in words: `line 12`, or `lines 12–14 and 13`.
pub(super) fn words(a: &Sighting, b: &Sighting) -> String {
    let text = |it: &Sighting| match range(it) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first}–{last}"),
    };
    let (a, b) = (text(a), text(b));
    if a == b {
        format!("line {a}")
    } else {
        format!("lines {a} and {b}")
    }
}
