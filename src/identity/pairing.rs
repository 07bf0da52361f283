//! Pairs what a scan saw with what was known, strongest evidence first.

use std::collections::{BTreeMap, BTreeSet};

/// Either side of a pairing: what is known of a finding before anybody looks at its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// Row number of a known finding, or running number of a seen one.
    pub id: i64,
    /// Bucket.
    pub bucket: i64,
    /// The tool's own fingerprint, 0 for none.
    pub native: i64,
    /// Content, 0 for none.
    pub content: i64,
    /// Line, 0 for none.
    pub line: u32,
}

/// What paired two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Bucket, native fingerprint, content and line are equal.
    Equal,
    /// The tool's own fingerprint is.
    Native,
    /// The content is.
    Content,
    /// The line is the nearest in order.
    Line,
    /// Rule and content are, in another file, one to one.
    Rename,
}

/// A pair: known, seen, why.
pub type Pair = (i64, i64, Evidence);

/// Two findings whose contents differ are still paired by line when their distance differs from
/// that of their paired neighbours by no more than this.
const NEAR: i64 = 3;

/// Pairs `known` with `seen`. Every side is in at most one pair. `rule_of` gives the bucket-free
/// identity (rule) by which renames are found; sides are given in order of row and of report.
pub fn pair(known: &[Side], seen: &[Side]) -> Vec<Pair> {
    let mut work = Work {
        pairs: Vec::new(),
        known: known.to_vec(),
        seen: seen.to_vec(),
    };
    work.by_key(Evidence::Equal, |it| {
        Some((it.bucket, it.native, it.content, it.line))
    });
    // A tool's own fingerprint may move with the file, so it is looked for across buckets; where it
    // stands for several, the bucket must fit too.
    work.unique_by_key(Evidence::Native, |it| (it.native != 0).then_some(it.native));
    work.by_key(Evidence::Native, |it| {
        (it.native != 0).then_some((it.bucket, it.native))
    });
    work.by_key(Evidence::Content, |it| {
        (it.content != 0).then_some((it.bucket, it.content))
    });
    work.by_line(&shifts(&work.pairs, known, seen));
    work.unique_by_key(Evidence::Rename, |it| {
        (it.content != 0).then_some(it.content)
    });
    work.pairs
}

struct Work {
    pairs: Vec<Pair>,
    known: Vec<Side>,
    seen: Vec<Side>,
}

type Group = (Vec<Side>, Vec<Side>);

impl Work {
    /// Sides grouped by a key; those without one are left out.
    fn groups<K: Ord>(&self, key: impl Fn(&Side) -> Option<K>) -> BTreeMap<K, Group> {
        let mut out: BTreeMap<K, Group> = BTreeMap::new();
        for side in &self.seen {
            if let Some(key) = key(side) {
                out.entry(key).or_default().1.push(*side);
            }
        }
        for side in &self.known {
            if let Some(group) = key(side).and_then(|key| out.get_mut(&key)) {
                group.0.push(*side);
            }
        }
        out.retain(|_, (known, _)| !known.is_empty());
        out
    }

    /// Pairs inside equal keys; where there are several, in order of line.
    fn by_key<K: Ord>(&mut self, why: Evidence, key: impl Fn(&Side) -> Option<K>) {
        let mut found = Vec::new();
        for (_, (known, seen)) in self.groups(key) {
            found.extend(align(&known, &seen).map(|(a, b)| (a, b, why)));
        }
        self.take(found);
    }

    /// Pairs only where a key has one side each.
    fn unique_by_key<K: Ord>(&mut self, why: Evidence, key: impl Fn(&Side) -> Option<K>) {
        let mut found = Vec::new();
        for (_, group) in self.groups(key) {
            if let ([known], [seen]) = (group.0.as_slice(), group.1.as_slice()) {
                found.push((known.id, seen.id, why));
            }
        }
        self.take(found);
    }

    /// Pairs inside buckets by nearest line in order. Where both sides have content, and it
    /// differs, only a pair that moved as its neighbours did is believed.
    fn by_line(&mut self, shifts: &BTreeMap<i64, Vec<(u32, i64)>>) {
        let mut found = Vec::new();
        for (bucket, (known, seen)) in self.groups(|it| Some(it.bucket)) {
            let moved = shifts.get(&bucket).map_or(&[][..], Vec::as_slice);
            for (a, b) in align(&known, &seen) {
                let old = known.iter().find(|it| it.id == a);
                let new = seen.iter().find(|it| it.id == b);
                if let (Some(old), Some(new)) = (old, new)
                    && plausible(old, new, moved)
                {
                    found.push((a, b, Evidence::Line));
                }
            }
        }
        self.take(found);
    }

