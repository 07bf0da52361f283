//! Standing rules that hide what they cover, and how far each reaches.

use super::{Digest, Effect, Until};
use serde::{Deserialize, Serialize};

/// A standing rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// `S-` and a number, in the order in which they were made.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// What it covers.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// Who made it.
    pub by: String,
    /// When, UTC seconds.
    pub at: i64,
    /// When it ends. There is always an end, be it that what was seen changes.
    pub until: Until,
    /// Only counts what it would hide.
    #[serde(default)]
    pub observed: bool,
}

/// How far a rule reaches: all parts that are given must hold. One without any reaches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// One issue, by the fingerprint of its first finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<Digest>,
    /// One application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// One rule of a tool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Files: a folder and all below it, or a pattern with `*` and `**`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// One component, without its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Its versions: comparisons joined by `,`, such as `>=1.2,<2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<String>,
    /// One vulnerability id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vulnerability: Option<String>,
    /// Any filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
}
