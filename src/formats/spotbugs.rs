//! SpotBugs 4.x and FindBugs 3 XML (`-xml`), with Find Security Bugs or without.
//!
//! Severity, by `priority` as SpotBugs' own pages group it (High, Medium and Low Priority Warnings):
//! 1 → high, 2 → medium, 3 → low; 4 (experimental) and 5 (ignore) → info; anything else unknown.
//! `rank`, which its SARIF goes by (`sarif/Level.java`), is kept as a fact.
//! The path is `relSourcepath` where it is written, else that below the source folder, which is all
//! that is known. `instanceHash` leaves out lines: it is kept as the tool's own identity where the
//! report says that it stands for one instance only.
//! An entry of `Errors` that a class could not be analysed makes the scan incomplete; missing classes
//! of libraries do not.
//! Not read: `FindBugsSummary`, `ClassFeatures`, `History`.

use super::read::xml;
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, TITLE, fact, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, html, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Scan, Severity, text};
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct Spotbugs;

/// What a report says of its rules, behind the bugs: the weakness and the text.
#[derive(Default)]
struct Pattern {
    cwe: Option<u32>,
    description: String,
    details: String,
}

impl Format for Spotbugs {
    fn name(&self) -> &'static str {
        "spotbugs"
    }

    fn tool(&self) -> &'static str {
        "SpotBugs 4.x, FindBugs 3"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root() == Some("BugCollection") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "spotbugs".to_owned(),
            ..Scan::default()
        };
        let mut patterns: BTreeMap<String, Pattern> = BTreeMap::new();
        let wants = [
            "BugCollection@",
            "BugCollection/BugPattern",
            "BugCollection/Errors/Error",
        ];
        xml::walk(input, &wants, &mut |it| {
            let said = |name: &str| it.node.attribute(name).unwrap_or_default();
            match it.want {
                0 => {
                    scan.tool_version = text::one_line(said("version"), 100);
                    let millis: Option<i64> = said("analysisTimestamp").parse().ok();
                    scan.scanned_at = millis.map(|it| it / 1000);
                }
                1 => {
                    patterns.insert(said("type").to_owned(), Pattern::from(it.node));
                }
                _ => {
                    let message = it.node.text_of("ErrorMessage").unwrap_or_default();
                    let message = text::one_line(&message, 500);
                    scan.incomplete
                        .get_or_insert(format!("spotbugs reports an error: {message}"));
                }
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        xml::walk(input, &["BugCollection/BugInstance"], &mut |it| {
            let Some(rule) = it.node.attribute("type").filter(|it| !it.is_empty()) else {
                return sink.skipped(it.refuse("`type` does not name it"));
            };
            let mut out = finding(rule, it.node, patterns.get(rule));
            out.record = it.place();
            sink.finding(out)
        })
    }
}

impl From<&Node> for Pattern {
    fn from(node: &Node) -> Self {
        let details = node.text_of("Details").unwrap_or_default();
        Self {
            cwe: node.attribute("cweid").and_then(normalise::cwe),
            description: node.text_of("ShortDescription").unwrap_or_default(),
            details: text::bounded(html::plain(&details), DESCRIPTION),
        }
    }
}

fn finding(rule: &str, node: &Node, pattern: Option<&Pattern>) -> NewFinding {
    let said = |name: &str| node.attribute(name).unwrap_or_default();
    let rule = text::one_line(rule, 300);
    let message = node.text_of("LongMessage");
    let short = node.text_of("ShortMessage");
    let listed = pattern.map(|it| it.description.clone());
    let title = short.or(listed).filter(|it| !it.is_empty());
    let title = text::one_line(title.as_deref().unwrap_or(&rule), TITLE);
    let mut out = NewFinding::new(FindingKind::Sast, rule, title);
    out.severity = match said("priority") {
        "1" => Severity::High,
        "2" => Severity::Medium,
        "3" => Severity::Low,
        "4" | "5" => Severity::Info,
        _ => Severity::Unknown,
    };
    out.severity_word = text::one_line(said("priority"), 60);
    let own = normalise::cwe(said("cweid"));
    out.cwes
        .extend(own.or_else(|| pattern.and_then(|it| it.cwe)));
    let alone = said("instanceOccurrenceMax") == "0" && !said("instanceHash").is_empty();
    out.native = alone.then(|| text::bounded(said("instanceHash").to_owned(), 512));
    locate(node, &mut out);
    let details = pattern.map_or("", |it| it.details.as_str());
    let description = [message.as_deref().unwrap_or_default(), details];
    let description = description.join("\n\n");
    description.trim().clone_into(&mut out.detail.description);
    out.detail.tags = vec![text::one_line(said("category"), 200)];
    fact(
        &mut out.detail.facts,
        "rank",
        text::one_line(said("rank"), 60),
    );
    out
}

/// The line of the bug itself, else that of its method, else that of its class.
fn locate(node: &Node, out: &mut NewFinding) {
    let primary = |it: &&Node| it.attribute("primary") == Some("true");
    let own = || node.children("SourceLine");
    let line = own().find(primary).or_else(|| own().next());
    let around = || {
        node.at("Method/SourceLine")
            .or_else(|| node.at("Class/SourceLine"))
    };
    if let Some(site) = line.or_else(around) {
        let number = |name: &str| site.attribute(name).and_then(|it| it.parse().ok());
        let path = site.attribute("relSourcepath");
        let path = path.or_else(|| site.attribute("sourcepath"));
        let first = number("start");
        out.place = place(path.unwrap_or_default(), first);
        let last: Option<u32> = number("end");
        out.place.end_line = last.filter(|it| first.is_some_and(|first| *it > first));
    }
    let facts = &mut out.detail.facts;
    let named = |at: &str, name: &str| {
        let found = node.child(at).and_then(|it| it.attribute(name));
        text::one_line(found.unwrap_or_default(), 300)
    };
    fact(facts, "class", named("Class", "classname"));
    fact(facts, "method", named("Method", "name"));
}
