//! From edges to issues: strongest edges first, and never two sinks of one rule in one issue.

use super::{Edge, RULES, Sighting};
use crate::model::{Confidence, Digest};
use std::collections::{BTreeMap, BTreeSet};

/// Sightings that are one issue, by position, sorted by fingerprint; and why each further one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Positions in the slice that was given.
    pub members: Vec<usize>,
    /// The edges that joined them: one less than there are members.
    pub edges: Vec<Edge>,
}

/// What comes of grouping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// The issues.
    pub groups: Vec<Group>,
    /// What a person should look at: at most one edge between two groups, the strongest first.
    pub suggestions: Vec<Edge>,
}

/// What people said beforehand. Findings are named by their fingerprints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Pairs that are one issue.
    pub together: Vec<(Digest, Digest)>,
    /// Pairs that never are: neither joined, directly or through others, nor suggested.
    pub apart: Vec<(Digest, Digest)>,
    /// Rules that may only suggest.
    pub demoted: BTreeSet<String>,
}

/// Groups sightings. The same set gives the same groups, whatever its order.
pub fn group(all: &[Sighting]) -> Grouping {
    group_with(all, &Wishes::default())
}

/// Groups sightings as [`group`] does, under what people said of some of them.
pub fn group_with(all: &[Sighting], wishes: &Wishes) -> Grouping {
    let mut order: Vec<usize> = (0..all.len()).collect();
    let print = |at: &usize| all.get(*at).map(|it| it.fingerprint);
    order.sort_by_key(print);
    let mut sets = Sets::new(all);
    let at = |print: &Digest| {
        let found = order.binary_search_by_key(&Some(*print), print_of(all));
        found.ok().and_then(|it| order.get(it).copied())
    };
    let pair = |(a, b): &(Digest, Digest)| at(a).zip(at(b));
    sets.apart = wishes.apart.iter().filter_map(pair).collect();
    for (a, b) in wishes.together.iter().filter_map(pair) {
        sets.join(by_hand(a, b), true);
    }
    let mut maybe = Vec::new();
    for edge in sorted_edges(all, &order) {
        if edge.confidence == Confidence::Low || wishes.demoted.contains(edge.rule) {
            maybe.push(edge);
        } else {
            sets.join(edge, false);
        }
    }
    let suggestions = sets.between(maybe);
    Grouping {
        groups: sets.groups(&order),
        suggestions,
    }
}

fn print_of(all: &[Sighting]) -> impl Fn(&usize) -> Option<Digest> {
    |at| all.get(*at).map(|it| it.fingerprint)
}

fn by_hand(a: usize, b: usize) -> Edge {
    Edge {
        a,
        b,
        rule: BY_HAND,
        version: 1,
        confidence: Confidence::Certain,
        evidence: "a person says that they are one".to_owned(),
    }
}

/// Names the link that a person's merge makes.
pub const BY_HAND: &str = "person";

fn sorted_edges(all: &[Sighting], order: &[usize]) -> Vec<Edge> {
    let mut edges: Vec<((Confidence, usize, Digest, Digest), Edge)> = Vec::new();
    for (rank, rule) in RULES.iter().enumerate() {
        let mut buckets: BTreeMap<(i64, String), Vec<(usize, &Sighting)>> = BTreeMap::new();
        for at in order {
            if let Some(it) = all.get(*at) {
                for key in rule.keys(it) {
                    buckets
                        .entry((it.application, key))
                        .or_default()
                        .push((*at, it));
                }
            }
        }
        for bucket in buckets.values().filter(|it| it.len() > 1) {
            for edge in rule.edges(bucket) {
                let prints = (all.get(edge.a), all.get(edge.b));
                if let (Some(a), Some(b)) = prints {
                    let low = a.fingerprint.min(b.fingerprint);
                    let high = a.fingerprint.max(b.fingerprint);
                    edges.push(((edge.confidence, rank, low, high), edge));
                }
            }
        }
    }
    edges.sort_by_key(|it| it.0);
    edges.into_iter().map(|it| it.1).collect()
}

