//! From edges to issues: what people said first, then the strongest edges, and never two sinks of one
//! rule in one issue unless a person says so.

use super::constraint::{self, Constraint, Groups, Sides, Strength};
use super::{Asked, Edge, Sighting, asked};
use crate::model::{Confidence, Digest};
use std::borrow::Borrow;
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

/// What people said beforehand.
#[derive(Clone, Debug)]
pub struct Wishes<'a> {
    /// What must be one, and what must not.
    pub said: Vec<&'a Constraint>,
    /// Rules that may only suggest.
    pub demoted: &'a BTreeSet<String>,
}

/// Groups sightings. The same set gives the same groups, whatever its order.
pub fn group<S: Borrow<Sighting>>(all: &[S]) -> Grouping {
    let wishes = Wishes {
        said: Vec::new(),
        demoted: &BTreeSet::new(),
    };
    group_with(all, &wishes)
}

/// Groups sightings as [`group`] does, under what people said of some of them.
pub fn group_with<S: Borrow<Sighting>>(all: &[S], wishes: &Wishes<'_>) -> Grouping {
    let all: Vec<&Sighting> = all.iter().map(Borrow::borrow).collect();
    let all = all.as_slice();
    let mut order: Vec<usize> = (0..all.len()).collect();
    let print = |at: &usize| all.get(*at).map(|it| it.fingerprint);
    order.sort_by_key(print);
    let mut sets = Sets::new(all, &order);
    let (maybe, edges): (Vec<_>, Vec<_>) = sorted_edges(all, &order)
        .into_iter()
        .partition(|it| it.confidence == Confidence::Low || wishes.demoted.contains(it.rule));
    if wishes.said.is_empty() {
        for edge in edges {
            sets.join(edge);
        }
        let suggestions = sets.between(maybe);
        return Grouping {
            groups: sets.groups(&order),
            suggestions,
        };
    }
    let drawn = constraint::apply(&mut sets, all, &wishes.said);
    for edge in &edges {
        sets.join(edge.clone());
    }
    let suggestions = sets.between(maybe);
    // A rule's reason goes before a person's word, which is cited only where no rule would do.
    let mut reasons = Sets::bare(all.len());
    for edge in edges.into_iter().chain(drawn) {
        if sets.root(edge.a) == sets.root(edge.b) {
            reasons.join(edge);
        }
    }
    Grouping {
        groups: reasons.groups(&order),
        suggestions,
    }
}

fn sorted_edges(all: &[&Sighting], order: &[usize]) -> Vec<Edge> {
    let mut edges: Vec<((Confidence, usize, Digest, Digest), Edge)> = Vec::new();
    let mut bucket: Vec<(usize, &Sighting)> = Vec::new();
    for Asked { rule, by } in asked() {
        let mut keyed: Vec<(i64, String, usize)> = Vec::new();
        for (rank, at) in order.iter().enumerate() {
            if let Some(it) = all.get(*at) {
                let keys = rule.keys(it).into_iter();
                keyed.extend(keys.map(|key| (it.application, key, rank)));
            }
        }
        keyed.sort_unstable();
        for same in keyed.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)) {
            if same.len() < 2 {
                continue;
            }
            bucket.clear();
            let found = same.iter().filter_map(|it| order.get(it.2));
            bucket.extend(found.filter_map(|at| Some((*at, *all.get(*at)?))));
            for (rank, rule) in by {
                for edge in rule.edges(&bucket) {
                    if let (Some(a), Some(b)) = (all.get(edge.a), all.get(edge.b)) {
                        let low = a.fingerprint.min(b.fingerprint);
                        let high = a.fingerprint.max(b.fingerprint);
                        edges.push(((edge.confidence, *rank, low, high), edge));
                    }
                }
            }
        }
    }
    edges.sort_by_key(|it| it.0);
    edges.into_iter().map(|it| it.1).collect()
}

/// Disjoint sets that know their members and sinks.
struct Sets {
    parent: Vec<usize>,
    /// By position of the root; none for those that were united with another.
    groups: Vec<Option<(Group, Sinks)>>,
    /// On which sides of what is never one a set is; most are on none.
    never: BTreeMap<usize, Sides>,
    /// On which sides of what is not to be suggested.
    waived: BTreeMap<usize, Sides>,
}

/// Rule of a tool, by number, with the number of its file and the line; sorted. Two places of one are
/// two sinks, so a group never has more than one of each, and groups are compared without looking at
/// their members.
type Sinks = Vec<(usize, (usize, u32))>;

impl Sets {
    /// Sets of one; numbers are given in an order that does not depend on the caller's.
    fn new(all: &[&Sighting], order: &[usize]) -> Self {
        let mut rules: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut files: BTreeMap<&str, usize> = BTreeMap::new();
        let mut out = Self::bare(all.len());
        for at in order {
            let Some(it) = all.get(*at) else { continue };
            if it.line > 0 && it.package.is_empty() && it.secret.is_none() {
                let next = rules.len();
                let rule = *rules.entry((&it.tool, &it.rule)).or_insert(next);
                let next = files.len();
                let file = *files.entry(&it.file).or_insert(next);
                if let Some(Some((_, sinks))) = out.groups.get_mut(*at) {
                    sinks.push((rule, (file, it.line)));
                }
            }
        }
        out
    }

