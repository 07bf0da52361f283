//! What a gate looks at and what it says: the whole record of a gate run.
//!
//! A record holds everything the verdict was made from, so that anybody can make it again
//! (`policy::gate::judge`). Times are UTC seconds. Nothing here names a row number.

use crate::model::{Band, Class, Digest, FindingKind, Severity, Status, Ternary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An issue that a rule of the policy speaks of, with all that rules can ask.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact that a rule asks by itself"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Id as people saw it at the time.
    pub id: String,
    /// Fingerprint of the issue's first finding.
    pub fingerprint: Digest,
    /// Fingerprints of its open findings, sorted.
    pub findings: Vec<Digest>,
    /// Application.
    pub app: String,
    /// One line.
    pub title: String,
    /// Shortest useful place.
    pub place: String,
    /// The first finding's rule.
    pub rule: String,
    /// Names of the tools, joined by `,`.
    pub tools: String,
    /// Owning team; empty for nobody.
    pub team: String,
    /// Owning person; empty for nobody.
    pub person: String,
    /// Vulnerability ids joined by `,`.
    pub vulnerabilities: String,
    /// CWE numbers joined by `,`.
    pub cwes: String,
    /// Package name; empty for none.
    pub package: String,
    /// Sort of weakness.
    pub class: Class,
    /// The tools' worst opinion.
    pub severity: Severity,
    /// Priority in hundredths, 0–10000.
    pub score: u16,
    /// Band of the priority.
    pub band: Band,
    /// Where it stands.
    pub status: Status,
    /// Number of tools.
    pub tool_count: u8,
    /// Number of findings, gone ones included.
    pub finding_count: u32,
    /// First sighting.
    pub first_seen: i64,
    /// Known to be exploited.
    pub kev: bool,
    /// EPSS probability in ten-thousandths; `u16::MAX` when not fed.
    pub epss: u16,
    /// A version that fixes it is known.
    pub fix_available: bool,
    /// It was in the baseline and open ever since.
    pub known: bool,
    /// It was in the baseline, was fixed, and is back.
    pub reopened: bool,
}

/// How far an exception is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Somebody asked; nobody with authority said yes.
    Requested,
    /// Somebody else said yes.
    Approved,
    /// Its end has come.
    Expired,
    /// It came with a file, and the policy for decisions does not let it be.
    Refused,
}

/// An exception as the gate reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// Its id.
    pub id: String,
    /// Who approved; who asked, while nobody did.
    pub approver: String,
    /// First second in which it no longer holds.
    pub until: i64,
    /// How far it is.
    pub standing: Standing,
    /// Why.
    pub reason: String,
    /// Fingerprints of the findings it is about, sorted.
    pub fingerprints: Vec<Digest>,
}

/// A scan of the application that still counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanFact {
    /// Our name of the tool.
    pub tool: String,
    /// What sorts of weakness it looked for, sorted.
    pub kinds: Vec<FindingKind>,
    /// When it was made.
    pub scanned_at: i64,
    /// The release its report was imported for; empty when nobody said.
    pub release: String,
    /// Why it did not see all, when the tool failed.
    pub incomplete: Option<String>,
    /// The report, as it was named.
    pub report: String,
    /// SHA-256 of the report, hex.
    pub sha256: String,
}

/// What is known of the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// Whether the internet can reach it.
    pub internet_facing: Ternary,
    /// Whether it runs in production.
    pub in_production: Ternary,
    /// Whether it holds personal data.
    pub personal_data: Ternary,
}

/// The set of findings that a release is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaselineRef {
    /// Its name.
    pub name: String,
    /// `recorded`, `gate` (what a passed gate run saw) or `scans` (what the scans of the release saw).
    pub origin: String,
    /// When it was recorded.
    pub at: i64,
    /// How many findings are in it.
    pub findings: usize,
    /// SHA-256 of their sorted fingerprints, 16 bytes each, hex.
    pub sha256: String,
}

/// Somebody's order to pass in spite of the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakGlass {
    /// A word of the policy's vocabulary.
    pub reason: String,
    /// What happened, in the person's words.
    pub note: String,
    /// Who.
    pub by: String,
}

/// An earlier pass by break-glass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierBreak {
    /// Id of its gate run.
    pub id: String,
    /// When.
    pub at: i64,
    /// When somebody must have looked at it again.
    pub due: i64,
    /// True when somebody has.
    pub closed: bool,
}

/// How many issues of the application were looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// Issues that can block.
    pub issues: usize,
    /// Hidden as false positives.
    pub hidden: usize,
    /// Fixed.
    pub fixed: usize,
}