    fn take(&mut self, found: Vec<Pair>) {
        let mut known: Vec<i64> = found.iter().map(|it| it.0).collect();
        let mut seen: Vec<i64> = found.iter().map(|it| it.1).collect();
        known.sort_unstable();
        seen.sort_unstable();
        self.known.retain(|it| known.binary_search(&it.id).is_err());
        self.seen.retain(|it| seen.binary_search(&it.id).is_err());
        self.pairs.extend(found);
    }
}

fn plausible(old: &Side, new: &Side, moved: &[(u32, i64)]) -> bool {
    if old.content == 0 || new.content == 0 {
        return true;
    }
    let nearest = moved.iter().min_by_key(|(line, _)| line.abs_diff(old.line));
    let expected = nearest.map_or(0, |(_, shift)| *shift);
    let shift = i64::from(new.line) - i64::from(old.line);
    (shift - expected).abs() <= NEAR
}

/// By how many lines paired findings moved, per bucket.
fn shifts(pairs: &[Pair], known: &[Side], seen: &[Side]) -> BTreeMap<i64, Vec<(u32, i64)>> {
    let known: BTreeMap<i64, &Side> = known.iter().map(|it| (it.id, it)).collect();
    let seen: BTreeMap<i64, &Side> = seen.iter().map(|it| (it.id, it)).collect();
    let mut out: BTreeMap<i64, Vec<(u32, i64)>> = BTreeMap::new();
    for (a, b, _) in pairs {
        if let (Some(old), Some(new)) = (known.get(a), seen.get(b)) {
            let shift = i64::from(new.line) - i64::from(old.line);
            out.entry(old.bucket).or_default().push((old.line, shift));
        }
    }
    out
}

/// Above this many possible pairs in one group the cheap way is taken: k-th with k-th.
const LARGEST_TABLE: usize = 250_000;

/// Pairs two lists in order of line so that as many as possible are paired and the sum of the
/// distances is smallest. Order is kept: pairs never cross.
fn align(known: &[Side], seen: &[Side]) -> impl Iterator<Item = (i64, i64)> + use<> {
    let by_line = |sides: &[Side]| {
        let mut out = sides.to_vec();
        out.sort_by_key(|it| (it.line, it.id));
        out
    };
    let (mut known, seen) = (by_line(known), by_line(seen));
    let same = known.len() == seen.len();
    if !same {
        // Most moved alike: look for each where the others went.
        let by = common_shift(&known, &seen);
        for it in &mut known {
            it.line = u32::try_from(i64::from(it.line) + by).unwrap_or(0);
        }
    }
    let pairs = if same || known.len().saturating_mul(seen.len()) > LARGEST_TABLE {
        known.iter().zip(&seen).map(|(a, b)| (a.id, b.id)).collect()
    } else if known.len() < seen.len() {
        choose(&known, &seen)
    } else {
        choose(&seen, &known)
            .into_iter()
            .map(|(b, a)| (a, b))
            .collect()
    };
    pairs.into_iter()
}

/// The distance by which more of two lists moved than by any other; 0 when nothing says so.
fn common_shift(known: &[Side], seen: &[Side]) -> i64 {
    if known.len().saturating_mul(seen.len()) > LARGEST_TABLE {
        return 0;
    }
    let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
    for old in known {
        for new in seen {
            *votes
                .entry(i64::from(new.line) - i64::from(old.line))
                .or_default() += 1;
        }
    }
    let still = votes.get(&0).copied().unwrap_or(0);
    let best = votes
        .into_iter()
        .max_by_key(|(by, count)| (*count, -by.abs()));
    best.filter(|(_, count)| *count > still.max(1))
        .map_or(0, |it| it.0)
}

/// What was seen that could be several known ones, or one of several: content that stands on both
/// sides of what is left, and not once on each. Running numbers of the seen ones.
pub fn ambiguous(pairs: &[Pair], known: &[Side], seen: &[Side]) -> Vec<i64> {
    let used: BTreeSet<i64> = pairs.iter().map(|it| it.0).collect();
    let taken: BTreeSet<i64> = pairs.iter().map(|it| it.1).collect();
    let left: BTreeSet<i64> = known
        .iter()
        .filter(|it| it.content != 0 && !used.contains(&it.id))
        .map(|it| it.content)
        .collect();
    seen.iter()
        .filter(|it| !taken.contains(&it.id) && left.contains(&it.content))
        .map(|it| it.id)
        .collect()
}

