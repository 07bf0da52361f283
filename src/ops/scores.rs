//! The score card of the correlation rules, from what people corrected.
//!
//! A rule of which people split too much is demoted: it only suggests. That happens in a replay that
//! is applied, never by itself, so that the issues stay a function of what is stored.

use crate::correlate::RULES;
use crate::correlate::constraint::BY_HAND;
use crate::error::Problem;
use crate::model::Digest;
use crate::ops::Workspace;
use crate::prioritize::Policy;
use crate::store::{Tx, events, links, meta, suggestions};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a rule did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Name.
    pub rule: String,
    /// Version now.
    pub version: u32,
    /// What it joins.
    pub about: String,
    /// Links that stand.
    pub joined: i64,
    /// Links that people split by hand.
    pub split: i64,
    /// Suggestions that wait for an answer.
    pub waiting: i64,
    /// Suggestions that people said yes to.
    pub accepted: i64,
    /// Suggestions that people said no or never to.
    pub refused: i64,
    /// The share of its links that people left alone; `None` below the least number of links.
    pub right: Option<f64>,
    /// Below the bar: the next replay that is applied demotes it.
    pub below: bool,
    /// It only suggests now.
    pub demoted: bool,
}

/// Name under which the store keeps the demoted rules.
const DEMOTED: &str = "demoted_rules";

/// The rules that may only suggest now.
pub(super) fn demoted(tx: &Tx<'_>) -> Result<BTreeSet<String>, Problem> {
    let kept = meta::get(tx, DEMOTED)?.unwrap_or_default();
    Ok(kept
        .split(',')
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect())
}

/// Demotes the rules below the bar and believes the others again. Returns the demoted ones.
pub(super) fn judge(tx: &Tx<'_>) -> Result<BTreeSet<String>, Problem> {
    let below = card_of(tx)?.into_iter().filter(|it| it.below);
    let below: BTreeSet<String> = below.map(|it| it.rule).collect();
    let text: Vec<&str> = below.iter().map(String::as_str).collect();
    meta::set(tx, DEMOTED, &text.join(","))?;
    Ok(below)
}

/// How many links of each rule a split goes through: what its score card counts.
pub(super) fn cut(
    tx: &Tx<'_>,
    issue: i64,
    out: &BTreeSet<&Digest>,
) -> Result<BTreeMap<String, u32>, Problem> {
    let mut cut = BTreeMap::new();
    for link in links::of_issue(tx, issue)? {
        let crosses = out.contains(&link.finding) != out.contains(&link.to);
        if crosses && link.rule != BY_HAND {
            *cut.entry(link.rule).or_default() += 1;
        }
    }
    Ok(cut)
}

/// The score card, in the order of the rules.
pub fn card(workspace: &Workspace) -> Result<Vec<Score>, Problem> {
    card_of(&workspace.store.read())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Corrections {
    cut: BTreeMap<String, i64>,
    suggested: Option<Answered>,
}

#[derive(Deserialize)]
struct Answered {
    rule: String,
    answer: String,
}

fn card_of(tx: &Tx<'_>) -> Result<Vec<Score>, Problem> {
    let bar = Policy::builtin()?.correlation;
    let demoted = demoted(tx)?;
    let joined: BTreeMap<String, i64> = links::by_rule(tx)?.into_iter().collect();
    let waiting: BTreeMap<String, i64> = suggestions::by_rule(tx)?.into_iter().collect();
    let mut split: BTreeMap<String, i64> = BTreeMap::new();
    let mut answers: BTreeMap<(String, bool), i64> = BTreeMap::new();
    for event in events::by_hand(tx)? {
        let told: Corrections = serde_json::from_str(&event.payload).unwrap_or_default();
        for (rule, count) in told.cut {
            *split.entry(rule).or_default() += count;
        }
        if let Some(it) = told.suggested {
            *answers.entry((it.rule, it.answer == "yes")).or_default() += 1;
        }
    }
    let of = |all: &BTreeMap<String, i64>, rule: &str| all.get(rule).copied().unwrap_or(0);
    let scores = RULES.iter().map(|rule| {
        let name = rule.name().to_owned();
        let (joined, split) = (of(&joined, &name), of(&split, &name));
        let answered = |yes| answers.get(&(name.clone(), yes)).copied().unwrap_or(0);
        let right = right(joined, split, bar.least);
        Score {
            version: rule.version(),
            about: rule.about().to_owned(),
            joined,
            split,
            waiting: of(&waiting, &name),
            accepted: answered(true),
            refused: answered(false),
            right,
            below: right.is_some_and(|it| it < bar.bar),
            demoted: demoted.contains(&name),
            rule: name,
        }
    });
    Ok(scores.collect())
}

/// The share of a rule's links that people left alone.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of counts below 2^52 is exact enough"
)]
fn right(joined: i64, split: i64, least: u32) -> Option<f64> {
    let all = joined + split;
    (all >= i64::from(least.max(1))).then(|| joined as f64 / all as f64)
}
