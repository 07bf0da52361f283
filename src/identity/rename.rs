//! A renamed file, for tools that give neither code nor a fingerprint of their own: the same rules at
//! the same lines, or all shifted alike, in a file that is new, while the old one is gone.

use super::pairing::{Evidence, Pair};
use std::collections::{BTreeMap, BTreeSet};

/// A finding that nothing was paired with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Row number of a known finding, or running number of a seen one.
    pub id: i64,
    /// Path.
    pub file: String,
    /// Rule.
    pub rule: String,
    /// Line, 0 for none.
    pub line: u32,
    /// Content, 0 for none.
    pub content: i64,
}

/// How many findings are known to have moved from one file to another.
pub type Moves = BTreeMap<(String, String), usize>;

/// Pairs the findings of files that are gone with those of files that are new. `known` and `seen`
/// hold only findings of such files. A file is paired with the one that fits best, when that is
/// mutual and no other fits as well; one finding alone is enough only when the file kept its name, or
/// when others were seen to move the same way.
pub fn pair(known: &[Placed], seen: &[Placed], moves: &Moves) -> Vec<Pair> {
    let (gone, new) = (by_file(known), by_file(seen));
    let mut scores: BTreeMap<(&str, &str), Vec<(i64, i64)>> = BTreeMap::new();
    for (old, were) in &gone {
        for (now, are) in &new {
            let pairs = align(were, are);
            let same_name = name(old) == name(now);
            let most = were.len().max(are.len());
            let moved = moves.contains_key(&((*old).to_owned(), (*now).to_owned()));
            let enough = pairs.len() * 2 > most && (pairs.len() > 1 || same_name);
            if enough || moved && !pairs.is_empty() {
                scores.insert((old, now), pairs);
            }
        }
    }
    let mut out = Vec::new();
    for ((old, now), pairs) in &scores {
        let rivals = scores.iter().filter(|((a, b), _)| (a == old) != (b == now));
        let weaker = |it: &Vec<_>| it.len() < pairs.len();
        if rivals.into_iter().all(|(_, it)| weaker(it)) {
            out.extend(pairs.iter().map(|(a, b)| (*a, *b, Evidence::Rename)));
        }
    }
    out
}

fn by_file(all: &[Placed]) -> BTreeMap<&str, Vec<&Placed>> {
    let mut out: BTreeMap<&str, Vec<&Placed>> = BTreeMap::new();
    for it in all.iter().filter(|it| !it.file.is_empty()) {
        out.entry(&it.file).or_default().push(it);
    }
    out
}

fn name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// Pairs what has one rule and moved by the distance that fits most.
fn align(were: &[&Placed], are: &[&Placed]) -> Vec<(i64, i64)> {
    let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
    for old in were {
        for new in are.iter().filter(|it| fits(old, it)) {
            *votes.entry(shift(old, new)).or_default() += 1;
        }
    }
    let best = votes
        .into_iter()
        .max_by_key(|(by, count)| (*count, -by.abs()));
    let Some((by, _)) = best else {
        return Vec::new();
    };
    let mut taken = BTreeSet::new();
    let mut out = Vec::new();
    for old in were {
        let fits =
            |it: &&&Placed| it.rule == old.rule && shift(old, it) == by && !taken.contains(&it.id);
        if let Some(new) = are.iter().find(fits) {
            taken.insert(new.id);
            out.push((old.id, new.id));
        }
    }
    out
}

fn fits(old: &Placed, new: &Placed) -> bool {
    let same = old.content == new.content || old.content == 0 || new.content == 0;
    old.rule == new.rule && same
}

fn shift(old: &Placed, new: &Placed) -> i64 {
    i64::from(new.line) - i64::from(old.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(file: &str, first: i64, rows: &[(&str, u32)]) -> Vec<Placed> {
        let row = |(id, (rule, line)): (i64, &(&str, u32))| Placed {
            id,
            file: file.to_owned(),
            rule: (*rule).to_owned(),
            line: *line,
            content: 0,
        };
        (first..).zip(rows).map(row).collect()
    }

    fn ids(pairs: Vec<Pair>) -> Vec<(i64, i64)> {
        pairs.into_iter().map(|it| (it.0, it.1)).collect()
    }

    #[test]
    fn a_file_that_moved_and_grew_is_found() {
        let old = file("a/x.js", 1, &[("r", 3), ("s", 9), ("r", 20)]);
        let new = file("b/y.js", 1, &[("r", 8), ("s", 14), ("r", 25), ("t", 30)]);
        assert_eq!(
            ids(pair(&old, &new, &Moves::new())),
            [(1, 1), (2, 2), (3, 3)]
        );
    }

    #[test]
    fn one_finding_is_enough_only_under_the_same_name() {
        let old = file("a/Dockerfile", 1, &[("r", 1)]);
        assert_eq!(
            ids(pair(
                &old,
                &file("b/Dockerfile", 1, &[("r", 1)]),
                &Moves::new()
            )),
            [(1, 1)]
        );
        assert_eq!(
            ids(pair(&old, &file("b/other", 1, &[("r", 1)]), &Moves::new())),
            []
        );
    }

    #[test]
    fn two_files_that_fit_alike_stay_apart() {
        let old = file("a/x.js", 1, &[("r", 3), ("s", 9)]);
        let mut new = file("b/x.js", 1, &[("r", 3), ("s", 9)]);
        new.extend(file("c/x.js", 3, &[("r", 3), ("s", 9)]));
        assert_eq!(ids(pair(&old, &new, &Moves::new())), []);
    }

    #[test]
    fn one_finding_is_enough_where_others_moved_the_same_way() {
        let (old, new) = (
            file("a/x.js", 1, &[("r", 3)]),
            file("b/y.js", 1, &[("r", 8)]),
        );
        let moves = Moves::from([(("a/x.js".to_owned(), "b/y.js".to_owned()), 2)]);
        assert_eq!(ids(pair(&old, &new, &moves)), [(1, 1)]);
    }
}