/// Disjoint sets that know their members and sinks.
struct Sets {
    /// Positions that never get into one set.
    apart: Vec<(usize, usize)>,
    parent: Vec<usize>,
    groups: BTreeMap<usize, (Group, Sinks)>,
}

/// Rule of a tool, by number → number of its file, and line. Two places of one are two sinks, so a
/// group never has more than one of each, and groups are compared without looking at their members.
type Sinks = BTreeMap<usize, (usize, u32)>;

impl Sets {
    fn new(all: &[Sighting]) -> Self {
        let mut rules: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut files: BTreeMap<&str, usize> = BTreeMap::new();
        let mut groups = BTreeMap::new();
        for (at, it) in all.iter().enumerate() {
            let mut sinks = Sinks::new();
            if it.line > 0 && it.package.is_empty() && it.secret.is_none() {
                let next = rules.len();
                let rule = *rules.entry((&it.tool, &it.rule)).or_insert(next);
                let next = files.len();
                let file = *files.entry(&it.file).or_insert(next);
                sinks.insert(rule, (file, it.line));
            }
            let group = Group {
                members: vec![at],
                edges: Vec::new(),
            };
            groups.insert(at, (group, sinks));
        }
        Self {
            apart: Vec::new(),
            parent: (0..all.len()).collect(),
            groups,
        }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while let Some(up) = self.parent.get(at).copied().filter(|up| *up != at) {
            let above = self.parent.get(up).copied().unwrap_or(up);
            if let Some(slot) = self.parent.get_mut(at) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    /// Joins along an edge, unless what the two sets hold forbids it; a person may join two sinks.
    fn join(&mut self, edge: Edge, by_hand: bool) {
        let (a, b) = (self.root(edge.a), self.root(edge.b));
        if a == b || self.parted(a, b) || !by_hand && self.conflict(a, b) {
            return;
        }
        let size = |sets: &Self, at| sets.groups.get(at).map_or(0, |it| it.0.members.len());
        let (keep, gone) = if size(self, &a) >= size(self, &b) {
            (a, b)
        } else {
            (b, a)
        };
        let moved = self.groups.remove(&gone);
        if let (Some((moved, sinks)), Some((group, known))) = (moved, self.groups.get_mut(&keep)) {
            group.members.extend(moved.members);
            group.edges.extend(moved.edges);
            group.edges.push(edge);
            known.extend(sinks);
        }
        if let Some(slot) = self.parent.get_mut(gone) {
            *slot = keep;
        }
    }

    /// True when a person said that something of the one is never something of the other.
    fn parted(&mut self, a: usize, b: usize) -> bool {
        (0..self.apart.len()).any(|at| {
            let Some((one, two)) = self.apart.get(at).copied() else {
                return false;
            };
            let (one, two) = (self.root(one), self.root(two));
            (one, two) == (a, b) || (one, two) == (b, a)
        })
    }

    /// The first edge between every two sets, where people did not say never.
    fn between(&mut self, edges: Vec<Edge>) -> Vec<Edge> {
        let mut seen = BTreeSet::new();
        let mut out = Vec::new();
        for edge in edges {
            let (a, b) = (self.root(edge.a), self.root(edge.b));
            if a != b && !self.parted(a, b) && seen.insert((a.min(b), a.max(b))) {
                out.push(edge);
            }
        }
        out
    }

    /// Two findings of one tool's rule at different lines of one file are two sinks, however a third
    /// finding may touch both.
    fn conflict(&self, a: usize, b: usize) -> bool {
        let (Some((_, a)), Some((_, b))) = (self.groups.get(&a), self.groups.get(&b)) else {
            return false;
        };
        let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
        few.iter()
            .any(|(rule, place)| many.get(rule).is_some_and(|it| it != place))
    }

    fn groups(self, order: &[usize]) -> Vec<Group> {
        let mut rank = vec![0; order.len()];
        for (place, at) in order.iter().enumerate() {
            if let Some(slot) = rank.get_mut(*at) {
                *slot = place;
            }
        }
        let place = |at: &usize| rank.get(*at).copied().unwrap_or(usize::MAX);
        let mut out: Vec<Group> = self.groups.into_values().map(|it| it.0).collect();
        for group in &mut out {
            group.members.sort_by_key(place);
        }
        out.sort_by_key(|it| it.members.first().map(place));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::tests::sighting;
    use crate::model::FindingKind;
    use proptest::prelude::*;

    fn code(id: u8, tool: &str, line: u32) -> Sighting {
        let mut it = sighting(id, tool, FindingKind::Sast, "r");
        (it.file, it.line, it.cwes) = ("a.py".to_owned(), line, vec![89]);
        it
    }

    fn ids(all: &[Sighting]) -> Vec<Vec<i64>> {
        let of = |it: &Group| it.members.iter().map(|at| all[*at].id).collect();
        group(all).groups.iter().map(of).collect()
    }

    #[test]
    fn different_weaknesses_on_one_line_stay_apart() {
        let mut other = code(2, "b", 5);
        other.cwes = vec![79];
        assert_eq!(ids(&[code(1, "a", 5), other]), [[1], [2]]);
    }

    #[test]
    fn two_sinks_of_one_rule_stay_apart_though_a_third_touches_both() {
        let mut wide = code(3, "b", 5);
        wide.end_line = 7;
        assert_eq!(
            ids(&[code(1, "a", 5), code(2, "a", 7), wide]),
            [vec![1, 3], vec![2]]
        );
    }

    #[test]
    fn a_group_has_one_edge_less_than_members() {
        let all = [code(1, "a", 5), code(2, "b", 5), code(3, "c", 5)];
        let groups = group(&all).groups;
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].edges.len(), 2);
    }

    fn wished(all: &[Sighting], wishes: &Wishes) -> Vec<Vec<i64>> {
        let of = |it: &Group| it.members.iter().map(|at| all[*at].id).collect();
        group_with(all, wishes).groups.iter().map(of).collect()
    }

    #[test]
    fn what_people_say_comes_first() {
        let all = [code(1, "a", 5), code(2, "b", 5), code(3, "c", 9)];
        let (one, two, three) = (Digest([1; 16]), Digest([2; 16]), Digest([3; 16]));
        let apart = Wishes {
            apart: vec![(one, two)],
            ..Wishes::default()
        };
        assert_eq!(wished(&all, &apart), [[1], [2], [3]]);
        let together = Wishes {
            together: vec![(one, three)],
            ..Wishes::default()
        };
        assert_eq!(wished(&all, &together), [[1, 2, 3]]);
        let both = Wishes {
            together: vec![(one, three)],
            apart: vec![(two, three)],
            ..Wishes::default()
        };
        assert_eq!(wished(&all, &both), [vec![1, 3], vec![2]]);
    }

    #[test]
    fn a_demoted_rule_only_suggests() {
        let all = [code(1, "a", 5), code(2, "b", 5)];
        let wishes = Wishes {
            demoted: ["code".to_owned()].into(),
            ..Wishes::default()
        };
        let got = group_with(&all, &wishes);
        assert_eq!((got.groups.len(), got.suggestions.len()), (2, 1));
        assert_eq!(group(&all).suggestions, []);
    }

    proptest! {
        #[test]
        fn the_order_of_sightings_does_not_matter(
            lines in proptest::collection::vec((0_u8..3, 1_u32..9, 0_u32..4, 0_u8..2), 1..14),
            turn in 0_usize..14,
        ) {
            let mut all: Vec<Sighting> = Vec::new();
            for (id, (tool, line, span, weakness)) in (0_u8..).zip(lines) {
                let mut it = code(id, ["a", "b", "c"][usize::from(tool)], line);
                it.end_line = line + span;
                it.cwes = vec![[79, 89][usize::from(weakness)]];
                all.push(it);
            }
            let before = ids(&all);
            let turn = turn % all.len();
            all.rotate_left(turn);
            all.reverse();
            prop_assert_eq!(before, ids(&all));
        }
    }
}
