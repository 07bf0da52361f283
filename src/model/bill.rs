//! What bills of materials say: what something is made of, and what somebody claims of it.

use crate::model::{ClaimStatus, Digest, Package, RecordPlace};
use serde::{Deserialize, Serialize};

/// One entry of a bill of materials: a part of what was scanned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Component {
    /// What it is.
    pub package: Package,
    /// Licence, as an SPDX expression where the bill gives one; empty when it says none.
    pub licence: String,
    /// The file in which it was found; empty when the bill does not say.
    pub place: String,
}

/// A component as an application's inventory holds it now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComponentRow {
    /// Application.
    pub app: String,
    /// Tool that wrote the bill.
    pub tool: String,
    /// What was scanned; empty for the application itself.
    pub target: String,
    /// Branch.
    pub branch: String,
    /// SHA-256 of the report, hex.
    pub report: String,
    /// When it was scanned, UTC seconds.
    pub scanned_at: i64,
    /// The component.
    pub component: Component,
}

/// What an issuer says of a vulnerability in a product, where the answer is that nothing need be
/// done (OpenVEX 0.2.0 §"Status Labels", CSAF 2.0 §3.2.3.9). Shown beside the findings it is about;
/// it hides none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    /// What is claimed.
    pub status: ClaimStatus,
    /// Ids of the vulnerability, the main one first.
    pub vulnerabilities: Vec<String>,
    /// The product, or the component of it.
    pub package: Package,
    /// Who says so, about what, and why.
    pub said: ClaimText,
    /// Where the statement stands in the report.
    pub record: RecordPlace,
}

/// The words of a claim. Kept as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimText {
    /// Who says so.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub issuer: String,
    /// Id of the document.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// The product as the document names it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub product: String,
    /// The label of the reason, such as `vulnerable_code_not_present`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub justification: String,
    /// The reason in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub statement: String,
    /// When it was said, UTC seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
}

/// A standing claim about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The finding it is about.
    pub finding: Digest,
    /// What is claimed.
    pub status: ClaimStatus,
    /// The vulnerability, by the first of its ids.
    pub vulnerability: String,
    /// The component that it names.
    pub package: Package,
    /// Who says so, about what, and why.
    pub said: ClaimText,
    /// SHA-256 of the report that holds it, hex.
    pub report: String,
}
