//! Which component brings which other with it, and the shortest way to one of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Most components that are looked at on the way to one.
const LOOK: usize = 50_000;

/// Edges between components by their references.
#[derive(Default)]
pub(super) struct Graph {
    /// Of each its dependents, in the order of the report.
    dependents: BTreeMap<String, Vec<String>>,
}

impl Graph {
    /// `from` depends on `to`.
    pub(super) fn add(&mut self, from: &str, to: &str) {
        let all = self.dependents.entry(to.to_owned()).or_default();
        if from != to && !all.iter().any(|it| it == from) {
            all.push(from.to_owned());
        }
    }

    /// The shortest way from something that nothing depends on, both ends included. Empty where
    /// nothing is known to depend on it.
    pub(super) fn way(&self, to: &str) -> Vec<String> {
        // From the component upwards: of each its dependency on the way.
        let mut below: BTreeMap<&str, &str> = BTreeMap::new();
        let mut seen = BTreeSet::from([to]);
        let mut next = VecDeque::from([to]);
        while let Some(at) = next.pop_front() {
            let up = self.dependents.get(at).map_or(&[][..], Vec::as_slice);
            if up.is_empty() && at != to {
                let down = std::iter::successors(Some(at), |it| below.get(it).copied());
                return down.map(str::to_owned).collect();
            }
            for it in up {
                if seen.len() < LOOK && seen.insert(it) {
                    below.insert(it, at);
                    next.push_back(it);
                }
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_way_from_a_root_is_found() {
        let mut graph = Graph::default();
        for (from, to) in [
            ("app", "web"),
            ("app", "log"),
            ("web", "http"),
            ("http", "zlib"),
            ("log", "zlib"),
            ("zlib", "http"),
        ] {
            graph.add(from, to);
        }
        assert_eq!(graph.way("zlib"), ["app", "log", "zlib"]);
        assert!(graph.way("app").is_empty());
        assert!(graph.way("nosuch").is_empty());
    }

    #[test]
    fn a_circle_has_no_way() {
        let mut graph = Graph::default();
        graph.add("a", "b");
        graph.add("b", "a");
        assert!(graph.way("a").is_empty());
    }
}
