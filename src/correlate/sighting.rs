//! A finding as correlation sees it, and what of a fresh one can be compared at all.

use crate::model::url::endpoint;
use crate::model::{Digest, FindingKind, NewFinding};
use std::cell::OnceCell;
use std::rc::Rc;

/// A finding as correlation sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Running number given by the caller.
    pub id: i64,
    /// Fingerprint; orders everything.
    pub fingerprint: Digest,
    /// Row number of the application: nothing is joined across applications.
    pub application: i64,
    /// Tool.
    pub tool: String,
    /// Sort of tool.
    pub kind: FindingKind,
    /// Rule.
    pub rule: String,
    /// One line about it.
    pub title: String,
    /// File; empty for none.
    pub file: String,
    /// First line, 0 for none.
    pub line: u32,
    /// Last line, 0 for none.
    pub end_line: u32,
    /// Line ranges in this file where earlier scans saw it.
    pub past: Vec<(u32, u32)>,
    /// Line ranges in this file that its data flows begin and end with.
    pub flow: Vec<(u32, u32)>,
    /// Digest of the flagged code without layout; 0 for none, or for too little of it.
    pub code: i64,
    /// What the code names that other sorts of tools can name too, such as `param:id`.
    pub hints: Vec<String>,
    /// Resource; empty for none.
    pub resource: String,
    /// Package name; empty for none.
    pub package: String,
    /// Vulnerability ids, the tool's main one first.
    pub vulnerabilities: Vec<String>,
    /// CWE numbers.
    pub cwes: Vec<u32>,
    /// Keyed hash of a secret.
    pub secret: Option<Vec<u8>>,
    /// Method, templated URL and parameter of a web finding; empty for none.
    pub endpoint: String,
    /// Families of its weakness, once somebody asked.
    pub families: OnceCell<Rc<[String]>>,
}

impl Default for Sighting {
    fn default() -> Self {
        Self {
            id: 0,
            fingerprint: Digest([0; 16]),
            application: 0,
            tool: String::new(),
            kind: FindingKind::Manual,
            rule: String::new(),
            title: String::new(),
            file: String::new(),
            line: 0,
            end_line: 0,
            past: Vec::new(),
            flow: Vec::new(),
            code: 0,
            hints: Vec::new(),
            resource: String::new(),
            package: String::new(),
            vulnerabilities: Vec::new(),
            cwes: Vec::new(),
            secret: None,
            endpoint: String::new(),
            families: OnceCell::new(),
        }
    }
}

impl Sighting {
    /// A finding that is about to be stored. `code` is the flagged code without layout.
    pub fn of(it: &NewFinding, application: i64, tool: &str, code: Option<&str>) -> Self {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let secret = it.secret.as_ref().map(|it| unhex(&it.hash));
        Self {
            application,
            tool: tool.to_owned(),
            kind: it.kind,
            rule: it.rule.clone(),
            title: it.title.clone(),
            file: text(&it.place.file),
            line: it.place.line.unwrap_or(0),
            end_line: it.place.end_line.unwrap_or(0),
            flow: flow(it),
            code: code.map_or(0, digest),
            hints: super::hints::of(it),
            resource: text(&it.place.resource),
            package: it
                .package
                .as_ref()
                .map(|it| it.name.clone())
                .unwrap_or_default(),
            vulnerabilities: it.vulnerabilities.clone(),
            cwes: it.cwes.clone(),
            secret,
            endpoint: endpoint(&it.place),
            ..Self::default()
        }
    }
}

/// Shorter code than this is a brace or a name, and the same in many places.
const LEAST_CODE: usize = 12;

fn digest(code: &str) -> i64 {
    if code.len() < LEAST_CODE {
        return 0;
    }
    Digest::of("code/1", &[code]).short()
}

/// Where the paths of a finding begin and end in its own file.
fn flow(it: &NewFinding) -> Vec<(u32, u32)> {
    let ends =
        |flow: &crate::model::Flow| [flow.steps.first().cloned(), flow.steps.last().cloned()];
    let here =
        |step: &crate::model::Step| step.line > 0 && Some(&step.file) == it.place.file.as_ref();
    let steps = it.detail.flows.iter().take(FLOWS).flat_map(ends).flatten();
    let mut out: Vec<(u32, u32)> = steps
        .filter(here)
        .map(|step| (step.line, step.line))
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Paths of a finding that are looked at.
const FLOWS: usize = 8;

fn unhex(hex: &str) -> Vec<u8> {
    let pairs = (0..hex.len() / 2).filter_map(|at| hex.get(at * 2..at * 2 + 2));
    pairs
        .filter_map(|it| u8::from_str_radix(it, 16).ok())
        .collect()
}

/// Reads line ranges as they are stored: `10-12,14-14`.
pub fn ranges(text: &str) -> Vec<(u32, u32)> {
    let range = |it: &str| {
        let (first, last) = it.split_once('-')?;
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    text.split(',').filter_map(range).collect()
}

/// Writes line ranges as they are stored.
pub fn ranges_text(ranges: &[(u32, u32)]) -> String {
    let all: Vec<String> = ranges.iter().map(|(a, b)| format!("{a}-{b}")).collect();
    all.join(",")
}