/// For every one of `few` a partner among `many`, in order, with the smallest sum of distances.
fn choose(few: &[Side], many: &[Side]) -> Vec<(i64, i64)> {
    // best[i][j]: smallest sum for the first i of `few` among the first j of `many`.
    let mut best: Vec<Vec<u64>> = vec![vec![0; many.len() + 1]];
    for (i, a) in few.iter().enumerate() {
        let mut row = vec![u64::MAX; many.len() + 1];
        for (j, b) in many.iter().enumerate() {
            let before = best
                .get(i)
                .and_then(|it| it.get(j))
                .copied()
                .unwrap_or(u64::MAX);
            let with = before.saturating_add(u64::from(a.line.abs_diff(b.line)));
            let without = row.get(j).copied().unwrap_or(u64::MAX);
            if let Some(slot) = row.get_mut(j + 1) {
                *slot = with.min(without);
            }
        }
        best.push(row);
    }
    let at = |i: usize, j: usize| best.get(i).and_then(|it| it.get(j)).copied();
    let (mut i, mut j) = (few.len(), many.len());
    let mut out = Vec::new();
    while i > 0 && j > 0 {
        if at(i, j) == at(i, j - 1) {
            j -= 1;
        } else if let (Some(a), Some(b)) = (few.get(i - 1), many.get(j - 1)) {
            out.push((a.id, b.id));
            i -= 1;
            j -= 1;
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(id: i64, bucket: i64, content: i64, line: u32) -> Side {
        Side {
            id,
            bucket,
            native: 0,
            content,
            line,
        }
    }

    fn pairs(known: &[Side], seen: &[Side]) -> Vec<(i64, i64, Evidence)> {
        let mut out = pair(known, seen);
        out.sort_by_key(|it| it.0);
        out
    }

    #[test]
    fn shifted_lines_pair_by_content() {
        let known = [side(1, 5, 10, 3), side(2, 5, 11, 9)];
        let seen = [side(1, 5, 11, 109), side(2, 5, 10, 103)];
        assert_eq!(
            pairs(&known, &seen),
            [(1, 2, Evidence::Content), (2, 1, Evidence::Content)]
        );
    }

    #[test]
    fn without_content_the_nearest_line_in_order_wins() {
        let known = [side(1, 5, 0, 10), side(2, 5, 0, 20), side(3, 5, 0, 30)];
        let seen = [side(1, 5, 0, 12), side(2, 5, 0, 31)];
        assert_eq!(
            pairs(&known, &seen),
            [(1, 1, Evidence::Line), (3, 2, Evidence::Line)]
        );
    }

    #[test]
    fn without_content_what_moved_alike_is_paired_and_the_removed_one_is_not() {
        let known = [side(1, 5, 0, 10), side(2, 5, 0, 20), side(3, 5, 0, 30)];
        let seen = [side(1, 5, 0, 22), side(2, 5, 0, 42)];
        assert_eq!(
            pairs(&known, &seen),
            [(1, 1, Evidence::Line), (3, 2, Evidence::Line)]
        );
    }

    #[test]
    fn what_could_be_several_is_listed() {
        let known = [side(1, 5, 10, 3)];
        let seen = [side(1, 6, 10, 3), side(2, 7, 10, 3)];
        assert_eq!(ambiguous(&pair(&known, &seen), &known, &seen), [1, 2]);
        let one = [side(1, 6, 10, 3)];
        assert!(ambiguous(&pair(&known, &one), &known, &one).is_empty());
    }

    #[test]
    fn removed_and_added_code_is_not_the_same_finding() {
        let known = [side(1, 5, 10, 3)];
        assert_eq!(pairs(&known, &[side(1, 5, 77, 200)]), []);
        assert_eq!(
            pairs(&known, &[side(1, 5, 77, 4)]),
            [(1, 1, Evidence::Line)]
        );
    }

    #[test]
    fn a_renamed_file_pairs_one_to_one_only() {
        let known = [side(1, 5, 10, 3)];
        assert_eq!(
            pairs(&known, &[side(1, 6, 10, 3)]),
            [(1, 1, Evidence::Rename)]
        );
        assert_eq!(pairs(&known, &[side(1, 6, 10, 3), side(2, 7, 10, 3)]), []);
    }

    #[test]
    fn the_tools_own_fingerprint_is_stronger_than_content() {
        let known = [
            Side {
                native: 9,
                ..side(1, 5, 10, 3)
            },
            side(2, 5, 11, 8),
        ];
        let seen = [
            Side {
                native: 9,
                ..side(1, 5, 11, 8)
            },
            side(2, 5, 10, 3),
        ];
        assert_eq!(pairs(&known, &seen)[0], (1, 1, Evidence::Native));
    }

    #[test]
    fn equal_twins_keep_their_number() {
        let known = [side(1, 5, 10, 3), side(2, 5, 10, 3)];
        let seen = [side(1, 5, 10, 3), side(2, 5, 10, 3)];
        assert_eq!(pairs(&known, &seen).len(), 2);
    }
}
