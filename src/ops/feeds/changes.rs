//! What an import of a feed changes, and which issues that touches.

use crate::error::Problem;
use crate::formats::feeds::epss;
use crate::ops::{exploits, regroup};
use crate::store::feeds::{self as rows, Change, EpssRow};
use crate::store::{Tx, members};
use std::collections::{BTreeMap, BTreeSet};

/// The ids that an import touches.
pub(super) struct Changes {
    /// Ids of which something else is known now.
    ids: BTreeSet<String>,
    /// What was known and is, of those that are kept.
    kept: Vec<Change>,
    /// CVEs that some finding has, for feeds that know far more than anybody needs.
    ours: BTreeMap<String, BTreeSet<i64>>,
    /// No edition of it was there before: what was not known is answered now.
    first: bool,
}

impl Changes {
    pub(super) fn load(tx: &Tx<'_>, feed: &str) -> Result<Self, Problem> {
        let mut ours: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for (id, name) in members::vulnerabilities(tx)? {
            for cve in exploits::cves(tx, &name)? {
                ours.entry(cve).or_default().insert(id);
            }
        }
        let all = rows::all(tx)?;
        let known = |it: &rows::FeedRow| {
            it.name == feed || (feed.starts_with("kev") && it.name.starts_with("kev"))
        };
        Ok(Self {
            ids: BTreeSet::new(),
            kept: Vec::new(),
            ours,
            first: !all.iter().any(known),
        })
    }

    /// Notes that something else is known of a CVE.
    pub(super) fn note(&mut self, cve: &str, before: Option<String>, after: Option<String>) {
        self.ids.insert(cve.to_owned());
        self.kept.push(Change {
            cve: cve.to_owned(),
            before: before.unwrap_or_default(),
            after: after.unwrap_or_default(),
        });
    }

    /// Notes that an id stands for other CVEs now.
    pub(super) fn touch(&mut self, id: &str) {
        self.ids.insert(id.to_owned());
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Ranks the issues that are touched.
    pub(super) fn rank(&self, tx: &Tx<'_>) -> Result<usize, Problem> {
        let mut touched: BTreeSet<i64> = BTreeSet::new();
        let ours = self.ours.iter();
        let changed = ours.filter(|(cve, _)| self.first || self.ids.contains(*cve));
        touched.extend(changed.flat_map(|it| it.1));
        // Ids whose aliases changed, by their own name.
        if self.ids.iter().any(|it| !it.starts_with("CVE-")) {
            let all = members::vulnerabilities(tx)?.into_iter();
            touched.extend(all.filter(|it| self.ids.contains(&it.1)).map(|it| it.0));
        }
        let mut issues = BTreeSet::new();
        for id in touched {
            issues.extend(members::issues_with(tx, id)?);
        }
        regroup::rank(tx, issues)
    }

    /// Keeps what was known.
    pub(super) fn keep(&self, tx: &Tx<'_>, event: i64, feed: &str) -> Result<(), Problem> {
        for change in &self.kept {
            rows::add_change(tx, event, feed, change)?;
        }
        Ok(())
    }

    fn is_ours(&self, cve: &str) -> bool {
        self.ours.contains_key(cve)
    }
}

/// A CVE's year and number, which take less room than its text and compare faster.
type Key = (u16, u64);

fn key(cve: &str) -> Option<Key> {
    let (year, number) = cve.strip_prefix("CVE-")?.split_once('-')?;
    // CVE-2020-0042 and CVE-2020-00042 are two ids: the length is part of the number.
    let length = u64::try_from(number.len()).ok()?;
    let number: u64 = number.parse().ok()?;
    let number = number.checked_mul(32)?.checked_add(length)?;
    Some((year.parse().ok()?, number))
}

/// The scores that are stored, to write only those that differ.
pub(super) struct Scores {
    known: Vec<(Key, f64)>,
    seen: Vec<bool>,
    /// Ids whose number is too long for a key.
    long: BTreeMap<String, f64>,
}

impl Scores {
    pub(super) fn load(tx: &Tx<'_>) -> Result<Self, Problem> {
        let (mut known, mut long) = (Vec::new(), BTreeMap::new());
        rows::each_epss(tx, &mut |cve, probability| match key(cve) {
            Some(key) => known.push((key, probability)),
            None => drop(long.insert(cve.to_owned(), probability)),
        })?;
        known.sort_unstable_by_key(|it| it.0);
        let seen = vec![false; known.len()];
        Ok(Self { known, seen, long })
    }

    /// Takes a row of the new edition over. One that says what is stored is left alone, with the day
    /// since which it is so.
    pub(super) fn put(
        &mut self,
        tx: &Tx<'_>,
        changes: &mut Changes,
        (row, dated): (&epss::EpssRow, &str),
    ) -> Result<(), Problem> {
        let before = self.mark(&row.cve);
        if before == Some(row.epss) {
            return Ok(());
        }
        let new = EpssRow {
            probability: row.epss,
            percentile: row.percentile,
            dated: dated.to_owned(),
        };
        if changes.is_ours(&row.cve) {
            changes.note(
                &row.cve,
                before.map(percent),
                Some(format!("{}, {dated}", percent(row.epss))),
            );
        }
        rows::set_epss(tx, &row.cve, &new)?;
        Ok(())
    }

    /// What is stored of a CVE; it is in the new edition too.
    fn mark(&mut self, cve: &str) -> Option<f64> {
        let Some(key) = key(cve) else {
            return self.long.remove(cve);
        };
        let at = self.known.binary_search_by_key(&key, |it| it.0).ok()?;
        if let Some(seen) = self.seen.get_mut(at) {
            *seen = true;
        }
        self.known.get(at).map(|it| it.1)
    }

    /// Takes away what the new edition does not have.
    pub(super) fn sweep(self, tx: &Tx<'_>, changes: &mut Changes) -> Result<(), Problem> {
        let gone = self.known.iter().zip(&self.seen).filter(|it| !it.1);
        let gone = gone.map(|((key, probability), _)| {
            let width = usize::try_from(key.1 % 32).unwrap_or(4);
            let cve = format!("CVE-{:04}-{:0width$}", key.0, key.1 / 32);
            (cve, *probability)
        });
        for (cve, probability) in gone.chain(self.long.clone()) {
            rows::remove_epss(tx, &cve)?;
            if changes.is_ours(&cve) {
                changes.note(&cve, Some(percent(probability)), None);
            }
        }
        Ok(())
    }
}

fn percent(probability: f64) -> String {
    format!("{:.2} %", probability * 100.0)
}