/// Everything a verdict is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inputs {
    /// Application.
    pub app: String,
    /// Release that asks to pass.
    pub release: String,
    /// When it asked.
    pub at: i64,
    /// Who asked.
    pub by: String,
    /// What it is compared with, if anything.
    pub baseline: Option<BaselineRef>,
    /// What is known of the application.
    pub exposure: Exposure,
    /// Counts.
    pub looked: Looked,
    /// Issues that rules speak of, highest priority first.
    pub cases: Vec<Case>,
    /// Exceptions about any of them.
    pub covers: Vec<Cover>,
    /// Scans that still count, newest first.
    pub scans: Vec<ScanFact>,
    /// The order to pass, if somebody gave one.
    pub break_glass: Option<BreakGlass>,
    /// Passes by break-glass before this run.
    pub earlier: Vec<EarlierBreak>,
    /// SHA-256 of each file or feed that facts came from, by name.
    pub hashes: BTreeMap<String, String>,
}

/// What a gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Nothing blocks.
    Pass,
    /// Something blocks.
    Blocked,
    /// Something would block, and the policy only observes.
    Observed,
    /// Something blocks, and somebody with a reason passes in spite of it.
    BreakGlass,
}

impl Answer {
    /// The word that is stored and printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Blocked => "blocked",
            Self::Observed => "observed",
            Self::BreakGlass => "break-glass",
        }
    }

    /// True when the release may go.
    pub const fn passes(self) -> bool {
        !matches!(self, Self::Blocked)
    }
}

/// What one rule of the policy found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleResult {
    /// Name of the rule.
    pub rule: String,
    /// What it is for.
    pub about: String,
    /// True when it blocks; false when it only warns.
    pub blocks: bool,
    /// How many it allows.
    pub at_most: usize,
    /// Ids of the issues that count against it.
    pub against: Vec<String>,
    /// How many it spoke of that were known before.
    pub known: usize,
    /// How many it spoke of that an exception covers.
    pub covered: usize,
}

impl RuleResult {
    /// True when more counts against it than it allows.
    pub fn broken(&self) -> bool {
        self.against.len() > self.at_most
    }
}

/// What became of a required scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScanState {
    /// It is there and fresh.
    Fresh,
    /// There is none.
    Missing,
    /// The newest one is too old.
    Stale,
    /// The newest one failed.
    Incomplete,
}

impl ScanState {
    /// The word that is stored and printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Missing => "missing",
            Self::Stale => "stale",
            Self::Incomplete => "incomplete",
        }
    }
}

/// A required scan and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanResult {
    /// A kind, `any`, or `tool` and a name.
    pub what: String,
    /// True when it blocks.
    pub blocks: bool,
    /// What became of it.
    pub state: ScanState,
    /// One sentence.
    pub text: String,
}

/// A result that is neither about an issue nor about a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    /// Stable word: `break-glass-overdue` or `break-glass-refused`.
    pub what: String,
    /// One sentence.
    pub text: String,
}

/// An exception that let an issue pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// Id of the exception.
    pub id: String,
    /// Who approved it.
    pub approver: String,
    /// Its end.
    pub until: i64,
    /// Why.
    pub reason: String,
    /// Ids of the issues that passed by it.
    pub issues: Vec<String>,
}

/// An exception that let nothing pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncovered {
    /// Id of the exception.
    pub id: String,
    /// Why it does not count.
    pub why: Standing,
    /// Ids of the issues that it is about and that block.
    pub issues: Vec<String>,
}

/// What a gate says, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateVerdict {
    /// The answer.
    pub answer: Answer,
    /// Ids of the issues that block, or would, each once, highest priority first.
    pub blocking: Vec<String>,
    /// Ids of the issues that rules warn of and that do not block.
    pub warned: Vec<String>,
    /// Every rule.
    pub rules: Vec<RuleResult>,
    /// Every required scan.
    pub scans: Vec<ScanResult>,
    /// Everything else that blocks.
    pub obstacles: Vec<Obstacle>,
    /// Exceptions that were used.
    pub exceptions: Vec<Cited>,
    /// Exceptions that were not, though about issues that block.
    pub unused: Vec<Uncovered>,
    /// When somebody must look at this run again: after a break-glass.
    pub follow_up_due: Option<i64>,
}

/// The policy of a run, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyText {
    /// Where it was read.
    pub file: String,
    /// Name and version.
    pub label: String,
    /// SHA-256 of its text, hex.
    pub sha256: String,
    /// Its text.
    pub text: String,
}

/// A gate run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GateRecord {
    /// Version of this form.
    pub version: u32,
    /// The policy.
    pub policy: PolicyText,
    /// What was looked at.
    pub inputs: Inputs,
    /// What was said.
    pub verdict: GateVerdict,
}

impl GateRecord {
    /// The issue with an id.
    pub fn case(&self, id: &str) -> Option<&Case> {
        self.inputs.cases.iter().find(|it| it.id == id)
    }
}
