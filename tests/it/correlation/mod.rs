//! How often the engine is right: pairwise precision and recall against labelled findings.
//!
//! Two sets. `tests/samples/correlation/` is ours: cases of findings with the issues that they are.
//! Real scans of vulnerable applications, labelled by a reader, are not part of the project: where
//! neither `SLUICE_TRIAGE` nor `../shared/triage` exists, that test says so and passes.

mod cases;
mod order;
mod programme;
mod real;

use sluice::correlate::Sighting;
use sluice::correlate::group::{self, Grouping};
use sluice::model::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What a reader says of two findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Same,
    Different,
    /// Another reading is possible: must not be joined, may be suggested.
    Open,
}

/// What became of labelled pairs.
#[derive(Debug, Default)]
struct Tally {
    joined: usize,
    suggested: usize,
    missed: usize,
    wrong: Vec<String>,
    apart: usize,
    asked: usize,
}

impl Tally {
    fn count(&mut self, label: Label, verdict: Verdict, what: String) {
        match (label, verdict) {
            (Label::Same, Verdict::Joined) => self.joined += 1,
            (Label::Same, Verdict::Suggested) => self.suggested += 1,
            (Label::Same, Verdict::Apart) => self.missed += 1,
            (_, Verdict::Joined) => self.wrong.push(what),
            (_, Verdict::Suggested) => self.asked += 1,
            (_, Verdict::Apart) => self.apart += 1,
        }
    }

    fn pairs(&self) -> usize {
        self.joined + self.suggested + self.missed + self.wrong.len() + self.apart + self.asked
    }

    fn precision(&self) -> f64 {
        ratio(self.joined, self.joined + self.wrong.len())
    }

    fn recall(&self) -> f64 {
        ratio(self.joined, self.joined + self.suggested + self.missed)
    }

    fn line(&self) -> String {
        let different = self.apart + self.asked + self.wrong.len();
        format!(
            "same {:4}  joined {:4}  suggested {:3}  missed {:3} | different {different:4}  joined {:2}  suggested {:3} | precision {:.3}  recall {:.3}",
            self.joined + self.suggested + self.missed,
            self.joined,
            self.suggested,
            self.missed,
            self.wrong.len(),
            self.asked,
            self.precision(),
            self.recall(),
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of pairs are small")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 1.0;
    }
    part as f64 / whole as f64
}

/// What the engine says of two findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Joined,
    Suggested,
    Apart,
}

/// The engine's answer for a set of findings.
struct Answer {
    issue: BTreeMap<usize, usize>,
    suggested: BTreeSet<(usize, usize)>,
}

impl Answer {
    /// Groups findings, which get their position as fingerprint.
    fn of(all: &mut [Sighting]) -> Self {
        for (at, it) in all.iter_mut().enumerate() {
            it.fingerprint = Digest::of("test/1", &[&at.to_string()]);
            it.application = 1;
        }
        let Grouping {
            groups,
            suggestions,
        } = group::group(all);
        let mut issue = BTreeMap::new();
        for (number, group) in groups.iter().enumerate() {
            issue.extend(group.members.iter().map(|at| (*at, number)));
        }
        let pair = |a: usize, b: usize| (a.min(b), a.max(b));
        let suggested = suggestions
            .iter()
            .map(|it| pair(issue[&it.a], issue[&it.b]))
            .collect();
        Self { issue, suggested }
    }

    fn verdict(&self, a: usize, b: usize) -> Verdict {
        let (a, b) = (self.issue[&a], self.issue[&b]);
        if a == b {
            Verdict::Joined
        } else if self.suggested.contains(&(a.min(b), a.max(b))) {
            Verdict::Suggested
        } else {
            Verdict::Apart
        }
    }
}

/// The bars of the engine: nearly never wrong, seldom blind.
fn holds(what: &str, tallies: &BTreeMap<String, Tally>) {
    let mut table = format!("\n{what}\n");
    let mut all = Tally::default();
    for (class, it) in tallies {
        writeln!(table, "  {class:16} {}", it.line()).unwrap();
        all.joined += it.joined;
        all.suggested += it.suggested;
        all.missed += it.missed;
        all.apart += it.apart;
        all.asked += it.asked;
        all.wrong.extend(it.wrong.iter().cloned());
    }
    writeln!(table, "  {:16} {}", "all", all.line()).unwrap();
    println!("{table}");
    let wrong = all.wrong.join("\n  ");
    assert!(all.precision() >= 0.98, "{table}joined:\n  {wrong}");
    assert!(all.wrong.is_empty(), "{table}joined:\n  {wrong}");
    assert!(all.recall() >= 0.90, "{table}");
}
