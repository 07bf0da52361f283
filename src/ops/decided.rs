//! What people decided of an issue: of each aspect the newest word on any of its findings.

use crate::error::Problem;
use crate::model::{Digest, HandSet, Owner, Severity};
use crate::ops::said::{ExceptionValue, SetValue, SnoozeValue, VerdictValue, WokenValue};
use crate::store::decisions::{self, Aspect, Standing};
use crate::store::{Tx, events};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// The newest standing decision of each aspect.
#[derive(Clone, Debug, Default)]
pub(super) struct Decided {
    newest: BTreeMap<Aspect, Standing>,
    /// Findings under an exception.
    excepted: BTreeSet<Digest>,
}

/// The aspects that say where an issue stands.
const STATUS: &[Aspect] = &[
    Aspect::Verdict,
    Aspect::Exception,
    Aspect::Snooze,
    Aspect::Woken,
];

impl Decided {
    /// Reads what stands on some findings.
    pub(super) fn load<'a>(
        tx: &Tx<'_>,
        prints: impl Iterator<Item = &'a Digest>,
    ) -> Result<Self, Problem> {
        let mut newest: BTreeMap<Aspect, Standing> = BTreeMap::new();
        let mut excepted = BTreeSet::new();
        for print in prints {
            for (aspect, standing) in decisions::of(tx, *print)? {
                if aspect == Aspect::Exception {
                    excepted.insert(*print);
                }
                let known = newest.get(&aspect);
                if known.is_none_or(|it| it.event < standing.event) {
                    newest.insert(aspect, standing);
                }
            }
        }
        Ok(Self { newest, excepted })
    }

    fn value<T: DeserializeOwned>(&self, aspect: Aspect) -> Option<T> {
        let standing = self.newest.get(&aspect)?;
        serde_json::from_str(&standing.value).ok()
    }

    fn set<T: DeserializeOwned>(&self, aspect: Aspect) -> Option<T> {
        self.value::<SetValue<T>>(aspect).map(|it| it.value)
    }

    /// The event that an aspect stands by.
    pub(super) fn event(&self, aspect: Aspect) -> Option<i64> {
        self.newest.get(&aspect).map(|it| it.event)
    }

    /// The severity that somebody set.
    pub(super) fn severity(&self) -> Option<Severity> {
        self.set(Aspect::Severity)
    }

    /// The title that somebody set.
    pub(super) fn title(&self) -> Option<String> {
        self.set(Aspect::Title)
    }

    /// The finding that somebody chose to speak for the issue.
    pub(super) fn lead(&self) -> Option<Digest> {
        self.set(Aspect::Lead)
    }

    /// The owner that somebody named, proved by the event.
    pub(super) fn owner(&self) -> Option<Owner> {
        let standing = self.newest.get(&Aspect::Owner)?;
        let mut owner: Owner = self.value(Aspect::Owner).unwrap_or_default();
        owner.proof = Some(format!("event {}", standing.event));
        Some(owner)
    }

    /// True when nothing is decided that has to do with where the issue stands.
    pub(super) fn is_silent(&self) -> bool {
        !self.newest.keys().any(|it| STATUS.contains(it))
    }

    /// The verdict.
    pub(super) fn verdict(&self) -> Option<VerdictValue> {
        self.value(Aspect::Verdict)
    }

    /// The exception that some finding is under.
    pub(super) fn exception(&self) -> Option<ExceptionValue> {
        self.value(Aspect::Exception)
    }

    /// True when this finding is under an exception.
    pub(super) fn excepts(&self, print: &Digest) -> bool {
        self.excepted.contains(print)
    }

    /// What it is put off for.
    pub(super) fn snooze(&self) -> Option<SnoozeValue> {
        self.value(Aspect::Snooze)
    }

    /// Why it is back.
    pub(super) fn woken(&self) -> Option<WokenValue> {
        self.value(Aspect::Woken)
    }

    /// Every field that somebody set, beside what the tools say of it.
    pub(super) fn both(
        &self,
        tx: &Tx<'_>,
        tools: &BTreeMap<&'static str, String>,
    ) -> Result<Vec<HandSet>, Problem> {
        let mut out = Vec::new();
        let values = [
            (
                Aspect::Severity,
                self.severity().map(|it| it.name().to_owned()),
            ),
            (Aspect::Title, self.title()),
            (Aspect::Lead, self.lead().map(|it| it.to_string())),
        ];
        for (aspect, value) in values {
            let (Some(value), Some(standing)) = (value, self.newest.get(&aspect)) else {
                continue;
            };
            let kept: Option<SetValue<serde_json::Value>> = self.value(aspect);
            let event = events::one(tx, standing.event)?;
            out.push(HandSet {
                field: aspect.name(),
                value,
                tools: tools.get(aspect.name()).cloned().unwrap_or_default(),
                by: event.map(|it| it.actor.name).unwrap_or_default(),
                reason: kept.map(|it| it.reason).unwrap_or_default(),
                event: standing.event,
            });
        }
        Ok(out)
    }
}
