//! Semgrep and Opengrep JSON (`semgrep --json`), from 0.x to 1.x, Supply Chain and Secrets included.
//!
//! Severity: CRITICAL → critical; ERROR, HIGH → high; WARNING, MEDIUM → medium; INFO, LOW → low;
//! INVENTORY, EXPERIMENT → info; anything else unknown. (Semgrep Docs, "How does Semgrep assign
//! severity levels to rules?": the old words mean High, Medium and Low.)
//! The rule is the id without the folders of local rules, see `semgrep_rule.rs`.
//! Without a login `fingerprint` and `lines` say "requires login": then there is neither.
//! An entry of `errors` with level `error` makes the scan incomplete: a rule or file was not run.
//! Level `warn` does not; it is what Semgrep says of nearly every template it parsed in part.
//! A result that `nosemgrep` ignores is kept with that claim. A result of a rule that looks for
//! credentials is of kind secrets, its code reduced to a keyed hash and a mask.
//! Not read: `metavars`, `fix` beyond its text, `paths`, `time`, `profiling_results`.

use super::read::{json, loose::Loose};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, leak, normalise, semgrep_rule};
use crate::error::Problem;
use crate::model::{
    Claimed, FindingKind, Flow, Location, NewFinding, Package, RecordPlace, Scan, Severity,
    Snippet, Step, text,
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct Semgrep;

#[derive(Deserialize)]
struct Record {
    check_id: String,
    path: String,
    start: Point,
    end: Point,
    extra: Extra,
}

#[derive(Clone, Copy, Deserialize)]
struct Point {
    line: u32,
    col: u32,
}

#[derive(Deserialize)]
struct Extra {
    message: Option<String>,
    severity: Option<String>,
    metadata: Option<Metadata>,
    fingerprint: Option<String>,
    lines: Option<String>,
    fix: Option<String>,
    is_ignored: Option<bool>,
    dataflow_trace: Option<Trace>,
    sca_info: Option<ScaInfo>,
    validation_state: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    cwe: Loose,
    confidence: Loose,
    category: Loose,
    references: Loose,
    source: Loose,
    technology: Loose,
    owasp: Loose,
    vulnerability_class: Loose,
    #[serde(rename = "sca-vuln-database-identifier")]
    sca_id: Loose,
    #[serde(rename = "sca-fix-versions")]
    sca_fixes: Option<Vec<BTreeMap<String, Loose>>>,
}

/// Source and sink are tagged lists (`["CliLoc", [place, code]]`), in the middle are objects.
#[derive(Deserialize)]
struct Trace {
    taint_source: Option<Value>,
    intermediate_vars: Option<Vec<TraceStep>>,
    taint_sink: Option<Value>,
}

#[derive(Deserialize)]
struct TraceStep {
    location: TracePlace,
    content: Option<String>,
}

#[derive(Deserialize)]
struct TracePlace {
    path: String,
    start: Point,
}

#[derive(Deserialize)]
struct ScaInfo {
    reachable: Option<bool>,
    dependency_match: Option<DependencyMatch>,
}

#[derive(Deserialize)]
struct DependencyMatch {
    found_dependency: Option<Dependency>,
    lockfile: Option<String>,
}

#[derive(Deserialize)]
struct Dependency {
    package: String,
    version: Option<String>,
    ecosystem: Option<String>,
}

#[derive(Deserialize)]
struct Failure {
    level: Option<String>,
    message: Option<String>,
}

impl Format for Semgrep {
    fn name(&self) -> &'static str {
        "semgrep"
    }

    fn tool(&self) -> &'static str {
        "Semgrep 0.x, 1.x and Opengrep"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast, FindingKind::Secrets, FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has("results[].check_id") || probe.has_all(&["results", "errors", "paths"]) {
            return Claim::Yes;
        }
        // The oldest versions write nothing else; other tools have an object of results.
        let bare: String = probe
            .head
            .chars()
            .filter(|it| !it.is_whitespace())
            .collect();
        if probe.has("errors") && bare.contains("\"results\":[]") && !probe.has("metrics") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "semgrep".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["version", "errors[]"], &mut |it| {
            if it.want == 0 {
                let version = it.parse::<Loose>()?;
                scan.tool_version = text::one_line(version.first().unwrap_or_default(), 100);
            } else if let Some(failure) = it.record::<Failure>(sink)?
                && failure.level.as_deref() == Some("error")
            {
                let said = text::one_line(&failure.message.unwrap_or_default(), 500);
                scan.incomplete
                    .get_or_insert(format!("semgrep reports an error: {said}"));
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &["results[]"], &mut |it| {
            if let Some(record) = it.record::<Record>(sink)? {
                let (mut out, code) = record.into_finding(it.place());
                if out.kind == FindingKind::Secrets {
                    leak::reduce(&mut out, &code.unwrap_or_default(), key, sink);
                }
                sink.finding(out)?;
            }
            Ok(())
        })
    }
}