    /// Sets of one that know nothing of sinks.
    fn bare(count: usize) -> Self {
        let group = |at| Group {
            members: vec![at],
            edges: Vec::new(),
        };
        Self {
            parent: (0..count).collect(),
            groups: (0..count)
                .map(|at| Some((group(at), Sinks::new())))
                .collect(),
            never: BTreeMap::new(),
            waived: BTreeMap::new(),
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

    fn join(&mut self, edge: Edge) {
        let (a, b) = (self.root(edge.a), self.root(edge.b));
        if a != b && !self.conflict(a, b) && !self.opposed(a, b) {
            self.unite(a, b, Some(edge));
        }
    }

    fn unite(&mut self, a: usize, b: usize, edge: Option<Edge>) {
        let size = |at| self.of(at).map_or(0, |it| it.0.members.len());
        let (keep, gone) = if size(a) >= size(b) { (a, b) } else { (b, a) };
        let moved = self.groups.get_mut(gone).and_then(Option::take);
        if let (Some((moved, sinks)), Some(Some((group, known)))) =
            (moved, self.groups.get_mut(keep))
        {
            group.members.extend(moved.members);
            group.edges.extend(moved.edges);
            group.edges.extend(edge);
            // Only a person puts two places of one rule together; the first one then stands for both.
            for (rule, place) in sinks {
                match known.binary_search_by_key(&rule, |it| it.0) {
                    Err(at) => known.insert(at, (rule, place)),
                    Ok(at) => {
                        if let Some((_, first)) = known.get_mut(at) {
                            *first = place.min(*first);
                        }
                    }
                }
            }
        }
        for all in [&mut self.never, &mut self.waived] {
            if let Some(sides) = all.remove(&gone) {
                all.entry(keep).or_default().extend(sides);
            }
        }
        if let Some(slot) = self.parent.get_mut(gone) {
            *slot = keep;
        }
    }

    fn opposed(&self, a: usize, b: usize) -> bool {
        opposed(&self.never, a, b)
    }

    /// The first edge between every two sets, where people did not say no or never.
    fn between(&mut self, edges: Vec<Edge>) -> Vec<Edge> {
        let mut seen = BTreeSet::new();
        let mut out = Vec::new();
        for edge in edges {
            let (a, b) = (self.root(edge.a), self.root(edge.b));
            let answered = self.opposed(a, b) || opposed(&self.waived, a, b);
            if a != b && !answered && seen.insert((a.min(b), a.max(b))) {
                out.push(edge);
            }
        }
        out
    }

    /// Two findings of one tool's rule at different lines of one file are two sinks, however a third
    /// finding may touch both.
    fn conflict(&self, a: usize, b: usize) -> bool {
        let (Some((_, a)), Some((_, b))) = (self.of(a), self.of(b)) else {
            return false;
        };
        let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
        few.iter().any(|(rule, place)| {
            let at = many.binary_search_by_key(rule, |it| it.0);
            let known = at.ok().and_then(|at| many.get(at));
            known.is_some_and(|(_, it)| it != place)
        })
    }

    /// The group with a root, and its sinks.
    fn of(&self, root: usize) -> Option<&(Group, Sinks)> {
        self.groups.get(root)?.as_ref()
    }

    fn groups(self, order: &[usize]) -> Vec<Group> {
        let mut rank = vec![0; order.len()];
        for (place, at) in order.iter().enumerate() {
            if let Some(slot) = rank.get_mut(*at) {
                *slot = place;
            }
        }
        let place = |at: &usize| rank.get(*at).copied().unwrap_or(usize::MAX);
        let mut out: Vec<Group> = self.groups.into_iter().flatten().map(|it| it.0).collect();
        for group in &mut out {
            group.members.sort_by_key(place);
        }
        out.sort_by_key(|it| it.members.first().map(place));
        out
    }
}

impl Groups for Sets {
    fn group_of(&mut self, at: usize) -> usize {
        self.root(at)
    }

    fn oblige(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a != b && !self.opposed(a, b) {
            self.unite(a, b, None);
        }
        self.root(a) == self.root(b)
    }

    fn take_side(&mut self, group: usize, constraint: (usize, Strength), side: bool) {
        let all = match constraint.1 {
            Strength::Never => &mut self.never,
            Strength::Waived => &mut self.waived,
        };
        all.entry(group).or_default().insert(constraint.0, side);
    }
}

fn opposed(all: &BTreeMap<usize, Sides>, a: usize, b: usize) -> bool {
    matches!((all.get(&a), all.get(&b)), (Some(a), Some(b)) if constraint::opposed(a, b))
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
