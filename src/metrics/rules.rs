//! Numbers of tools and rules: what they have in common.

use super::history::{History, Sighting};
use super::life::Life;
use crate::model::Digest;
use crate::model::figures::Number;
use std::collections::{BTreeMap, BTreeSet};

/// The cases of one rule or tool.
#[derive(Debug, Default)]
struct Count {
    part: usize,
    whole: usize,
    issues: BTreeSet<Digest>,
}

/// A share for each tool and each rule: `judge` says of a finding whether it is a case at all, and
/// whether it is one of those that are counted. Rules without a case are left out; those with most of
/// what is counted come first.
pub(super) fn shares(
    of: &History,
    stat: &'static str,
    judge: impl Fn(&Sighting, &Life) -> Option<bool>,
) -> Vec<Number> {
    let mut counts: BTreeMap<(bool, String), Count> = BTreeMap::new();
    for sighting in &of.sightings {
        let known = of.lives.get(sighting.life).zip(of.rules.get(sighting.rule));
        let Some((life, rule)) = known else { continue };
        let Some(counted) = judge(sighting, life) else {
            continue;
        };
        for key in [(false, rule.tool.clone()), (true, rule.shown())] {
            let count = counts.entry(key).or_default();
            count.whole += 1;
            if counted {
                count.part += 1;
                count.issues.insert(life.fingerprint);
            }
        }
    }
    let mut all: Vec<_> = counts.into_iter().collect();
    // Tools before rules; then what is worst; then by name.
    all.sort_by(|(a, x), (b, y)| (a.0, y.part, &a.1).cmp(&(b.0, x.part, &b.1)));
    all.into_iter()
        .map(|((_, group), count)| {
            let issues = count.issues.into_iter().collect();
            Number::of("", stat, &group, issues).share(count.part, count.whole)
        })
        .collect()
}
