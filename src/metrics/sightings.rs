//! When was a finding seen? Told from the scans alone, in the order in which they were made.
//!
//! A finding is seen from a scan that lists it until a later scan of the same scope and branch does
//! not, while no other branch's latest scan lists it. A scan that broke off takes nothing away. So it
//! does not matter in which order reports were imported.

use super::life::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The scans of one scope, one after the other.
#[derive(Debug, Default)]
pub struct Fold {
    latest: BTreeMap<String, Vec<i64>>,
    open: BTreeMap<i64, i64>,
    done: Vec<(i64, Span)>,
}

impl Fold {
    /// Takes the next scan: its branch, its time in UTC seconds, what it saw in ascending order, and
    /// whether absence counts.
    pub fn scan(&mut self, branch: &str, at: i64, present: Vec<i64>, complete: bool) {
        let before = self.latest.remove(branch).unwrap_or_default();
        for id in &present {
            self.open.entry(*id).or_insert(at);
        }
        if !complete {
            let mut all: BTreeSet<i64> = before.into_iter().collect();
            all.extend(present);
            self.latest
                .insert(branch.to_owned(), all.into_iter().collect());
            return;
        }
        for id in before {
            let seen = |list: &Vec<i64>| list.binary_search(&id).is_ok();
            if seen(&present) || self.latest.values().any(seen) {
                continue;
            }
            if let Some(from) = self.open.remove(&id) {
                let until = Some(at);
                self.done.push((id, Span { from, until }));
            }
        }
        self.latest.insert(branch.to_owned(), present);
    }

    /// When each finding was seen, in order of finding and time.
    pub fn spans(mut self) -> Vec<(i64, Span)> {
        let open = self.open.into_iter();
        self.done
            .extend(open.map(|(id, from)| (id, Span { from, until: None })));
        self.done.retain(|(_, it)| it.until != Some(it.from));
        self.done.sort_unstable();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, until: impl Into<Option<i64>>) -> Span {
        Span {
            from,
            until: until.into(),
        }
    }

    #[test]
    fn a_finding_is_seen_until_a_later_scan_does_not_list_it() {
        let mut fold = Fold::default();
        fold.scan("", 10, vec![1, 2], true);
        fold.scan("", 20, vec![2], true);
        fold.scan("", 30, vec![1, 2, 3], true);
        let expected = [
            (1, span(10, 20)),
            (1, span(30, None)),
            (2, span(10, None)),
            (3, span(30, None)),
        ];
        assert_eq!(fold.spans(), expected);
    }

    #[test]
    fn a_broken_scan_and_another_branch_take_nothing_away() {
        let mut fold = Fold::default();
        fold.scan("", 10, vec![1], true);
        fold.scan("", 20, vec![2], false);
        fold.scan("b", 30, vec![1], true);
        fold.scan("", 40, vec![], true);
        assert_eq!(fold.spans(), [(1, span(10, None)), (2, span(20, 40))]);
    }
}
