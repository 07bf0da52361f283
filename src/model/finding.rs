//! What a format hands over: one record of a report in our words, not yet stored.
//!
//! A field is empty when the tool did not say; nothing is guessed here.

use crate::model::{FindingKind, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A run of one tool, announced before its findings. Together with the application it names the
/// scope inside which absence counts: tool × target × branch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Stable lower-case name of the tool, such as `bandit`; never its version.
    pub tool: String,
    /// Version, as the tool wrote it.
    pub tool_version: String,
    /// What was scanned, when the report covers one of several (an image without its tag, a host,
    /// a SARIF category, a framework). Empty for "the application".
    pub target: String,
    /// When the scan ran, in UTC seconds, if the report says.
    pub scanned_at: Option<i64>,
    /// Why absence must not count: the tool failed or stopped early.
    pub incomplete: Option<String>,
    /// The report lists what the target is made of, so that the list, even an empty one, replaces
    /// the one before. A report that lists a component does so in any case.
    pub inventory: bool,
}

/// What a scan tells of what it looked for, and where. Nothing is known of what is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// The rules that the tool lists, named as findings name them.
    pub rules: Option<BTreeSet<String>>,
    /// The files that the tool says it read, with paths as findings have them.
    pub files: Option<BTreeSet<String>>,
}

impl Cover {
    /// Adds what another run of the same scan tells.
    pub fn add(&mut self, other: Self) {
        for (mine, theirs) in [
            (&mut self.rules, other.rules),
            (&mut self.files, other.files),
        ] {
            if let Some(theirs) = theirs {
                mine.get_or_insert_default().extend(theirs);
            }
        }
    }
}

/// One record of a report, normalised.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFinding {
    /// What sort of tool spoke.
    pub kind: FindingKind,
    /// The tool's rule, check, plugin or vulnerability id, free of local paths.
    pub rule: String,
    /// One line for a list.
    pub title: String,
    /// Normalised opinion of the tool.
    pub severity: Severity,
    /// The tool's own word or number for it; empty when it said none.
    pub severity_word: String,
    /// Where it is.
    pub place: Location,
    /// The component it is about.
    pub package: Option<Package>,
    /// Vulnerability ids, upper case, the tool's main id first.
    pub vulnerabilities: Vec<String>,
    /// CWE numbers, sorted.
    pub cwes: Vec<u32>,
    /// An identity that the tool itself keeps stable across scans.
    pub native: Option<String>,
    /// For secrets: what it was, without saying it.
    pub secret: Option<Secret>,
    /// All that only the full view shows.
    pub detail: Detail,
    /// Where the record stands in the report.
    pub record: RecordPlace,
}

impl NewFinding {
    /// A finding with a rule and title, everything else still unsaid.
    pub fn new(kind: FindingKind, rule: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            kind,
            rule: rule.into(),
            title: title.into(),
            severity: Severity::Unknown,
            severity_word: String::new(),
            place: Location::default(),
            package: None,
            vulnerabilities: Vec::new(),
            cwes: Vec::new(),
            native: None,
            secret: None,
            detail: Detail::default(),
            record: RecordPlace::default(),
        }
    }
}

/// Where a finding is. Several parts may be known at once: a lock file and a package, a file and a
/// resource. A file is never bent into a host, nor a URL into a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Location {
    /// Path inside the application, `/` separated, without `./`, drive or build prefix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// First line, counted from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Last line, when it differs from the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u32>,
    /// First column, counted from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Last column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<u32>,
    /// Full URL as reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// HTTP method, upper case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Parameter, header or cookie attacked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Address of an infrastructure resource or a workflow job or step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
}

/// A component.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Package {
    /// Ecosystem in purl's words: `pypi`, `npm`, `maven`, `deb`, `apk`, `rpm`, `golang`, `gem`, …
    pub ecosystem: String,
    /// Name with its namespace, as in a purl: `org.apache.logging.log4j/log4j-core`.
    pub name: String,
    /// Installed version.
    pub version: String,
    /// Versions that hold the fix, as reported.
    pub fixed: Vec<String>,
    /// Canonical purl, when the tool gave one or it could be built without guessing.
    pub purl: Option<String>,
}

/// A credential, known only by a keyed hash and a preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// HMAC-SHA-256 under the store's own key, lower-case hex.
    pub hash: String,
    /// First characters and a length, such as `AKIA…(20)`.
    pub masked: String,
}

/// Where a record stands in the original bytes of its report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordPlace {
    /// First byte.
    pub offset: u64,
    /// Number of bytes.
    pub len: u64,
    /// Line of the first byte, counted from one; 0 when the format has no lines.
    pub line: u64,
    /// Path inside the document, such as `runs[0].results[3]`.
    pub path: String,
}

/// A record that could not be used. Never hidden, never fatal to its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where it stands.
    pub record: RecordPlace,
    /// Why, in plain words.
    pub reason: String,
}

/// All that only the full view of a finding shows. Kept as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// The tool's message or description; may have several lines.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What the tool says to do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remediation: String,
    /// Code at the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<Snippet>,
    /// HTTP request, credentials masked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request: String,
    /// What proves it: response extract, matched text, evidence field.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// Paths from source to sink.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<Flow>,
    /// CVSS claims, each with who made it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cvss: Vec<CvssClaim>,
    /// Links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// The tool's own confidence word.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub confidence: String,
    /// Words the tool attached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The tool's or an author's claim that this is to be ignored. A claim, never silence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppression: Option<Claimed>,
    /// Further facts as label and value, in the tool's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<(String, String)>,
}

/// Lines of code with the number of the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// Number of the first line, counted from one; 0 when not known.
    pub start: u32,
    /// The text, lines separated by `\n`.
    pub text: String,
}

/// One path of a data flow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// From source to sink.
    pub steps: Vec<Step>,
}

/// One station of a data flow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// Path inside the application.
    pub file: String,
    /// Line, 0 when not known.
    pub line: u32,
    /// What happens there, or the code.
    pub text: String,
}

/// A CVSS assessment as somebody published it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CvssClaim {
    /// Vector string, empty when only a number was given.
    pub vector: String,
    /// The number given, when there was one.
    pub score: Option<f64>,
    /// Who says so: `nvd`, `ghsa`, the tool.
    pub source: String,
}

/// A suppression that came with the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claimed {
    /// `inSource`, `external`, or the tool's own word.
    pub kind: String,
    /// `accepted`, `underReview`, `rejected`; empty when not said.
    pub status: String,
    /// Why.
    pub justification: String,
}
