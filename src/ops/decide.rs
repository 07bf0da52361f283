//! Decisions about issues: verdicts, owners, what people set, notes. Bulk is the same as one.
//!
//! A decision is recorded on the fingerprints of all findings that the issue holds now, with what
//! stood before, so that it can be taken back exactly and holds on another laptop too.

use crate::error::Problem;
use crate::model::{Digest, Owner, Seen, Severity, Status, Until, Verdict, text};
use crate::ops::hand;
use crate::ops::notes::note;
use crate::ops::regroup::Regroup;
use crate::ops::said::{SetValue, SnoozeValue, VerdictValue};
use crate::ops::standing;
use crate::ops::steps::{Step, carry, clear, step};
use crate::ops::wording::summary;
use crate::ops::{Who, Workspace};
use crate::policy::state::{self, Move};
use crate::store::decisions::Aspect;
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, Tx, issues, members, texts};
use serde::Serialize;
use serde_json::json;

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Confirm, false positive or reset, with a reason. A false positive needs one.
    Verdict {
        /// The verdict.
        verdict: Verdict,
        /// Why.
        reason: String,
    },
    /// Who has it from now on. `None` leaves a part as it is, an empty text takes it away.
    Assign {
        /// The team.
        team: Option<String>,
        /// The person.
        person: Option<String>,
    },
    /// A note is added.
    Note {
        /// The text.
        text: String,
    },
    /// How bad it is, in place of what the tools say; `None` takes their word again.
    Severity {
        /// The severity.
        severity: Option<Severity>,
        /// Why.
        reason: String,
    },
    /// What it is called, in place of what the tools say; an empty text takes their word again.
    Title {
        /// The title.
        title: String,
        /// Why.
        reason: String,
    },
    /// It is put off: out of the queue until then, and still to be done.
    Snooze {
        /// Until when, or what.
        until: Until,
        /// Why.
        reason: String,
    },
    /// Which of its findings gives an issue title, place and rule.
    Lead {
        /// The finding.
        finding: Digest,
        /// Why.
        reason: String,
    },
    /// The issues are one.
    Merge {
        /// Why.
        reason: String,
    },
    /// Some findings are another issue than the rest.
    Split {
        /// The findings to take out.
        findings: Vec<Digest>,
        /// Why.
        reason: String,
    },
    /// The issues are never one, whatever a rule finds.
    Never {
        /// Why.
        reason: String,
    },
    /// Whether two issues are one, as a rule suggests.
    Answer {
        /// The answer.
        answer: hand::Answer,
        /// Why; empty for what the rule says.
        reason: String,
    },
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Number of the event, 0 when nothing changed.
    pub event: i64,
    /// Issues that changed.
    pub changed: usize,
    /// Issues that already were so.
    pub unchanged: usize,
    /// Issues with which this cannot be done, and why.
    pub refused: Vec<(Digest, String)>,
    /// One line for a person, such as `12 issues marked false positive: test code`.
    pub summary: String,
    /// After a merge or split: the issues there are now, by the fingerprint of their first finding.
    pub issues: Vec<Digest>,
}

/// Carries out one change on issues, all of it or nothing.
pub fn run(
    workspace: &mut Workspace,
    issues: &[i64],
    change: &Change,
    who: &Who,
) -> Result<Outcome, Problem> {
    apply(workspace, issues, change, (who, Keep::All))
}

/// What one change would do. Nothing is stored, and the outcome has no event.
pub fn plan(
    workspace: &mut Workspace,
    issues: &[i64],
    change: &Change,
    who: &Who,
) -> Result<Outcome, Problem> {
    let outcome = apply(workspace, issues, change, (who, Keep::Nothing))?;
    Ok(Outcome {
        event: 0,
        ..outcome
    })
}

fn apply(
    workspace: &mut Workspace,
    issues: &[i64],
    change: &Change,
    (who, keep): (&Who, Keep),
) -> Result<Outcome, Problem> {
    check(change)?;
    workspace.store.write(|tx| {
        let out = match change {
            Change::Note { text } => note(tx, issues, text, who)?,
            Change::Merge { reason } => hand::merge(tx, issues, reason, who)?,
            Change::Split { findings, reason } => hand::split(tx, issues, (findings, reason), who)?,
            Change::Never { reason } => hand::never(tx, issues, reason, who)?,
            Change::Answer { answer, reason } => hand::answer(tx, issues, (*answer, reason), who)?,
            Change::Verdict { .. }
            | Change::Assign { .. }
            | Change::Snooze { .. }
            | Change::Severity { .. }
            | Change::Title { .. }
            | Change::Lead { .. } => decide(tx, issues, change, who)?,
        };
        Ok((out, keep))
    })
}

