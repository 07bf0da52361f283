//! Merge, split and never: what a person says belongs together, kept for good.
//!
//! A decision names the fingerprints of all findings that it is about, as they stood. It holds over
//! every import and wherever the same reports were imported; a later one goes before an earlier one.

use crate::correlate::constraint::Kind;
use crate::error::Problem;
use crate::model::{Digest, text};
use crate::ops::Who;
use crate::ops::constraints::Constraints;
use crate::ops::decide::Outcome;
use crate::ops::regroup::Regroup;
use crate::ops::scores;
use crate::ops::wording::count;
use crate::store::events::{self, NewEvent};
use crate::store::hand_links::{self, HandLink, Tie};
use crate::store::members::{self, Member};
use crate::store::{Tx, findings, issues, suggestions, texts};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What is said of some findings.
#[derive(Debug)]
pub(super) struct Part {
    /// What is said.
    pub(super) tie: Tie,
    /// The findings, or those of one side.
    pub(super) left: Vec<Digest>,
    /// Those of the other side.
    pub(super) right: Vec<Digest>,
}

/// A decision by hand, before it is stored.
#[derive(Debug)]
pub(super) struct Saying<'a> {
    /// Stable name of the operation.
    pub(super) operation: &'static str,
    /// What was done, without the reason.
    pub(super) what: String,
    /// Why.
    pub(super) reason: &'a str,
    /// All that is said.
    pub(super) parts: Vec<Part>,
    /// What the log keeps besides.
    pub(super) facts: Map<String, Value>,
}

/// Makes several issues one.
pub(super) fn merge(tx: &Tx<'_>, ids: &[i64], reason: &str, who: &Who) -> Result<Outcome, Problem> {
    let groups = groups(tx, ids)?;
    if groups.len() < 2 {
        return Err(Problem::usage("a merge needs two issues or more")
            .hint("name each by its id; those named are one already, or only one is"));
    }
    let what = format!("{} merged", count(groups.len(), "issue"));
    let prints = groups.into_iter().flatten().collect();
    let saying = Saying {
        operation: "merge",
        what,
        reason,
        parts: vec![Part {
            tie: Tie::Must,
            left: prints,
            right: Vec::new(),
        }],
        facts: Map::new(),
    };
    record(tx, saying, who)
}

/// Takes findings out of an issue. Both halves stay together as they were seen.
pub(super) fn split(
    tx: &Tx<'_>,
    ids: &[i64],
    (out, reason): (&[Digest], &str),
    who: &Who,
) -> Result<Outcome, Problem> {
    let [id] = ids else {
        return Err(Problem::usage(
            "findings are taken out of one issue at a time",
        ));
    };
    let members = sorted(members::of_issue(tx, *id)?);
    let all: Vec<Digest> = members.iter().map(|it| it.fingerprint).collect();
    let out: BTreeSet<&Digest> = out.iter().collect();
    let (left, right): (Vec<_>, Vec<_>) = all.iter().partition(|it| out.contains(it));
    if left.is_empty() || left.len() < out.len() {
        return Err(Problem::usage("not all of these findings are in the issue")
            .hint("`sluice show ID` lists its findings with their fingerprints"));
    }
    if right.is_empty() {
        return Err(Problem::usage("nothing would be left of the issue")
            .hint("name only the findings that do not belong to it"));
    }
    let cut = scores::cut(tx, *id, &out)?;
    let what = format!("{} split off", count(left.len(), "finding"));
    let part = |tie, left: &[Digest], right: &[Digest]| Part {
        tie,
        left: left.to_vec(),
        right: right.to_vec(),
    };
    let saying = Saying {
        operation: "split",
        what,
        reason,
        parts: vec![
            part(Tie::Cannot, &left, &right),
            part(Tie::Must, &left, &[]),
            part(Tie::Must, &right, &[]),
        ],
        facts: Map::from_iter([("cut".to_owned(), json!(cut))]),
    };
    record(tx, saying, who)
}

