//! Findings that hang together, directly or through others, as disjoint sets over their row numbers.
//!
//! Four bytes a finding, whatever the number of keys: the keys stream by and are not kept.

use std::collections::BTreeSet;

/// Disjoint sets; the root of each is its lowest row number.
#[derive(Debug)]
pub(super) struct Neighbourhoods {
    parent: Vec<u32>,
}

impl Neighbourhoods {
    /// Sets of one, for the row numbers up to `last`.
    pub(super) fn new(last: i64) -> Self {
        let end = u32::try_from(last).unwrap_or(u32::MAX);
        Self {
            parent: (0..=end).collect(),
        }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while let Some(up) = self.parent.get(at as usize).copied().filter(|up| *up != at) {
            let above = self.parent.get(up as usize).copied().unwrap_or(up);
            if let Some(slot) = self.parent.get_mut(at as usize) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    /// Says that two findings share a key.
    pub(super) fn join(&mut self, a: i64, b: i64) {
        let (Ok(a), Ok(b)) = (u32::try_from(a), u32::try_from(b)) else {
            return;
        };
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.parent.get_mut(a.max(b) as usize) {
            *slot = a.min(b);
        }
    }

    /// The sets that hold at least one of some findings, each ascending, in the order of their
    /// lowest row number.
    pub(super) fn of(mut self, touched: &[i64]) -> impl Iterator<Item = Vec<i64>> {
        let touched = touched.iter().filter_map(|it| u32::try_from(*it).ok());
        let wanted: BTreeSet<u32> = touched.map(|it| self.root(it)).collect();
        let count = u32::try_from(self.parent.len()).unwrap_or(u32::MAX);
        let mut all: Vec<(u32, u32)> = (0..count).map(|it| (self.root(it), it)).collect();
        drop(self);
        all.retain(|(root, _)| wanted.contains(root));
        all.sort_unstable();
        let mut at = 0;
        std::iter::from_fn(move || {
            let (root, _) = *all.get(at)?;
            let rest = all.get(at..).unwrap_or_default();
            let set = rest.iter().take_while(|it| it.0 == root);
            let set: Vec<i64> = set.map(|it| i64::from(it.1)).collect();
            at += set.len();
            Some(set)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_grow_through_others_and_come_in_order() {
        let mut sets = Neighbourhoods::new(8);
        for (a, b) in [(7, 5), (5, 2), (4, 8)] {
            sets.join(a, b);
        }
        let all: Vec<Vec<i64>> = sets.of(&[1, 7, 2, 8, 99]).collect();
        assert_eq!(all, [vec![1], vec![2, 5, 7], vec![4, 8]]);
    }
}