fn check(change: &Change) -> Result<(), Problem> {
    let reasoned = |what: &str, reason: &str| {
        if reason.trim().is_empty() {
            return Err(Problem::usage(format!("{what} needs a reason"))
                .hint("say why with --reason; it is kept with the decision"));
        }
        Ok(())
    };
    match change {
        Change::Verdict {
            verdict: Verdict::FalsePositive,
            reason,
        } if reason.trim().is_empty() => Err(Problem::usage("a false positive needs a reason")
            .hint("say why the tools are wrong, for example with --reason 'test code'")),
        Change::Note { text } if text.trim().is_empty() => Err(Problem::usage("the note is empty")),
        Change::Assign {
            team: None,
            person: None,
        } => Err(Problem::usage("no owner is named").hint("give --team, --person or both")),
        Change::Snooze { until, .. } if until.never() => {
            Err(Problem::usage("a snooze needs an end")
                .hint("give --until DATE, --until-fix or --until-release next"))
        }
        Change::Severity { reason, .. } => reasoned("another severity", reason),
        Change::Title { reason, .. } => reasoned("another title", reason),
        Change::Lead { reason, .. } => reasoned("another representative", reason),
        Change::Merge { reason } => reasoned("a merge", reason),
        Change::Split { reason, .. } => reasoned("a split", reason),
        Change::Never { reason } => reasoned("never to be merged", reason),
        Change::Verdict { .. }
        | Change::Note { .. }
        | Change::Snooze { .. }
        | Change::Assign { .. }
        | Change::Answer { .. } => Ok(()),
    }
}

fn decide(tx: &Tx<'_>, ids: &[i64], change: &Change, who: &Who) -> Result<Outcome, Problem> {
    let mut out = Outcome::default();
    let mut steps: Vec<Step> = Vec::new();
    let mut touched = Vec::new();
    let aspect = aspect(change);
    let mut evidence = standing::Evidence::load(tx)?;
    for id in ids {
        let Some(head) = issues::one(tx, *id)? else {
            continue;
        };
        if let Err(why) = allowed(change, head.row.status, who) {
            out.refused.push((head.row.fingerprint, why));
            continue;
        }
        let findings = members::of_issue(tx, *id)?;
        let prints: Vec<Digest> = findings.iter().map(|it| it.fingerprint).collect();
        let seen = if matches!(aspect, Aspect::Verdict | Aspect::Snooze) {
            evidence.of(tx, *id, &findings)?
        } else {
            Seen::default()
        };
        let Some(after) = value(tx, (&head, &prints), change, seen)? else {
            out.unchanged += 1;
            continue;
        };
        out.changed += 1;
        touched.extend(findings.first().map(|it| it.id));
        for fingerprint in prints {
            steps.push(step(tx, fingerprint, aspect, after.clone())?);
            clear(tx, fingerprint, aspect, &mut steps)?;
        }
    }
    out.summary = summary(change, out.changed);
    if out.changed == 0 {
        return nothing(out);
    }
    out.event = events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: who.person(),
            operation: operation(aspect),
            summary: out.summary.clone(),
            payload: json!({"aspect": aspect.name(), "steps": steps}).to_string(),
        },
    )?;
    carry(tx, &steps, aspect, out.event)?;
    refresh(tx, &touched)?;
    Ok(out)
}

const fn operation(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Owner => "assign",
        Aspect::Snooze => "snooze",
        Aspect::Verdict | Aspect::Exception | Aspect::Woken => "decide",
        Aspect::Severity | Aspect::Title | Aspect::Lead => "set",
    }
}

/// Nothing changed: because all of it is so already, or because none of it can be.
fn nothing(mut out: Outcome) -> Result<Outcome, Problem> {
    "nothing to change".clone_into(&mut out.summary);
    match out.refused.first() {
        Some((print, why)) if out.unchanged == 0 => Err(Problem::usage(format!(
            "{}: {why}",
            crate::model::short_id(*print, 8)
        ))
        .hint("`sluice show` says where an issue stands")),
        _ => Ok(out),
    }
}

