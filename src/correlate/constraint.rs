//! What a person said belongs together or apart. It goes before what the rules think; of two people
//! who contradict each other the later one is right.
//!
//! A constraint names fingerprints, so it holds wherever the same reports were imported. Those that
//! are not among the sightings are passed over.

use super::{Edge, Sighting};
use crate::model::{Confidence, Digest};
use std::collections::{BTreeMap, BTreeSet};

/// Name under which a link says that a person made it.
pub const BY_HAND: &str = "by-hand";

/// What somebody decided about findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// Number of the event; higher is later.
    pub event: i64,
    /// What must be.
    pub kind: Kind,
    /// Who said so and why, for the evidence of links.
    pub says: String,
}

/// What must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All of these are one issue.
    Together(Vec<Digest>),
    /// No issue holds one of the left and one of the right.
    Apart(Vec<Digest>, Vec<Digest>),
    /// Nobody is asked again whether one of the left is one with one of the right.
    Waived(Vec<Digest>, Vec<Digest>),
}

/// How far a side keeps groups from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// They are never joined.
    Never,
    /// They are only not suggested.
    Waived,
}

/// Sides that a group is on, by the position of the constraint.
pub(super) type Sides = BTreeMap<usize, bool>;

/// True when two groups are on different sides of a constraint.
pub(super) fn opposed(a: &Sides, b: &Sides) -> bool {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter()
        .any(|(at, side)| many.get(at).is_some_and(|it| it != side))
}

/// What constraints act on: groups that can be joined, and be put on a side.
pub(super) trait Groups {
    /// The number of the group that holds a sighting now.
    fn group_of(&mut self, at: usize) -> usize;
    /// Joins two groups unless they are on different sides of a constraint; true when they are one.
    fn oblige(&mut self, a: usize, b: usize) -> bool;
    /// Puts a group on a side of a constraint.
    fn take_side(&mut self, group: usize, constraint: (usize, Strength), side: bool);
}

/// Applies constraints, the newest first, and returns the edges that people drew.
pub(super) fn apply(
    groups: &mut impl Groups,
    all: &[&Sighting],
    constraints: &[&Constraint],
) -> Vec<Edge> {
    let prints = all.iter().enumerate();
    let at: BTreeMap<Digest, usize> = prints.map(|(at, it)| (it.fingerprint, at)).collect();
    let find = |prints: &[Digest]| -> Vec<usize> {
        prints.iter().filter_map(|it| at.get(it).copied()).collect()
    };
    let mut edges = Vec::new();
    let mut newest_first: Vec<&Constraint> = constraints.to_vec();
    newest_first.sort_by_key(|it| std::cmp::Reverse(it.event));
    for (number, it) in newest_first.into_iter().enumerate() {
        match &it.kind {
            Kind::Together(prints) => {
                // More than one only where a later decision set some of them apart.
                let mut heads: Vec<usize> = Vec::new();
                for member in find(prints) {
                    match heads.iter().find(|it| groups.oblige(**it, member)) {
                        Some(head) => edges.push(edge(*head, member, it)),
                        None => heads.push(member),
                    }
                }
            }
            Kind::Apart(left, right) | Kind::Waived(left, right) => {
                let strength = match it.kind {
                    Kind::Apart(..) => Strength::Never,
                    Kind::Together(_) | Kind::Waived(..) => Strength::Waived,
                };
                let mut of = |prints: &[Digest]| -> BTreeSet<usize> {
                    let members = find(prints);
                    members.into_iter().map(|it| groups.group_of(it)).collect()
                };
                let (left, right) = (of(left), of(right));
                // What a later decision put together is on neither side any more.
                for group in left.difference(&right) {
                    groups.take_side(*group, (number, strength), false);
                }
                for group in right.difference(&left) {
                    groups.take_side(*group, (number, strength), true);
                }
            }
        }
    }
    edges
}