impl Record {
    /// The finding, and the code that matched exactly, when it is known.
    fn into_finding(self, place: RecordPlace) -> (NewFinding, Option<String>) {
        let extra = self.extra;
        let message = extra.message.unwrap_or_default();
        let metadata = &extra.metadata.unwrap_or_default();
        let is_secret = semgrep_rule::finds_secrets(&self.check_id)
            || metadata
                .category
                .iter()
                .any(|it| it == "secrets" || it == "secret");
        let kind = match (&extra.sca_info, is_secret) {
            (Some(_), _) => FindingKind::Sca,
            (None, true) => FindingKind::Secrets,
            (None, false) => FindingKind::Sast,
        };
        let rule = text::one_line(&semgrep_rule::stable(&self.check_id), 300);
        let first = message.lines().find(|it| !it.trim().is_empty());
        let title = text::one_line(first.unwrap_or(&rule), 300);
        let mut out = NewFinding::new(kind, rule, title);
        let word = extra.severity.unwrap_or_default();
        out.severity = severity(&word);
        out.severity_word = text::one_line(&word, 60);
        out.cwes = metadata.cwe.iter().flat_map(normalise::cwes_in).collect();
        out.cwes.sort_unstable();
        out.cwes.dedup();
        let fingerprint = extra.fingerprint.filter(|it| said(it));
        out.native = fingerprint.map(|it| text::bounded(it, 512));
        out.place = location(&self.path, self.start, self.end);
        let lines = extra.lines.filter(|it| said(it));
        let code = lines.as_deref().map(|it| exact(it, self.start, self.end));
        out.detail.snippet = lines.map(|it| Snippet {
            start: self.start.line,
            text: text::bounded(it.trim_end_matches('\n').to_owned(), 32 * 1024),
        });
        out.detail.description = text::bounded(message, 64 * 1024);
        let fix = extra.fix.filter(|_| kind != FindingKind::Secrets);
        out.detail.remediation = text::bounded(fix.unwrap_or_default(), 64 * 1024);
        out.detail.suppression = (extra.is_ignored == Some(true)).then(|| Claimed {
            kind: "inSource".to_owned(),
            justification: "nosemgrep".to_owned(),
            ..Claimed::default()
        });
        if kind != FindingKind::Secrets {
            out.detail.flows = extra.dataflow_trace.into_iter().filter_map(flow).collect();
        }
        metadata.describe(&mut out);
        if let Some(info) = extra.sca_info {
            info.describe(metadata, &mut out);
        }
        let state = extra.validation_state.filter(|it| it != "NO_VALIDATOR");
        let state = state.map(|it| ("validation".to_owned(), text::one_line(&it, 60)));
        out.detail.facts.extend(state);
        out.record = place;
        (out, code)
    }
}

impl Metadata {
    fn describe(&self, out: &mut NewFinding) {
        out.detail.confidence = text::one_line(self.confidence.first().unwrap_or_default(), 60);
        for link in self.source.iter().chain(self.references.iter()) {
            let known = link.is_empty() || out.detail.references.iter().any(|it| it == link);
            if !known && out.detail.references.len() < 32 {
                let link = text::bounded(link.to_owned(), 2048);
                out.detail.references.push(link);
            }
        }
        let words = [
            &self.category,
            &self.vulnerability_class,
            &self.technology,
            &self.owasp,
        ];
        let tags = words.into_iter().flat_map(Loose::iter);
        out.detail.tags = tags.map(|it| text::one_line(it, 200)).take(32).collect();
    }
}

