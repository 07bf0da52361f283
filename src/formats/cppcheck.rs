//! Cppcheck 1.80 to 2.x XML (`--xml`, version 2 of it).
//!
//! Severity: error → high, warning → medium, style, performance, portability → low, information,
//! debug → info, none → unknown. Cppcheck's manual ("Severities") orders them so.
//! The place is the first location, which is where the bug shows; the others are the way there.
//! `hash`, where it is written, counts lines and is not kept.
//! What Cppcheck says of its own run without a place, such as `missingInclude`, is a finding
//! without a file; a `syntaxError` or `internalError` makes the scan incomplete.

use super::read::xml;
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, TITLE, fact, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Flow, NewFinding, Scan, Severity, Step, text};

/// See the module's text.
pub(super) struct Cppcheck;

impl Format for Cppcheck {
    fn name(&self) -> &'static str {
        "cppcheck"
    }

    fn tool(&self) -> &'static str {
        "Cppcheck 1.80-2.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root() == Some("results") && probe.head.contains("<cppcheck ") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "cppcheck".to_owned(),
            ..Scan::default()
        };
        let wants = ["results/cppcheck@", "results/errors/error@"];
        xml::walk(input, &wants, &mut |it| {
            let said = |name: &str| it.node.attribute(name).unwrap_or_default();
            if it.want == 0 {
                scan.tool_version = text::one_line(said("version"), 100);
            } else if matches!(
                said("id"),
                "syntaxError" | "internalError" | "cppcheckError"
            ) {
                let message = text::one_line(said("msg"), 500);
                scan.incomplete
                    .get_or_insert(format!("cppcheck reports an error: {message}"));
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        xml::walk(input, &["results/errors/error"], &mut |it| {
            let Some(rule) = it.node.attribute("id").filter(|it| !it.is_empty()) else {
                return sink.skipped(it.refuse("`id` does not name it"));
            };
            let mut out = finding(rule, it.node);
            out.record = it.place();
            sink.finding(out)
        })
    }
}

fn finding(rule: &str, node: &Node) -> NewFinding {
    let said = |name: &str| node.attribute(name).unwrap_or_default();
    let rule = text::one_line(rule, 300);
    let title = text::one_line(said("msg"), TITLE);
    let title = if title.is_empty() {
        rule.clone()
    } else {
        title
    };
    let mut out = NewFinding::new(FindingKind::Sast, rule, title);
    out.severity = match said("severity") {
        "error" => Severity::High,
        "warning" => Severity::Medium,
        "style" | "performance" | "portability" => Severity::Low,
        "information" | "debug" => Severity::Info,
        _ => Severity::Unknown,
    };
    out.severity_word = text::one_line(said("severity"), 60);
    out.cwes = normalise::cwes([said("cwe")]);
    let verbose = said("verbose").replace("\\012", "\n");
    out.detail.description = text::bounded(verbose, DESCRIPTION);
    if said("inconclusive") == "true" {
        "inconclusive".clone_into(&mut out.detail.confidence);
    }
    let steps: Vec<Step> = node.children("location").map(step).collect();
    if let Some(first) = node.child("location") {
        let number = |name: &str| first.attribute(name).and_then(|it| it.parse().ok());
        out.place = place(first.attribute("file").unwrap_or_default(), number("line"));
        out.place.column = number("column").filter(|it| *it > 0);
    }
    if steps.len() > 1 {
        let steps = steps.into_iter().rev().take(100).collect();
        out.detail.flows = vec![Flow { steps }];
    }
    let symbol = node.text_of("symbol").unwrap_or_default();
    fact(
        &mut out.detail.facts,
        "symbol",
        text::one_line(&symbol, 300),
    );
    out
}

fn step(node: &Node) -> Step {
    let said = |name: &str| node.attribute(name).unwrap_or_default();
    Step {
        file: normalise::path(said("file")),
        line: said("line").parse().unwrap_or_default(),
        text: text::one_line(said("info"), 300),
    }
}
