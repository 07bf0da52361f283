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
    all: &[Sighting],
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
