//! The XML form of Fortify's reports: issues grouped by category, with the texts of the group.

use crate::error::Problem;
use crate::formats::read::xml;
use crate::formats::read::xml_node::Node;
use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, place};
use crate::formats::{Input, SecretKey, Sink, html, literal, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, Flow, NewFinding, Scan, Snippet, Step};

const TEXTS: &str = "ReportDefinition/ReportSection/SubSection/Text";
const GROUP: &str = "ReportDefinition/ReportSection/SubSection/IssueListing/Chart/GroupingSection/MajorAttributeSummary";
const ISSUE: &str =
    "ReportDefinition/ReportSection/SubSection/IssueListing/Chart/GroupingSection/Issue";

pub(super) fn read(input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scan = Scan {
        tool: "fortify".to_owned(),
        ..Scan::default()
    };
    xml::walk(input, &[TEXTS], &mut |it| {
        let text = it.node.text();
        let line = text
            .lines()
            .find_map(|it| it.trim().strip_prefix("SCA Engine version:"));
        if let Some(version) = line {
            scan.tool_version = one_line(version, 100);
        }
        Ok(())
    })?;
    sink.scan(scan)?;
    let mut remediation = String::new();
    xml::walk(input, &[GROUP, ISSUE], &mut |it| {
        if it.want == 0 {
            remediation = recommendations(it.node);
            return Ok(());
        }
        let Some(category) = it.node.text_of("Category") else {
            return sink.skipped(it.refuse("no `Category` names it"));
        };
        let mut out = finding(&category, it.node);
        out.detail.remediation.clone_from(&remediation);
        for clear in literal::reduce(&mut out, key) {
            sink.conceal(&clear);
        }
        out.record = it.place();
        sink.finding(out)
    })
}

fn recommendations(group: &Node) -> String {
    let mut all = group.children("MetaInfo");
    let found = all.find(|it| it.text_of("Name").as_deref() == Some("Recommendations"));
    let text = found.and_then(|it| it.text_of("Value")).unwrap_or_default();
    bounded(html::plain(&text), DESCRIPTION)
}

fn finding(category: &str, node: &Node) -> NewFinding {
    let said = |name: &str| node.text_of(name).unwrap_or_default();
    let category = one_line(category, TITLE);
    let mut out = NewFinding::new(FindingKind::Sast, category.clone(), category);
    out.severity_word = one_line(&said("Friority"), 60);
    out.severity = normalise::severity_of_word(&out.severity_word);
    let id = node.attribute("iid").filter(|it| !it.is_empty());
    out.native = id.map(|it| bounded(it.to_owned(), 512));
    out.cwes = normalise::cwes_in(&said("ExternalCategory"));
    let (source, primary) = (node.child("Source"), node.child("Primary"));
    if let Some(primary) = primary {
        out.place = place(&path(primary), line(primary));
        out.detail.snippet = snippet(primary);
    }
    if let (Some(source), Some(primary)) = (source, primary) {
        let steps = vec![step(source), step(primary)];
        out.detail.flows = vec![Flow { steps }];
    }
    let detail = &mut out.detail;
    detail.description = bounded(html::plain(&said("Abstract")), DESCRIPTION);
    detail.tags = links([one_line(&said("Kingdom"), 200)]);
    let target = primary.and_then(|it| it.text_of("TargetFunction"));
    fact(&mut detail.facts, "function", target.unwrap_or_default());
    fact(&mut detail.facts, "analysis", analysis(node));
    let rule = node.attribute("ruleID").unwrap_or_default();
    fact(&mut detail.facts, "rule id", one_line(rule, 100));
    out
}

fn analysis(node: &Node) -> String {
    let mut tags = node.children("Tag");
    let found = tags.find(|it| it.text_of("Name").as_deref() == Some("Analysis"));
    found.and_then(|it| it.text_of("Value")).unwrap_or_default()
}

fn path(node: &Node) -> String {
    let file = node
        .text_of("FilePath")
        .or_else(|| node.text_of("FileName"));
    file.unwrap_or_default()
}

fn line(node: &Node) -> Option<u32> {
    node.text_of("LineStart").and_then(|it| it.parse().ok())
}

/// The code has two lines of context before the place, but not at the start of a file: where it
/// begins is not said.
fn snippet(node: &Node) -> Option<Snippet> {
    let text = node.child("Snippet")?.text();
    let text = bounded(text.trim_end().trim_start_matches('\n').to_owned(), SNIPPET);
    (!text.is_empty()).then_some(Snippet { start: 0, text })
}

fn step(node: &Node) -> Step {
    let place = place(&path(node), line(node));
    Step {
        file: place.file.unwrap_or_default(),
        line: place.line.unwrap_or_default(),
        text: one_line(&node.text_of("TargetFunction").unwrap_or_default(), TITLE),
    }
}
