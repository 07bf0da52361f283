//! govulncheck 1.x JSON (`govulncheck -json`), a stream of messages or a list of them.
//!
//! Severity: govulncheck has none, so it is unknown here.
//! A finding is one vulnerability in one module. govulncheck repeats it for the module, for each
//! package and for each symbol that is reached: what it reaches at most is said (`reachable`: a
//! symbol is called, a package is imported, or only the module is required), with the way there. The
//! call is no place: the same vulnerability stays the same when another line calls it.
//! Not read: `SBOM`, `progress`, and the single document of versions before 1.0, which is
//! recognised only where it holds no vulnerability.

use super::osv_scanner::Osv;
use super::read::{json, outline};
use super::wire::{fact, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise, purl};
use crate::error::Problem;
use crate::model::{FindingKind, Flow, NewFinding, Scan, Step, text};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// See the module's text.
pub(super) struct Govulncheck;

#[derive(Deserialize)]
struct Message {
    config: Option<Config>,
    osv: Option<serde_json::Value>,
    finding: Option<Record>,
}

#[derive(Deserialize)]
struct Config {
    #[serde(default, deserialize_with = "or_default")]
    scanner_version: String,
}

#[derive(Clone, Deserialize)]
struct Record {
    osv: String,
    #[serde(default, deserialize_with = "or_default")]
    fixed_version: String,
    trace: Vec<Frame>,
}

#[derive(Clone, Deserialize)]
struct Frame {
    module: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    package: String,
    #[serde(default, deserialize_with = "or_default")]
    function: String,
    position: Option<Position>,
}

#[derive(Clone, Deserialize)]
struct Position {
    #[serde(default, deserialize_with = "or_default")]
    filename: String,
    line: Option<u32>,
}

/// What is gathered before the findings: advisories, and how far each of them is reached.
#[derive(Default)]
struct Known {
    scan: Scan,
    advisories: BTreeMap<String, serde_json::Value>,
    deepest: BTreeMap<(String, String), Record>,
}

impl Format for Govulncheck {
    fn name(&self) -> &'static str {
        "govulncheck"
    }

    fn tool(&self) -> &'static str {
        "govulncheck 1.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let stream = ["config.scanner_name", "[].config.scanner_name"];
        let ours = |path: &&str| probe.value(path) == Some("govulncheck");
        let old = ["Calls", "Imports", "Requires", "Vulns"];
        if stream.iter().any(ours) || probe.has_all(&old) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let list = outline::records(input)?;
        let known = gather(input, list)?;
        sink.scan(known.scan.clone())?;
        json::walk(input, &["Vulns[]"], &mut |it| {
            sink.skipped(it.refuse("written by govulncheck before 1.0"))
        })?;
        let mut seen = BTreeSet::new();
        json::walk(input, &[list], &mut |it| {
            let Some(record) = it.record::<Message>(sink)?.and_then(|it| it.finding) else {
                return Ok(());
            };
            let Some(key) = record.key() else {
                return sink.skipped(it.refuse("its trace is empty"));
            };
            if !seen.insert(key.clone()) {
                return Ok(());
            }
            let mut out = known.finding(&key).unwrap_or_else(|| record.bare());
            out.record = it.place();
            sink.finding(out)
        })
    }
}

fn gather(input: &dyn Input, list: &str) -> Result<Known, Problem> {
    let mut known = Known::default();
    "govulncheck".clone_into(&mut known.scan.tool);
    json::walk(input, &[list], &mut |it| {
        let Ok(message) = it.parse::<Message>() else {
            return Ok(());
        };
        if let Some(config) = message.config {
            known.scan.tool_version = text::one_line(&config.scanner_version, 100);
        }
        let osv = message.osv.unwrap_or_default();
        if let Some(id) = osv.get("id").and_then(serde_json::Value::as_str) {
            known.advisories.insert(id.to_owned(), osv.clone());
        }
        if let Some(record) = message.finding
            && let Some(key) = record.key()
        {
            let depth = record.depth();
            let deepest = known.deepest.entry(key).or_insert_with(|| record.clone());
            if deepest.depth() < depth {
                *deepest = record;
            }
        }
        Ok(())
    })?;
    Ok(known)
}

impl Known {
    /// The finding of a vulnerability in a module, from what reaches it deepest.
    fn finding(&self, key: &(String, String)) -> Option<NewFinding> {
        let deepest = self.deepest.get(key)?;
        let mut out = deepest.bare();
        let osv = self.advisories.get(&key.0)?;
        if let Ok(osv) = serde_json::from_value::<Osv>(osv.clone()) {
            let package = out.package.clone()?;
            let bare = out;
            out = osv.into_finding(FindingKind::Sca, package, None);
            out.detail.flows = bare.detail.flows;
            out.detail.facts.extend(bare.detail.facts);
        }
        Some(out)
    }
}

impl Record {
    fn key(&self) -> Option<(String, String)> {
        let first = self.trace.first()?;
        Some((self.osv.clone(), first.module.clone()))
    }

    /// 0 for a module that is required, 1 for a package that is imported, 2 for a symbol that is called.
    fn depth(&self) -> u8 {
        match self.trace.first() {
            Some(it) if !it.function.is_empty() => 2,
            Some(it) if !it.package.is_empty() => 1,
            Some(_) | None => 0,
        }
    }

    /// The finding without what the advisory says.
    fn bare(&self) -> NewFinding {
        let first = self.trace.first();
        let module = first.map_or("", |it| it.module.as_str());
        let title = format!("{} in {module}", self.osv);
        let mut out = NewFinding::new(FindingKind::Sca, self.osv.clone(), title);
        out.vulnerabilities = normalise::vulnerability(&self.osv).into_iter().collect();
        let version = first.map_or("", |it| it.version.as_str());
        let mut package = purl::component("golang", "", module, version);
        package.fixed = vec![self.fixed_version.clone()];
        package.fixed.retain(|it| !it.is_empty());
        out.package = Some(package);
        let reach = match self.depth() {
            2 => "a symbol is called",
            1 => "a package is imported",
            _ => "the module is required",
        };
        let facts = &mut out.detail.facts;
        facts.push(("reachable".to_owned(), reach.to_owned()));
        if let Some(last) = self.trace.last().filter(|_| self.trace.len() > 1) {
            fact(facts, "called at", last.place());
            // The trace goes from the vulnerable symbol to the application: a flow the other way.
            let steps = self.trace.iter().rev().map(Frame::step).take(100);
            out.detail.flows = vec![Flow {
                steps: steps.collect(),
            }];
        }
        out
    }
}

impl Frame {
    /// File and line, as far as they are known.
    fn site(&self) -> (String, u32) {
        let position = self.position.as_ref();
        let file = position.map_or("", |it| it.filename.as_str());
        let line = position.and_then(|it| it.line).unwrap_or_default();
        (text::bounded(normalise::path(file), 4096), line)
    }

    fn place(&self) -> String {
        match self.site() {
            (file, _) if file.is_empty() => file,
            (file, line) => format!("{file}:{line}"),
        }
    }

    fn step(&self) -> Step {
        let (file, line) = self.site();
        Step {
            file,
            line,
            text: text::one_line(&format!("{}.{}", self.package, self.function), 300),
        }
    }
}
