//! The steps of an event of decisions: of every finding what stood before, and what stands now.

use crate::error::Problem;
use crate::model::Digest;
use crate::store::decisions::{self, Aspect, Standing};
use crate::store::{Tx, events};
use serde::{Deserialize, Serialize};

/// One fingerprint in the payload of a decision: what stood before and what stands now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Step {
    pub(super) fingerprint: Digest,
    /// Which aspect; that of the whole event when it is not named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) aspect: Option<String>,
    pub(super) before: Option<String>,
    pub(super) before_event: i64,
    pub(super) after: Option<String>,
}

impl Step {
    /// Which aspect it is about, in an event about another one.
    pub(super) fn aspect(&self, event: Aspect) -> Aspect {
        self.aspect
            .as_deref()
            .and_then(Aspect::parse)
            .unwrap_or(event)
    }
}

/// What one finding's aspect is before and after.
pub(super) fn step(
    tx: &Tx<'_>,
    fingerprint: Digest,
    aspect: Aspect,
    after: Option<String>,
) -> Result<Step, Problem> {
    let before = decisions::get(tx, fingerprint, aspect)?;
    Ok(Step {
        fingerprint,
        aspect: None,
        before_event: before.as_ref().map_or(0, |it| it.event),
        before: before.map(|it| it.value),
        after,
    })
}

/// A new verdict ends a snooze, and both answer what woke the issue.
pub(super) fn clear(
    tx: &Tx<'_>,
    fingerprint: Digest,
    aspect: Aspect,
    steps: &mut Vec<Step>,
) -> Result<(), Problem> {
    let over: &[Aspect] = match aspect {
        Aspect::Verdict | Aspect::Exception => &[Aspect::Snooze, Aspect::Woken],
        Aspect::Snooze => &[Aspect::Woken],
        Aspect::Owner | Aspect::Severity | Aspect::Title | Aspect::Lead | Aspect::Woken => &[],
    };
    for other in over {
        let mut step = step(tx, fingerprint, *other, None)?;
        if step.before.is_some() {
            step.aspect = Some(other.name().to_owned());
            steps.push(step);
        }
    }
    Ok(())
}

/// Puts what the steps of an event say.
pub(super) fn carry(
    tx: &Tx<'_>,
    steps: &[Step],
    aspect: Aspect,
    event: i64,
) -> Result<(), Problem> {
    for step in steps {
        let standing = step.after.clone().map(|value| Standing { value, event });
        let aspect = step.aspect(aspect);
        decisions::set(tx, step.fingerprint, aspect, standing.as_ref())?;
        events::add_subject(tx, step.fingerprint, event)?;
    }
    Ok(())
}
