//! Decisions about issues: verdicts, owners, what people set, notes. Bulk is the same as one.
//!
//! A decision is recorded on the fingerprints of all findings that the issue holds now, with what
//! stood before, so that it can be taken back exactly and holds on another laptop too.

use crate::error::Problem;
use crate::model::{Digest, Owner, Severity, Verdict, text};
use crate::ops::hand;
use crate::ops::regroup::refresh;
use crate::ops::wording::{count, summary};
use crate::ops::{Who, Workspace};
use crate::store::decisions::{self, Aspect, Standing};
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, Tx, issues, members};
use serde::{Deserialize, Serialize};
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
    /// Which of its findings gives an issue title, place and rule.
    Lead {
        /// The finding.
        finding: Digest,
        /// Why.
        reason: String,
    },
    /// An answer to a question of the decision trees, in place of what the evidence says.
    Question {
        /// The question.
        question: String,
        /// The answer; `None` takes the evidence's word again.
        answer: Option<String>,
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
    /// One line for a person, such as `12 issues marked false positive: test code`.
    pub summary: String,
    /// After a merge or split: the issues there are now, by the fingerprint of their first finding.
    pub issues: Vec<Digest>,
}

/// A verdict as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictValue {
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// A severity, a title or a lead as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetValue<T> {
    /// What was set.
    pub value: T,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// One fingerprint in the payload of a decision: what stood before and what stands now.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Step {
    pub(super) fingerprint: Digest,
    pub(super) before: Option<String>,
    pub(super) before_event: i64,
    pub(super) after: Option<String>,
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
            | Change::Severity { .. }
            | Change::Title { .. }
            | Change::Lead { .. }
            | Change::Question { .. } => decide(tx, issues, change, who)?,
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
        Change::Severity { reason, .. } => reasoned("another severity", reason),
        Change::Title { reason, .. } => reasoned("another title", reason),
        Change::Lead { reason, .. } => reasoned("another representative", reason),
        Change::Question {
            question,
            answer,
            reason,
        } => {
            super::trees::check(question, answer.as_deref())?;
            reasoned("an answer", reason)
        }
        Change::Merge { reason } => reasoned("a merge", reason),
        Change::Split { reason, .. } => reasoned("a split", reason),
        Change::Never { reason } => reasoned("never to be merged", reason),
        Change::Verdict { .. }
        | Change::Note { .. }
        | Change::Assign { .. }
        | Change::Answer { .. } => Ok(()),
    }
}

fn decide(tx: &Tx<'_>, ids: &[i64], change: &Change, who: &Who) -> Result<Outcome, Problem> {
    let mut out = Outcome::default();
    let mut steps: Vec<Step> = Vec::new();
    let mut touched = Vec::new();
    let aspect = aspect(change);
    for id in ids {
        let findings = members::of_issue(tx, *id)?;
        let prints: Vec<Digest> = findings.iter().map(|it| it.fingerprint).collect();
        let Some(after) = value(tx, *id, &prints, change)? else {
            out.unchanged += 1;
            continue;
        };
        out.changed += 1;
        touched.extend(findings.first().map(|it| it.id));
        for fingerprint in prints {
            let before = decisions::get(tx, fingerprint, aspect)?;
            steps.push(Step {
                fingerprint,
                before_event: before.as_ref().map_or(0, |it| it.event),
                before: before.map(|it| it.value),
                after: after.clone(),
            });
        }
    }
    out.summary = summary(change, out.changed);
    if out.changed == 0 {
        "nothing to change".clone_into(&mut out.summary);
        return Ok(out);
    }
    out.event = events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: who.person(),
            operation: match aspect {
                Aspect::Owner => "assign",
                Aspect::Verdict => "decide",
                Aspect::Severity | Aspect::Title | Aspect::Lead | Aspect::Answers => "set",
            },
            summary: out.summary.clone(),
            payload: json!({"aspect": aspect.name(), "steps": steps}).to_string(),
        },
    )?;
    for step in &steps {
        let standing = step.after.clone().map(|value| Standing {
            value,
            event: out.event,
        });
        decisions::set(tx, step.fingerprint, aspect, standing.as_ref())?;
        events::add_subject(tx, step.fingerprint, out.event)?;
    }
    refresh(tx, &touched)?;
    Ok(out)
}

const fn aspect(change: &Change) -> Aspect {
    match change {
        Change::Assign { .. } => Aspect::Owner,
        Change::Severity { .. } => Aspect::Severity,
        Change::Title { .. } => Aspect::Title,
        Change::Lead { .. } => Aspect::Lead,
        Change::Question { .. } => Aspect::Answers,
        Change::Verdict { .. }
        | Change::Note { .. }
        | Change::Merge { .. }
        | Change::Split { .. }
        | Change::Never { .. }
        | Change::Answer { .. } => Aspect::Verdict,
    }
}

/// A value that was set, as it is kept.
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
    issue: i64,
    prints: &[Digest],
    change: &Change,
) -> Result<Option<Option<String>>, Problem> {
    let Some(head) = issues::one(tx, issue)? else {
        return Ok(None);
    };
    let now = super::scoring::newest(tx, prints, aspect(change))?.map(|it| it.0);
    let after = match change {
        Change::Verdict {
            verdict: Verdict::Reset,
            ..
        } => None,
        Change::Verdict { verdict, reason } => {
            let value = VerdictValue {
                verdict: *verdict,
                reason: reason.trim().to_owned(),
            };
            serde_json::to_string(&value).ok()
        }
        Change::Assign { team, person } => {
            let part = |new: &Option<String>, old: Option<String>| match new {
                Some(new) => Some(new.trim().to_owned()).filter(|it| !it.is_empty()),
                None => old,
            };
            let owner = Owner {
                team: part(team, head.row.owner.team),
                person: part(person, head.row.owner.person),
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
        Change::Question {
            question,
            answer,
            reason,
        } => super::trees::with(now.as_deref(), question, (answer.as_deref(), reason)),
        Change::Note { .. }
        | Change::Merge { .. }
        | Change::Split { .. }
        | Change::Never { .. }
        | Change::Answer { .. } => return Ok(None),
    };
    Ok((after != now).then_some(after))
}

fn note(tx: &Tx<'_>, ids: &[i64], text: &str, who: &Who) -> Result<Outcome, Problem> {
    let mut prints = Vec::new();
    for id in ids {
        prints.extend(issues::one(tx, *id)?.map(|it| it.row.fingerprint));
    }
    let text = text.trim();
    let summary = format!("noted on {}", count(prints.len(), "issue"));
    let event = events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: who.person(),
            operation: "note",
            summary: summary.clone(),
            payload: json!({"text": text, "fingerprints": prints}).to_string(),
        },
    )?;
    for print in &prints {
        decisions::add_note(tx, event, *print, text)?;
        events::add_subject(tx, *print, event)?;
    }
    Ok(Outcome {
        event,
        changed: prints.len(),
        summary,
        ..Outcome::default()
    })
}