impl ScaInfo {
    fn describe(self, metadata: &Metadata, out: &mut NewFinding) {
        let ids = metadata.sca_id.iter().chain([out.rule.as_str()]);
        let mut ids: Vec<String> = ids.filter_map(normalise::vulnerability).collect();
        ids.dedup();
        out.vulnerabilities = ids;
        let matched = self.dependency_match;
        let (lockfile, found) =
            matched.map_or((None, None), |it| (it.lockfile, it.found_dependency));
        if let Some(found) = found {
            let fixes = metadata.sca_fixes.iter().flatten();
            let fixed = fixes.filter_map(|it| it.get(&found.package));
            out.package = Some(Package {
                ecosystem: normalise::ecosystem(&found.ecosystem.unwrap_or_default()).to_owned(),
                version: found.version.unwrap_or_default(),
                fixed: fixed.flat_map(|it| it.0.clone()).collect(),
                name: found.package,
                purl: None,
            });
        }
        if let Some(lockfile) = lockfile {
            let fact = ("lock file".to_owned(), normalise::path(&lockfile));
            out.detail.facts.push(fact);
        }
        if let Some(reachable) = self.reachable {
            let word = if reachable { "yes" } else { "no" };
            out.detail
                .facts
                .push(("reachable".to_owned(), word.to_owned()));
        }
    }
}

fn location(path: &str, start: Point, end: Point) -> Location {
    let (end_line, end_column) = normalise::region_end(start.line, end.line, end.col);
    Location {
        file: Some(normalise::path(path)),
        line: positive(start.line),
        end_line,
        column: positive(start.col),
        end_column,
        ..Location::default()
    }
}

fn severity(word: &str) -> Severity {
    match word {
        "CRITICAL" => Severity::Critical,
        "ERROR" | "HIGH" => Severity::High,
        "WARNING" | "MEDIUM" => Severity::Medium,
        "INFO" | "LOW" => Severity::Low,
        "INVENTORY" | "EXPERIMENT" => Severity::Info,
        _ => Severity::Unknown,
    }
}

fn positive(number: u32) -> Option<u32> {
    (number > 0).then_some(number)
}

/// False for what Semgrep writes where only a login would show the value.
fn said(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty() && !value.eq_ignore_ascii_case("requires login")
}

/// The columns that matched, of a match within one line; else all lines.
fn exact(lines: &str, start: Point, end: Point) -> String {
    let (from, to) = (start.col.saturating_sub(1), end.col.saturating_sub(1));
    let line = lines.trim_end_matches('\n');
    if start.line != end.line || from >= to || line.contains('\n') {
        return lines.to_owned();
    }
    let chars = line.chars().skip(from as usize);
    let code: String = chars.take((to - from) as usize).collect();
    if code.trim().is_empty() {
        lines.to_owned()
    } else {
        code
    }
}

fn flow(trace: Trace) -> Option<Flow> {
    let mut steps: Vec<Step> = Vec::new();
    let tagged = |value: Option<Value>| value.and_then(|it| tagged(&it));
    steps.extend(tagged(trace.taint_source));
    for it in trace
        .intermediate_vars
        .unwrap_or_default()
        .into_iter()
        .take(100)
    {
        steps.push(step(&it.location, it.content.as_deref()));
    }
    steps.extend(tagged(trace.taint_sink));
    (steps.len() > 1).then_some(Flow { steps })
}

/// The first place inside `["CliLoc", [place, code]]` or `["CliCall", [[place, code], …]]`.
fn tagged(value: &Value) -> Option<Step> {
    let list = value.as_array()?;
    if let (Some(place), code) = (list.first().filter(|it| it.is_object()), list.get(1)) {
        let place = TracePlace::deserialize(place).ok()?;
        return Some(step(&place, code.and_then(Value::as_str)));
    }
    list.iter().find_map(tagged)
}

fn step(place: &TracePlace, code: Option<&str>) -> Step {
    Step {
        file: normalise::path(&place.path),
        line: place.start.line,
        text: text::one_line(code.unwrap_or_default(), 300),
    }
}