fn edge(a: usize, b: usize, it: &Constraint) -> Edge {
    Edge {
        a,
        b,
        rule: BY_HAND,
        version: 1,
        confidence: Confidence::Certain,
        evidence: format!("{}; no rule would join them", it.says),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::group::{Group, Grouping, Wishes, group, group_with};
    use crate::correlate::tests::sighting;
    use crate::model::FindingKind;

    fn code(id: u8, tool: &str, line: u32) -> Sighting {
        let mut it = sighting(id, tool, FindingKind::Sast, "r");
        (it.file, it.line, it.cwes) = ("a.py".to_owned(), line, vec![89]);
        it
    }

    fn says(event: i64, kind: Kind) -> Constraint {
        Constraint {
            event,
            kind,
            says: "ann".to_owned(),
        }
    }

    fn under(all: &[Sighting], said: &[Constraint], demoted: &BTreeSet<String>) -> Grouping {
        let said = said.iter().collect();
        group_with(all, &Wishes { said, demoted })
    }

    fn told(all: &[Sighting], said: &[Constraint]) -> Vec<Vec<i64>> {
        let of = |it: &Group| it.members.iter().map(|at| all[*at].id).collect();
        under(all, said, &BTreeSet::new())
            .groups
            .iter()
            .map(of)
            .collect()
    }

    #[test]
    fn what_people_say_comes_first_and_the_later_of_two_wins() {
        let all = [code(1, "a", 5), code(2, "b", 5), code(3, "c", 9)];
        let print = |id: u8| Digest([id; 16]);
        let apart = says(1, Kind::Apart(vec![print(1)], vec![print(2)]));
        let together = says(2, Kind::Together(vec![print(1), print(3)]));
        assert_eq!(told(&all, std::slice::from_ref(&apart)), [[1], [2], [3]]);
        assert_eq!(told(&all, std::slice::from_ref(&together)), [[1, 2, 3]]);
        assert_eq!(
            told(&all, &[apart.clone(), together]),
            [vec![1, 3], vec![2]]
        );
        let later = says(3, Kind::Together(vec![print(1), print(2)]));
        assert_eq!(told(&all, &[apart, later]), [vec![1, 2], vec![3]]);
    }

    #[test]
    fn a_part_of_an_older_merge_that_a_later_split_leaves_stays_together() {
        let all = [code(1, "a", 1), code(2, "b", 50), code(3, "c", 90)];
        let print = |id: u8| Digest([id; 16]);
        let merge = says(1, Kind::Together(vec![print(1), print(2), print(3)]));
        let split = says(2, Kind::Apart(vec![print(1)], vec![print(2), print(3)]));
        assert_eq!(told(&all, &[merge, split]), [vec![1], vec![2, 3]]);
    }

    #[test]
    fn a_person_is_cited_only_where_no_rule_would_join() {
        let all = [code(1, "a", 5), code(2, "b", 5), code(3, "c", 9)];
        let all_three = (1..4).map(|id| Digest([id; 16])).collect();
        let said = [says(1, Kind::Together(all_three))];
        let groups = under(&all, &said, &BTreeSet::new()).groups;
        let rules: Vec<&str> = groups[0].edges.iter().map(|it| it.rule).collect();
        assert_eq!(rules, ["code", BY_HAND]);
    }

    #[test]
    fn a_demoted_rule_only_suggests_and_not_what_somebody_waived() {
        let all = [code(1, "a", 5), code(2, "b", 5)];
        let demoted = ["code".to_owned()].into();
        let got = under(&all, &[], &demoted);
        assert_eq!((got.groups.len(), got.suggestions.len()), (2, 1));
        assert_eq!(group(&all).suggestions, []);
        let print = |id: u8| vec![Digest([id; 16])];
        let waived = says(1, Kind::Waived(print(1), print(2)));
        assert_eq!(
            under(&all, std::slice::from_ref(&waived), &demoted).suggestions,
            []
        );
        assert_eq!(under(&all, &[waived], &BTreeSet::new()).groups.len(), 1);
    }
}