/// Keeps issues apart, whatever a rule finds.
pub(super) fn never(tx: &Tx<'_>, ids: &[i64], reason: &str, who: &Who) -> Result<Outcome, Problem> {
    /// Every two of them are a part of the decision.
    const MOST: usize = 20;
    let groups = groups(tx, ids)?;
    if groups.len() < 2 {
        return Err(
            Problem::usage("two issues or more are needed to keep apart")
                .hint("to part findings of one issue use `sluice split`"),
        );
    }
    if groups.len() > MOST {
        return Err(Problem::usage(format!(
            "at most {MOST} issues can be kept apart at once"
        )));
    }
    let what = format!("{} never to be merged", count(groups.len(), "issue"));
    let mut parts = Vec::new();
    for (at, left) in groups.iter().enumerate() {
        parts.extend(groups.iter().skip(at + 1).map(|right| Part {
            tie: Tie::Cannot,
            left: left.clone(),
            right: right.clone(),
        }));
    }
    let saying = Saying {
        operation: "never",
        what,
        reason,
        parts,
        facts: Map::new(),
    };
    record(tx, saying, who)
}

/// What a person says to a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// They are one.
    Yes,
    /// Not for what is known; nobody is asked again, but a rule that is sure may join them.
    No,
    /// They are never one.
    Never,
}

impl Answer {
    /// Stable word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Never => "never",
        }
    }
}

/// Answers the suggestion that two issues are one.
pub(super) fn answer(
    tx: &Tx<'_>,
    ids: &[i64],
    (answer, reason): (Answer, &str),
    who: &Who,
) -> Result<Outcome, Problem> {
    let nothing = || {
        Problem::usage("nothing is suggested of these issues")
            .hint("`sluice suggestions list` shows what is; `sluice merge` needs no suggestion")
    };
    let &[one, other] = ids else {
        return Err(nothing());
    };
    let suggested = suggestions::of_issue(tx, one)?;
    let it = suggested.into_iter().find(|it| it.issue == other);
    let it = it.ok_or_else(nothing)?;
    let groups = groups(tx, ids)?;
    let [left, right] = groups.as_slice() else {
        return Err(nothing());
    };
    let (operation, what, parts) = match answer {
        Answer::Yes => {
            let both = left.iter().chain(right).copied().collect();
            let part = Part {
                tie: Tie::Must,
                left: both,
                right: Vec::new(),
            };
            ("merge", "2 issues merged as suggested", part)
        }
        Answer::No | Answer::Never => {
            let never = answer == Answer::Never;
            let part = Part {
                tie: if never { Tie::Cannot } else { Tie::Waived },
                left: left.clone(),
                right: right.clone(),
            };
            if never {
                ("never", "2 issues never to be merged", part)
            } else {
                ("waive", "a suggestion waived", part)
            }
        }
    };
    let told = match reason.trim() {
        "" => format!("{}: {}", it.rule, it.evidence),
        reason => reason.to_owned(),
    };
    let facts = json!({
        "rule": it.rule, "version": it.version, "confidence": it.confidence,
        "answer": answer.name(),
    });
    let saying = Saying {
        operation,
        what: what.to_owned(),
        reason: &told,
        parts: vec![parts],
        facts: Map::from_iter([("suggested".to_owned(), facts)]),
    };
    record(tx, saying, who)
}

/// The findings of some issues, each issue once, all of one application.
fn groups(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<Vec<Digest>>, Problem> {
    let mut out = Vec::new();
    let mut applications = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for id in ids.iter().filter(|it| seen.insert(**it)) {
        let members = sorted(members::of_issue(tx, *id)?);
        applications.extend(members.iter().map(|it| it.application));
        if !members.is_empty() {
            out.push(members.iter().map(|it| it.fingerprint).collect());
        }
    }
    if applications.len() > 1 {
        return Err(Problem::usage("the issues are of different applications")
            .hint("an issue belongs to one application; decide on each by itself"));
    }
    Ok(out)
}

fn sorted(mut members: Vec<Member>) -> Vec<Member> {
    members.sort_by_key(|it| (it.first_seen, it.fingerprint));
    members
}

/// Stores a decision and groups anew what it is about.
pub(super) fn record(tx: &Tx<'_>, saying: Saying<'_>, who: &Who) -> Result<Outcome, Problem> {
    let reason = text::one_line(saying.reason.trim(), 1000);
    let over = overruled(tx, &saying.parts)?;
    let mut summary = format!("{}: {reason}", saying.what);
    if !over.is_empty() {
        let over: Vec<String> = over.iter().map(|it| format!("event {it}")).collect();
        summary = format!("{summary} (goes before {})", over.join(", "));
    }
    let mut payload = saying.facts;
    payload.insert("reason".to_owned(), json!(reason));
    payload.insert("over".to_owned(), json!(over));
    payload.insert(
        "parts".to_owned(),
        saying
            .parts
            .iter()
            .map(|it| match it.tie {
                Tie::Must => json!({"must": it.left}),
                Tie::Cannot => json!({"cannot": [it.left, it.right]}),
                Tie::Waived => json!({"waived": [it.left, it.right]}),
            })
            .collect(),
    );
    let event = events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: who.person(),
            operation: saying.operation,
            summary: summary.clone(),
            payload: Value::Object(payload).to_string(),
        },
    )?;
    let prints = store(tx, event, &saying.parts)?;
    for print in &prints {
        events::add_subject(tx, *print, event)?;
    }
    let issues = regroup(tx, &prints)?;
    Ok(Outcome {
        event,
        changed: issues.len(),
        summary,
        issues,
        ..Outcome::default()
    })
}

