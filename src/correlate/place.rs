//! When two places in one file are the same place, and when two paths are the same file.

use super::Sighting;
use super::bands::BROAD_LINES;
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
    let files: BTreeSet<&str> = bucket.iter().map(|(_, it)| it.file.as_str()).collect();
    let longest = |mut file: &'a str| {
        // Step by step, so that of three paths the middle one does not make the shortest ambiguous.
        loop {
            let ends = |it: &&&str| {
                let rest = it.strip_suffix(file);
                rest.is_some_and(|rest| rest.ends_with('/'))
            };
            let longer: Vec<&&str> = files.iter().filter(ends).collect();
            match longer.iter().min_by_key(|it| it.len()) {
                Some(next) if longer.iter().all(|it| it.ends_with(**next)) => file = next,
                _ => return file,
            }
        }
    };
    let mut out: BTreeMap<&str, Vec<(usize, &Sighting)>> = BTreeMap::new();
    for (at, it) in bucket {
        let file = if files.len() > 1 {
            longest(&it.file)
        } else {
            it.file.as_str()
        };
        out.entry(file).or_default().push((*at, *it));
    }
    out.into_values().collect()
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
