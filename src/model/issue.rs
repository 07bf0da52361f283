//! What people triage: issues, the findings in them, and why they belong together.

use crate::model::{
    Absence, Band, Claim, Class, Confidence, Detail, Digest, FindingKind, FindingState, Location,
    Package, Severity, Status,
};
use serde::{Deserialize, Serialize};

/// One row of a list: what a queue sorts, filters and shows. Small on purpose.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueRow {
    /// Row number in this store; never shown, never exported.
    pub id: i64,
    /// Fingerprint of the first finding; its prefix is the id that people see.
    pub fingerprint: Digest,
    /// Application.
    pub app: String,
    /// One line.
    pub title: String,
    /// What sort of weakness.
    pub class: Class,
    /// Worst opinion among its open findings.
    pub severity: Severity,
    /// Score 0–100.
    pub score: f64,
    /// Band of the score.
    pub band: Band,
    /// Where it stands.
    pub status: Status,
    /// Who has it.
    pub owner: Owner,
    /// Shortest useful place: `file:line`, package, URL path or resource.
    pub place: String,
    /// Names of the tools that see it, sorted.
    pub tools: Vec<String>,
    /// How many findings it holds, gone ones included.
    pub findings: u32,
    /// First sighting, UTC seconds.
    pub first_seen: i64,
    /// Last change of any finding in it, UTC seconds.
    pub last_seen: i64,
}

/// What keeps an issue out of the queue, or why it is back in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// By what: `exception EX-3`, `rule S-2`, `ann: test code`; empty when nothing hides it.
    pub by: String,
    /// Until when, UTC seconds; `None` has no set end.
    pub until: Option<i64>,
    /// Why it woke: what changed since it was decided; empty when it did not.
    pub woken: String,
}

/// An owner with proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The team that holds the queue.
    pub team: Option<String>,
    /// The person who does the work.
    pub person: Option<String>,
    /// Which rule of which file, or whose decision, says so.
    pub proof: Option<String>,
}

/// A whole issue, for the detail view and exports.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The list row.
    pub row: IssueRow,
    /// The score with its terms.
    pub priority: Priority,
    /// Aliases of the vulnerability, sorted; empty for issues of own code.
    pub vulnerabilities: Vec<String>,
    /// CWE numbers of its findings, sorted.
    pub cwes: Vec<u32>,
    /// When it must be done by, UTC seconds.
    pub due: Option<i64>,
    /// What keeps it out of the queue, or why it is back in it.
    pub hidden: Hidden,
    /// Sightings, the first one first.
    pub findings: Vec<Finding>,
    /// Why each further finding is here.
    pub links: Vec<Link>,
    /// Issues that somebody keeps apart from this one.
    pub apart: Vec<KeptApart>,
    /// Fields that somebody set, beside what the tools say.
    pub set: Vec<HandSet>,
    /// Findings of other issues that may be the same weakness.
    pub suggestions: Vec<Suggestion>,
    /// What issuers claim of its vulnerabilities.
    pub claims: Vec<Claim>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A stored finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Row number in this store.
    pub id: i64,
    /// Survives moved lines; names the finding in decisions.
    pub fingerprint: Digest,
    /// Application.
    pub app: String,
    /// Tool.
    pub tool: String,
    /// What sort of tool.
    pub kind: FindingKind,
    /// The tool's rule.
    pub rule: String,
    /// One line.
    pub title: String,
    /// Normalised opinion.
    pub severity: Severity,
    /// The tool's word for it.
    pub severity_word: String,
    /// Where.
    pub place: Location,
    /// The component.
    pub package: Option<Package>,
    /// Vulnerability ids.
    pub vulnerabilities: Vec<String>,
    /// CWE numbers.
    pub cwes: Vec<u32>,
    /// Preview of a secret.
    pub secret_masked: Option<String>,
    /// Whether scans still see it.
    pub state: FindingState,
    /// Why it is not seen any more; none while it is.
    pub absence: Option<Absence>,
    /// First sighting, UTC seconds.
    pub first_seen: i64,
    /// Last change, UTC seconds.
    pub last_seen: i64,
    /// SHA-256 of the report with its record, hex.
    pub report: String,
    /// Byte range of the record in that report.
    pub record: (u64, u64),
    /// Everything else.
    pub detail: Detail,
    /// Short id of the issue it is in.
    pub issue: String,
}

/// Why a finding belongs to an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The finding that was joined.
    pub finding: Digest,
    /// The finding it was joined to.
    pub to: Digest,
    /// Stable name of the rule.
    pub rule: String,
    /// Version of the rule.
    pub version: u32,
    /// How sure it is.
    pub confidence: Confidence,
    /// What matched, in words.
    pub evidence: String,
}

/// A field that a person set. It wins over the tools, and both are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandSet {
    /// `severity`, `title` or `lead`.
    pub field: &'static str,
    /// What was set.
    pub value: String,
    /// What the tools say.
    pub tools: String,
    /// Who set it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Number of the event.
    pub event: i64,
}

/// Another issue that a person keeps apart from this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptApart {
    /// Fingerprint of the other issue's first finding.
    pub other: Digest,
    /// Title of the other issue.
    pub title: String,
    /// Who said so, why, and the event.
    pub says: String,
    /// What a rule would join them by; empty when none would.
    pub against: String,
}

/// A finding of another issue that may be the same weakness: a person says yes, no or never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The finding on this side.
    pub finding: Digest,
    /// The finding of the other issue.
    pub other: Digest,
    /// Row number of the other issue.
    pub issue: i64,
    /// Stable name of the rule.
    pub rule: String,
    /// Version of the rule.
    pub version: u32,
    /// How sure it is.
    pub confidence: Confidence,
    /// What matched, in words.
    pub evidence: String,
}

/// The published additive score with everything it was made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Priority {
    /// 0–100.
    pub score: f64,
    /// P1–P4.
    pub band: Band,
    /// What was added, in the order of the factor list.
    pub terms: Vec<Term>,
}

/// One summand of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Stable name of the factor.
    pub factor: String,
    /// The value that was found, in words.
    pub value: String,
    /// Points added. Never negative, but for the last term `cap`, which takes away what is above 100.
    pub points: f64,
    /// Most points this factor can add.
    pub of: f64,
    /// Where the value comes from.
    pub source: String,
    /// True when the value was not known and a stated stand-in was taken.
    pub assumed: bool,
}

/// One line of an issue's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// UTC seconds.
    pub at: i64,
    /// Number of the event, 0 when it is a fact of a scan.
    pub event: i64,
    /// Who.
    pub actor: String,
    /// What, one line.
    pub what: String,
}

/// The shortest prefix people are shown. Longer ones are given where seven digits collide.
pub fn short_id(fingerprint: Digest, digits: usize) -> String {
    fingerprint.to_string().chars().take(digits).collect()
}
