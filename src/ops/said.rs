//! How decisions are kept: the JSON values of each aspect.

use crate::model::{Seen, Until, Verdict};
use serde::{Deserialize, Serialize};

/// A verdict as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictValue {
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// When it ends by itself.
    #[serde(flatten)]
    pub until: Until,
    /// The standing rule that says so; `None` when a person does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What was known when it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
}

/// A snooze as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnoozeValue {
    /// When it ends.
    #[serde(flatten)]
    pub until: Until,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// What was known when it was said.
    #[serde(default)]
    pub seen: Seen,
}

/// An exception in force, as it is kept with each finding it lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionValue {
    /// Its id.
    pub exception: String,
    /// Its end, UTC seconds.
    pub until: i64,
    /// What was known when it was approved.
    #[serde(default)]
    pub seen: Seen,
}

/// Why something is back in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WokenValue {
    /// In words.
    pub woken: String,
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
