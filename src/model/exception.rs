//! Exceptions: risks that are borne on purpose, by whom, why, for which issues and until when; and
//! what was known when something was decided.

use super::{Band, Digest, ExceptionState, Ternary, Treatment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An exception as it stands: the fold of what was said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// `EX-` and a number, in the order of the requests.
    pub id: String,
    /// Where it is in its life.
    pub state: ExceptionState,
    /// What is done about the risk.
    pub treatment: Treatment,
    /// Why.
    pub reason: String,
    /// What makes the risk smaller meanwhile.
    pub control: Option<Control>,
    /// Files that prove what is said, by their hash.
    pub evidence: Vec<EvidenceFile>,
    /// Who asked.
    pub requested_by: String,
    /// When, UTC seconds.
    pub requested_at: i64,
    /// When it ends, UTC seconds. There is always an end.
    pub ends: i64,
    /// The issues it is about, and no others: what is found later needs an amendment.
    pub issues: Vec<Covered>,
    /// Approvals it needs, by the policy of the day it was requested.
    pub needs: u32,
    /// Approvals given, in order.
    pub approvals: Vec<Approval>,
    /// Who ended it and why: the rejection or the withdrawal.
    pub ended: Option<Ended>,
    /// The exception that this one continues.
    pub renews: Option<String>,
    /// How often it was continued.
    pub renewal: u32,
    /// The exception to which this one adds issues.
    pub amends: Option<String>,
}

/// A compensating control, and who checks when that it still works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// What it is.
    pub text: String,
    /// Who answers for it.
    pub owner: String,
    /// When it is checked next, UTC seconds.
    pub check: i64,
}

/// A file that proves something. Its bytes stay where they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    /// Name without folders.
    pub name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
}

/// An issue that an exception is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// Fingerprint of its first finding.
    pub issue: Digest,
    /// Fingerprints of all findings it held when the exception was requested.
    pub findings: Vec<Digest>,
    /// Application.
    pub app: String,
    /// One line.
    pub title: String,
    /// Band when it was requested.
    pub band: Band,
}

/// One approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who.
    pub by: String,
    /// When, UTC seconds.
    pub at: i64,
    /// Their signature of [`Exception::statement`].
    pub signature: Option<Signature>,
}

/// A signature made by `ssh-keygen -Y sign`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The armoured text of the `.sig` file.
    pub armour: String,
    /// SHA-256 of the key, as `ssh-keygen -l` prints it; empty until it is verified.
    #[serde(default)]
    pub key: String,
}

/// How an exception came to its end before its date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Who.
    pub by: String,
    /// When, UTC seconds.
    pub at: i64,
    /// Why.
    pub reason: String,
}

impl Exception {
    /// True while it hides the issues it lists.
    pub fn is_in_force(&self, now: i64) -> bool {
        self.state == ExceptionState::Approved && now < self.ends
    }

    /// The worst band among its issues; approvals are by that.
    pub fn band(&self) -> Band {
        let bands = self.issues.iter().map(|it| it.band);
        bands.min().unwrap_or(Band::P4)
    }

    /// The text that an approver signs: one fact a line, in a fixed order, each as it was requested.
    pub fn statement(&self) -> String {
        let mut lines = vec![
            "sluice exception approval 1".to_owned(),
            format!("id {}", self.id),
            format!("treatment {}", self.treatment),
            format!("requested {} by {}", self.requested_at, self.requested_by),
            format!("ends {}", self.ends),
            format!("reason {}", self.reason),
        ];
        if let Some(it) = &self.control {
            let Control { text, owner, check } = it;
            lines.push(format!("control {text} owner {owner} check {check}"));
        }
        let evidence = self.evidence.iter();
        lines.extend(evidence.map(|it| format!("evidence {} {}", it.sha256, it.name)));
        let findings = self.issues.iter().flat_map(|it| &it.findings);
        lines.extend(findings.map(|it| format!("finding {it}")));
        // One fact a line, whatever people typed.
        let lines = lines
            .into_iter()
            .map(|it| it.replace(['\n', '\r'], " ") + "\n");
        lines.collect()
    }
}

/// What was known of an issue when something was decided about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Score in hundredths.
    #[serde(default)]
    pub points: u16,
    /// Listed in KEV.
    #[serde(default)]
    pub kev: bool,
    /// EPSS in ten-thousandths.
    #[serde(default)]
    pub epss: Option<u16>,
    /// Whether the application is reachable from the internet.
    #[serde(default)]
    pub internet: Ternary,
    /// Whether the application is in production.
    #[serde(default)]
    pub production: Ternary,
    /// Digests of the flagged code.
    #[serde(default)]
    pub code: BTreeSet<i64>,
    /// Tools that report it.
    #[serde(default)]
    pub tools: BTreeSet<String>,
    /// Versions that hold a fix.
    #[serde(default)]
    pub fixed: BTreeSet<String>,
    /// Releases of the application that were scanned.
    #[serde(default)]
    pub releases: BTreeSet<String>,
}

/// When a decision ends by itself: at a date, when a fix exists, with a release. Several may be
/// given; the first that comes true counts. What was seen when it was made is asked besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Until {
    /// UTC seconds.
    #[serde(default, rename = "until", skip_serializing_if = "Option::is_none")]
    pub date: Option<i64>,
    /// Once a version that holds a fix is known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fix: bool,
    /// Once this release of the application was scanned; `next` is any that was not there before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
}

impl Until {
    /// True when nothing ends it.
    pub const fn never(&self) -> bool {
        self.date.is_none() && !self.fix && self.release.is_none()
    }
}

/// Stands for any release that was not scanned before.
pub const NEXT: &str = "next";
