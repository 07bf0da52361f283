//! When two places in one file are the same place, and when two paths are the same file.

use super::bands::BROAD_LINES;
use super::{Edge, Sighting};
use std::collections::{BTreeMap, BTreeSet};

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
    last - first >= BROAD_LINES
}

/// True when both have a line and their ranges share one.
pub(super) fn overlap(a: &Sighting, b: &Sighting) -> bool {
    meets(range(a), b)
}

/// The end of a path by which files are looked for: tools that ran in different folders agree on
/// the name.
pub(super) fn tail(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// A bucket of sightings with one [`tail`], by file. A path that is the end of exactly one longer
/// path is the same file, seen from another folder; one that could be several is a file of its own.
pub(super) fn by_file<'a>(bucket: &[(usize, &'a Sighting)]) -> Vec<Vec<(usize, &'a Sighting)>> {
    if is_one_file(bucket) {
        return vec![bucket.to_vec()];
    }
    let distinct: BTreeSet<&str> = bucket.iter().map(|(_, it)| it.file.as_str()).collect();
    let same = same_files(&distinct);
    let mut out: BTreeMap<&str, Vec<(usize, &Sighting)>> = BTreeMap::new();
    for (at, it) in bucket {
        let file = same.get(it.file.as_str()).copied().unwrap_or(&it.file);
        out.entry(file).or_default().push((*at, *it));
    }
    out.into_values().collect()
}

/// The edges inside each file of a bucket with one [`tail`].
pub(super) fn in_each_file(
    bucket: &[(usize, &Sighting)],
    edges: impl Fn(&[(usize, &Sighting)]) -> Vec<Edge>,
) -> Vec<Edge> {
    if is_one_file(bucket) {
        return edges(bucket);
    }
    by_file(bucket).iter().flat_map(|it| edges(it)).collect()
}

fn is_one_file(bucket: &[(usize, &Sighting)]) -> bool {
    let mut pairs = bucket.windows(2);
    pairs.all(|it| it.first().map(|it| &it.1.file) == it.last().map(|it| &it.1.file))
}

/// Path → the longest path of the same file. With their parts in reverse, paths that end alike stand
/// beside each other, each one right before those that it is the end of.
fn same_files<'a>(files: &BTreeSet<&'a str>) -> BTreeMap<&'a str, &'a str> {
    let reverse = |file: &&'a str| (file.rsplit('/').collect::<Vec<_>>().join("\0"), *file);
    let mut all: Vec<(String, &str)> = files.iter().map(reverse).collect();
    all.sort_unstable();
    let is_end = |a: usize, b: usize| match (all.get(a), all.get(b)) {
        (Some((short, _)), Some((long, _))) => {
            let rest = long.strip_prefix(short.as_str());
            rest.is_some_and(|rest| rest.starts_with('\0'))
        }
        _ => false,
    };
    let mut out = BTreeMap::new();
    // For each, from behind: where those that it is the end of stop, and whether they are a chain.
    let mut stops = vec![(all.len(), true); all.len() + 1];
    for at in (0..all.len()).rev() {
        let (mut stop, mut chain) = (at + 1, true);
        let mut next = all.get(at).map(|it| it.1);
        if is_end(at, at + 1) {
            (stop, chain) = stops.get(at + 1).copied().unwrap_or((at + 1, true));
            next = all.get(at + 1).and_then(|it| out.get(it.1).copied());
            while is_end(at, stop) {
                chain = false;
                stop = stops.get(stop).map_or(stop + 1, |it| it.0);
            }
        }
        if let Some(slot) = stops.get_mut(at) {
            *slot = (stop, chain);
        }
        if let Some((_, file)) = all.get(at) {
            out.insert(*file, next.filter(|_| chain).unwrap_or(file));
        }
    }
    out
}

/// Where the tools of a bucket say that something begins.
pub(super) struct Starts<'a>(BTreeSet<(&'a str, u32)>);

impl<'a> Starts<'a> {
    /// Of all sightings in a bucket.
    pub(super) fn of(bucket: &[(usize, &'a Sighting)]) -> Self {
        let start = |(_, it): &(usize, &'a Sighting)| (it.tool.as_str(), it.line);
        Self(bucket.iter().map(start).collect())
    }

    /// True when two sightings are about one place: their lines overlap, and where they begin at
    /// different lines, no third one says better what either of them means.
    ///
    /// Two rules of one tool at overlapping lines are two things unless they begin at one line, and
    /// a tool that has something else at the very line means that.
    pub(super) fn same(&self, a: &'a Sighting, b: &'a Sighting) -> bool {
        let better =
            |one: &'a Sighting, other: &'a Sighting| self.0.contains(&(&other.tool, one.line));
        overlap(a, b) && (a.line == b.line || a.tool != b.tool && !better(a, b) && !better(b, a))
    }
}

/// A finding that says "somewhere in these many lines" joins only when there is one place it can
/// mean: every narrow sighting inside it overlaps the one it is joined to.
pub(super) fn is_only(bucket: &[(usize, &Sighting)], one: &Sighting, other: &Sighting) -> bool {
    let (broad, narrow) = match (is_broad(one), is_broad(other)) {
        (false, false) => return true,
        // Equal ranges are one class; these two only overlap.
        (true, true) => return false,
        (true, false) => (one, other),
        (false, true) => (other, one),
    };
    let inside = bucket
        .iter()
        .filter(|(_, it)| !is_broad(it) && overlap(it, broad));
    let mut inside = inside.map(|(_, it)| it);
    inside.all(|it| overlap(it, narrow))
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

/// How many lines lie between two sightings; 0 when they overlap.
pub(super) fn distance(a: &Sighting, b: &Sighting) -> u32 {
    let (one, other) = (range(a), range(b));
    if overlap(a, b) {
        0
    } else if one.0 < other.0 {
        other.0.saturating_sub(one.1)
    } else {
        one.0.saturating_sub(other.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::tests::sighting;
    use crate::model::FindingKind;

    #[test]
    fn a_path_from_another_folder_is_the_same_file_when_only_one_fits() {
        let files = |names: &[&str]| {
            let mut all = Vec::new();
            for name in names {
                let mut it = sighting(1, "t", FindingKind::Sast, "r");
                (*name).clone_into(&mut it.file);
                all.push(it);
            }
            let bucket: Vec<_> = all.iter().enumerate().collect();
            by_file(&bucket).len()
        };
        assert_eq!(files(&["app/routes/a.js", "x/src/app/routes/a.js"]), 1);
        assert_eq!(
            files(&["routes/a.js", "app/routes/a.js", "x/app/routes/a.js"]),
            1
        );
        assert_eq!(
            files(&["routes/a.js", "app/routes/a.js", "web/routes/a.js"]),
            3
        );
        assert_eq!(files(&["a.js", "app/a.js"]), 1);
        assert_eq!(files(&["a.js", "app/a.js", "web/a.js"]), 3);
        assert_eq!(files(&["app/a.js", "web/a.js"]), 2);
        assert_eq!(files(&["a.js", "aa.js"]), 2);
    }
}