/// Whether the state machine has such a move, and what was said is a thing to be said now.
fn allowed(change: &Change, status: Status, who: &Who) -> Result<(), String> {
    let by = match change {
        Change::Verdict { verdict, .. } => match verdict {
            Verdict::Confirm => Move::Confirm,
            Verdict::InWork => Move::Start,
            Verdict::FalsePositive => Move::FalsePositive,
            Verdict::Reset => Move::Reset,
        },
        Change::Snooze { until, .. } => {
            if until.date.is_some_and(|it| it <= who.at) {
                return Err("the end of the snooze has passed".to_owned());
            }
            Move::Snooze
        }
        Change::Assign { .. }
        | Change::Note { .. }
        | Change::Severity { .. }
        | Change::Title { .. }
        | Change::Lead { .. }
        | Change::Merge { .. }
        | Change::Split { .. }
        | Change::Never { .. }
        | Change::Answer { .. } => return Ok(()),
    };
    state::next(status, by).map(|_| ())
}

const fn aspect(change: &Change) -> Aspect {
    match change {
        Change::Assign { .. } => Aspect::Owner,
        Change::Severity { .. } => Aspect::Severity,
        Change::Title { .. } => Aspect::Title,
        Change::Lead { .. } => Aspect::Lead,
        Change::Snooze { .. } => Aspect::Snooze,
        Change::Verdict { .. }
        | Change::Note { .. }
        | Change::Merge { .. }
        | Change::Split { .. }
        | Change::Never { .. }
        | Change::Answer { .. } => Aspect::Verdict,
    }
}

fn set<T: Serialize>(value: T, reason: &str) -> Option<String> {
    let reason = reason.trim().to_owned();
    serde_json::to_string(&SetValue { value, reason }).ok()
}

/// The value that an issue's findings get; the outer `None` when it stands already. The inner
/// `None` takes a verdict away.
#[expect(
    clippy::option_option,
    reason = "no change and no value are two answers"
)]
fn value(
    tx: &Tx<'_>,
    (head, prints): (&issues::Head, &[Digest]),
    change: &Change,
    seen: Seen,
) -> Result<Option<Option<String>>, Problem> {
    let now = super::scoring::newest(tx, prints, aspect(change))?.map(|it| it.0);
    let after = match change {
        Change::Verdict {
            verdict: Verdict::Reset,
            ..
        } => {
            let open = matches!(head.row.status, Status::New | Status::Fixed);
            return Ok((now.is_some() || !open).then_some(None));
        }
        Change::Verdict { verdict, reason } => {
            let value = VerdictValue {
                verdict: *verdict,
                reason: reason.trim().to_owned(),
                until: Until::default(),
                rule: None,
                seen: Some(seen),
            };
            serde_json::to_string(&value).ok()
        }
        Change::Snooze { until, reason } => {
            let value = SnoozeValue {
                until: until.clone(),
                reason: reason.trim().to_owned(),
                seen,
            };
            serde_json::to_string(&value).ok()
        }
        Change::Assign { team, person } => {
            let part = |new: &Option<String>, old: Option<String>| match new {
                Some(new) => Some(new.trim().to_owned()).filter(|it| !it.is_empty()),
                None => old,
            };
            let owner = Owner {
                team: part(team, head.row.owner.team.clone()),
                person: part(person, head.row.owner.person.clone()),
                proof: None,
            };
            serde_json::to_string(&owner).ok()
        }
        Change::Severity { severity, reason } => severity.and_then(|it| set(it, reason)),
        Change::Title { title, reason } => match text::one_line(title.trim(), 300).as_str() {
            "" => None,
            title => set(title, reason),
        },
        Change::Lead { finding, .. } if !prints.contains(finding) => {
            return Err(Problem::usage("that finding is not in the issue")
                .hint("`sluice show` lists the findings of an issue"));
        }
        Change::Lead { finding, reason } => set(finding, reason),
        Change::Note { .. }
        | Change::Merge { .. }
        | Change::Split { .. }
        | Change::Never { .. }
        | Change::Answer { .. } => return Ok(None),
    };
    Ok((after != now).then_some(after))
}

/// Refreshes the issues of some findings.
pub(super) fn refresh(tx: &Tx<'_>, findings: &[i64]) -> Result<(), Problem> {
    let mut regroup = Regroup::default();
    regroup.touch(findings);
    regroup.run(tx, &mut texts::Interner::default())?;
    Ok(())
}
