//! What can be decided of issues, and what must be said with it.

use crate::error::Problem;
use crate::model::{Digest, Severity, Until, Verdict};
use crate::ops::hand;

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

impl Change {
    /// Whether it can be said at all: with a reason where one is owed, and an end where there must be one.
    pub(super) fn check(&self) -> Result<(), Problem> {
        let reasoned = |what: &str, reason: &str| {
            if reason.trim().is_empty() {
                return Err(Problem::usage(format!("{what} needs a reason"))
                    .hint("say why with --reason; it is kept with the decision"));
            }
            Ok(())
        };
        match self {
            Self::Verdict {
                verdict: Verdict::FalsePositive,
                reason,
            } if reason.trim().is_empty() => Err(Problem::usage("a false positive needs a reason")
                .hint("say why the tools are wrong, for example with --reason 'test code'")),
            Self::Note { text } if text.trim().is_empty() => {
                Err(Problem::usage("the note is empty"))
            }
            Self::Assign {
                team: None,
                person: None,
            } => Err(Problem::usage("no owner is named").hint("give --team, --person or both")),
            Self::Snooze { until, .. } if until.never() => {
                Err(Problem::usage("a snooze needs an end")
                    .hint("give --until DATE, --until-fix or --until-release next"))
            }
            Self::Severity { reason, .. } => reasoned("another severity", reason),
            Self::Title { reason, .. } => reasoned("another title", reason),
            Self::Lead { reason, .. } => reasoned("another representative", reason),
            Self::Question {
                question,
                answer,
                reason,
            } => {
                super::trees::check(question, answer.as_deref())?;
                reasoned("an answer", reason)
            }
            Self::Merge { reason } => reasoned("a merge", reason),
            Self::Split { reason, .. } => reasoned("a split", reason),
            Self::Never { reason } => reasoned("never to be merged", reason),
            Self::Verdict { .. }
            | Self::Note { .. }
            | Self::Snooze { .. }
            | Self::Assign { .. }
            | Self::Answer { .. } => Ok(()),
        }
    }
}
