//! The decision trees for one issue, and what people answer to their questions.

use crate::error::Problem;
use crate::ops::Workspace;
use crate::ops::regroup::in_order;
use crate::ops::said::SetValue;
use crate::ops::scoring::Scoring;
use crate::prioritize::trees::answers::{self, ByHand, QUESTIONS};
use crate::prioritize::trees::{self, Walk};
use crate::prioritize::what_if::{WhatIf, what_if};
use crate::prioritize::{Facts, Policy};
use crate::store::{Tx, members};
use std::collections::BTreeMap;

/// Answers of people as they are kept: by question.
pub(super) type Kept = BTreeMap<String, SetValue<String>>;

/// What stands behind the rank of an issue.
#[derive(Clone, Debug)]
pub struct Grounds {
    /// What the score was made from.
    pub facts: Facts,
    /// The weights.
    pub policy: Policy,
    /// What people answered.
    pub by_hand: ByHand,
    /// Every tree, walked.
    pub walks: Vec<Walk>,
    /// Which single fact would give another score.
    pub what_if: Vec<WhatIf>,
}

/// What stands behind the rank of an issue.
pub fn grounds(workspace: &Workspace, issue: i64) -> Result<Grounds, Problem> {
    of(&workspace.store.read(), issue)
}

pub(super) fn of(tx: &Tx<'_>, issue: i64) -> Result<Grounds, Problem> {
    let found = members::of_issue(tx, issue)?;
    let mut scoring = Scoring::load(tx)?;
    let (facts, by_hand) = scoring.facts_of(tx, &in_order(&found))?;
    let answers = answers::answer(&facts, &by_hand);
    let walks = trees::all()?.iter().map(|it| it.walk(&answers)).collect();
    Ok(Grounds {
        what_if: what_if(&facts, scoring.policy()),
        policy: scoring.policy().clone(),
        facts,
        by_hand,
        walks,
    })
}

/// Refuses a question or an answer that no tree knows.
pub(super) fn check(question: &str, answer: Option<&str>) -> Result<(), Problem> {
    let Some(known) = answers::question(question) else {
        let all: Vec<&str> = QUESTIONS.iter().map(|it| it.name).collect();
        return Err(Problem::usage(format!("'{question}' is no question"))
            .hint(format!("it must be one of {}", all.join(", "))));
    };
    match answer.filter(|it| !known.answers.contains(it)) {
        None => Ok(()),
        Some(answer) => Err(
            Problem::usage(format!("'{answer}' is no answer to '{question}'")).hint(format!(
                "it must be one of {}, or '' to take the evidence's word",
                known.answers.join(", ")
            )),
        ),
    }
}

/// The answers that stand after one more; `None` when none is left.
pub(super) fn with(
    now: Option<&str>,
    question: &str,
    (answer, reason): (Option<&str>, &str),
) -> Option<String> {
    let kept = now.and_then(|it| serde_json::from_str::<Kept>(it).ok());
    let mut kept = kept.unwrap_or_default();
    match answer {
        Some(answer) => {
            let (value, reason) = (answer.to_owned(), reason.trim().to_owned());
            kept.insert(question.to_owned(), SetValue { value, reason });
        }
        None => drop(kept.remove(question)),
    }
    if kept.is_empty() {
        return None;
    }
    serde_json::to_string(&kept).ok()
}