/// Stores what is said, and returns the findings that it names.
fn store(tx: &Tx<'_>, event: i64, parts: &[Part]) -> Result<Vec<Digest>, Problem> {
    let mut prints = BTreeSet::new();
    for (part, it) in (0..).zip(parts) {
        for (side, all) in [(0, &it.left), (1, &it.right)] {
            for print in all {
                let row = HandLink {
                    event,
                    part,
                    tie: it.tie,
                    side,
                    fingerprint: *print,
                    actor: String::new(),
                    reason: String::new(),
                };
                hand_links::add(tx, &row)?;
                prints.insert(*print);
            }
        }
    }
    Ok(prints.into_iter().collect())
}

/// Takes what an event said back, or lets it stand again. Returns how many issues hold its findings.
pub(super) fn withdraw(tx: &Tx<'_>, said: i64, withdrawn: bool, by: i64) -> Result<usize, Problem> {
    hand_links::withdraw(tx, said, withdrawn)?;
    let prints = hand_links::named_by(tx, said)?;
    for print in &prints {
        events::add_subject(tx, *print, by)?;
    }
    Ok(regroup(tx, &prints)?.len())
}

/// Groups anew all issues that hold some findings, and names those that hold them then.
fn regroup(tx: &Tx<'_>, prints: &[Digest]) -> Result<Vec<Digest>, Problem> {
    let holders = |tx: &Tx<'_>| {
        let mut out = BTreeSet::new();
        for print in prints {
            out.extend(findings::issue_of(tx, *print)?);
        }
        Ok::<_, Problem>(out)
    };
    let mut work = Regroup::default();
    for issue in holders(tx)? {
        let ids: Vec<i64> = members::of_issue(tx, issue)?
            .iter()
            .map(|it| it.id)
            .collect();
        work.touch(&ids);
    }
    work.run(tx, &mut texts::Interner::default())?;
    let mut out = Vec::new();
    for issue in holders(tx)? {
        out.extend(issues::one(tx, issue)?.map(|it| it.row.fingerprint));
    }
    Ok(out)
}

/// The standing decisions that new ones contradict.
fn overruled(tx: &Tx<'_>, parts: &[Part]) -> Result<BTreeSet<i64>, Problem> {
    let standing = Constraints::load(tx)?;
    let mut out = BTreeSet::new();
    for part in parts {
        let left: BTreeSet<&Digest> = part.left.iter().collect();
        let right: BTreeSet<&Digest> = part.right.iter().collect();
        let meets =
            |all: &[Digest], some: &BTreeSet<&Digest>| all.iter().any(|it| some.contains(it));
        for it in standing.about(part.left.iter()) {
            let against = match (&it.kind, part.tie) {
                (Kind::Apart(one, other), Tie::Must) => meets(one, &left) && meets(other, &left),
                (Kind::Together(all), Tie::Cannot) => meets(all, &left) && meets(all, &right),
                (Kind::Apart(..), Tie::Cannot)
                | (Kind::Together(_), Tie::Must)
                | (Kind::Waived(..), _)
                | (_, Tie::Waived) => false,
            };
            if against {
                out.insert(it.event);
            }
        }
    }
    Ok(out)
}
