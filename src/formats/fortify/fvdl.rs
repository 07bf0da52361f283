//! The results inside an FPR. Rules, code and shared nodes stand behind the vulnerabilities, so the
//! document is read twice.

use super::audit::Audit;
use crate::error::Problem;
use crate::formats::read::xml;
use crate::formats::read::xml_node::Node;
use crate::formats::wire::{DESCRIPTION, TITLE, fact, links, place};
use crate::formats::{Input, SecretKey, Sink, html, literal, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, Flow, Location, NewFinding, Scan, Severity, Snippet, Step};
use std::collections::BTreeMap;

/// Bytes of code kept of one place.
const QUOTED: usize = 4096;

/// What a rule says of its findings.
#[derive(Default)]
struct Rule {
    impact: Option<f64>,
    accuracy: Option<f64>,
    probability: Option<f64>,
    cwes: Vec<u32>,
}

/// The texts of a rule.
struct Texts {
    summary: String,
    remediation: String,
}

/// A place on the way of a trace.
#[derive(Clone, Default)]
struct Station {
    place: Location,
    snippet: String,
    text: String,
}

/// What stands behind the vulnerabilities.
#[derive(Default)]
struct Known {
    rules: BTreeMap<String, Rule>,
    texts: BTreeMap<String, Texts>,
    snippets: BTreeMap<String, Snippet>,
    nodes: BTreeMap<String, Station>,
    audits: BTreeMap<String, Audit>,
}

const AROUND: [&str; 7] = [
    "FVDL/CreatedTS",
    "FVDL/EngineData/EngineVersion",
    "FVDL/EngineData/RuleInfo/Rule",
    "FVDL/Description",
    "FVDL/Snippets/Snippet",
    "FVDL/UnifiedNodePool/Node",
    "Audit/IssueList/Issue",
];

pub(super) fn read(input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scan = Scan {
        tool: "fortify".to_owned(),
        ..Scan::default()
    };
    let mut known = Known::default();
    xml::walk(input, &AROUND, &mut |it| {
        let said = |name: &str| it.node.attribute(name).unwrap_or_default();
        match it.want {
            0 => {
                scan.scanned_at =
                    normalise::timestamp(&format!("{}T{}", said("date"), said("time")));
            }
            1 => scan.tool_version = one_line(&it.node.text(), 100),
            _ => known.learn(it.want, it.node),
        }
        Ok(())
    })?;
    sink.scan(scan)?;
    xml::walk(input, &["FVDL/Vulnerabilities/Vulnerability"], &mut |it| {
        let Some(category) = category(it.node) else {
            return sink.skipped(it.refuse("no `ClassInfo/Type` names it"));
        };
        let mut out = known.finding(&category, it.node);
        for clear in literal::reduce(&mut out, key) {
            sink.conceal(&clear);
        }
        out.record = it.place();
        sink.finding(out)
    })
}

/// `Type: Subtype`, as all of Fortify writes a category.
fn category(node: &Node) -> Option<String> {
    let kind = node.text_of("ClassInfo/Type")?;
    let category = match node.text_of("ClassInfo/Subtype") {
        Some(sub) => format!("{kind}: {sub}"),
        None => kind,
    };
    Some(one_line(&category, TITLE))
}

impl Known {
    fn learn(&mut self, want: usize, node: &Node) {
        let said = |name: &str| node.attribute(name).unwrap_or_default().to_owned();
        match want {
            2 => drop(self.rules.insert(said("id"), Rule::default().with(node))),
            3 => drop(self.texts.insert(said("classID"), Texts::from(node))),
            4 => {
                let text = node.child("Text").map(Node::text).unwrap_or_default();
                let start = node.text_of("StartLine").and_then(|it| it.parse().ok());
                let snippet = Snippet {
                    start: start.unwrap_or_default(),
                    text: bounded(text.trim_end().to_owned(), QUOTED),
                };
                self.snippets.insert(said("id"), snippet);
            }
            5 => drop(self.nodes.insert(said("id"), Station::from(node))),
            _ => drop(self.audits.insert(said("instanceId"), Audit::from(node))),
        }
    }

    fn finding(&self, category: &str, node: &Node) -> NewFinding {
        let said = |path: &str| node.text_of(path).unwrap_or_default();
        let mut out = NewFinding::new(FindingKind::Sast, category, category);
        let class = said("ClassInfo/ClassID");
        let none = Rule::default();
        let rule = self.rules.get(&class).unwrap_or(&none);
        rule.rate(node, &mut out);
        out.cwes.clone_from(&rule.cwes);
        self.trace(node, &mut out);
        if let Some(texts) = self.texts.get(&class) {
            out.detail.description = bounded(texts.of(node), DESCRIPTION);
            out.detail.remediation.clone_from(&texts.remediation);
        }
        out.detail.tags = links([one_line(&said("ClassInfo/Kingdom"), 200)]);
        let facts = &mut out.detail.facts;
        let function = node.at("AnalysisInfo/Unified/Context/Function");
        let named = |name: &str| {
            function
                .and_then(|it| it.attribute(name))
                .unwrap_or_default()
        };
        fact(facts, "class", one_line(named("enclosingClass"), TITLE));
        fact(facts, "function", one_line(named("name"), TITLE));
        fact(facts, "analyzer", said("ClassInfo/AnalyzerName"));
        fact(facts, "rule id", class);
        let id = said("InstanceInfo/InstanceID");
        if let Some(audit) = self.audits.get(&id) {
            audit.tell(&mut out);
        }
        out.native = Some(bounded(id, 512)).filter(|it| !it.is_empty());
        out
    }

    /// The place is the default node of the first trace; every trace is a flow.
    fn trace(&self, node: &Node, out: &mut NewFinding) {
        let unified = node.at("AnalysisInfo/Unified");
        let traces = unified.into_iter().flat_map(|it| it.children("Trace"));
        let mut main: Option<Station> = None;
        for primary in traces.filter_map(|it| it.child("Primary")) {
            let mut stations = Vec::new();
            for entry in primary.children("Entry") {
                let inner = entry.child("Node");
                let shared = entry.child("NodeRef").and_then(|it| it.attribute("id"));
                let shared = shared.and_then(|it| self.nodes.get(it)).cloned();
                let Some(station) = inner.map(Station::from).or(shared) else {
                    continue;
                };
                if main.is_none() && inner.and_then(|it| it.attribute("isDefault")) == Some("true")
                {
                    main = Some(station.clone());
                }
                stations.push(station);
            }
            main = main.or_else(|| stations.last().cloned());
            if 1 < stations.len() {
                let steps = stations.into_iter().map(Step::from).collect();
                out.detail.flows.push(Flow { steps });
            }
        }
        if let Some(main) = main {
            out.detail.snippet = self.snippets.get(&main.snippet).cloned();
            out.place = main.place;
        }
    }
}

impl Rule {
    /// What the groups of a `MetaInfo` inside say; of several the first counts.
    fn with(mut self, node: &Node) -> Self {
        let groups = node.child("MetaInfo").into_iter();
        for group in groups.flat_map(|it| it.children("Group")) {
            let text = group.text();
            let number = text.trim().parse().ok();
            match group.attribute("name").unwrap_or_default() {
                "Impact" | "impact" => self.impact = number.or(self.impact),
                "Accuracy" | "accuracy" => self.accuracy = number.or(self.accuracy),
                "Probability" | "probability" => self.probability = number.or(self.probability),
                "altcategoryCWE" => {
                    self.cwes = normalise::cwes_in(&text.replace("CWE ID ", "CWE-"));
                }
                _ => {}
            }
        }
        self
    }

    /// Fortify Priority Order, from the rule with what the instance says better.
    fn rate(&self, node: &Node, out: &mut NewFinding) {
        let base = Self {
            cwes: Vec::new(),
            ..*self
        };
        let rated = match node.child("InstanceInfo") {
            Some(instance) => base.with(instance),
            None => base,
        };
        let said = |path: &str| node.text_of(path).unwrap_or_default();
        let confidence = said("InstanceInfo/Confidence");
        out.detail.confidence = one_line(&confidence, 60);
        let parts = (
            rated.impact,
            rated.accuracy,
            rated.probability,
            confidence.parse::<f64>(),
        );
        let (Some(impact), Some(accuracy), Some(probability), Ok(confidence)) = parts else {
            out.severity_word = one_line(&said("InstanceInfo/InstanceSeverity"), 60);
            return;
        };
        let likely = accuracy * confidence * probability / 25.0 >= 2.5;
        let (severity, word) = match (impact >= 2.5, likely) {
            (true, true) => (Severity::Critical, "Critical"),
            (true, false) => (Severity::High, "High"),
            (false, true) => (Severity::Medium, "Medium"),
            (false, false) => (Severity::Low, "Low"),
        };
        out.severity = severity;
        word.clone_into(&mut out.severity_word);
    }
}

impl From<&Node> for Texts {
    fn from(node: &Node) -> Self {
        let remediation = node.text_of("Recommendations").unwrap_or_default();
        Self {
            summary: node.text_of("Abstract").unwrap_or_default(),
            remediation: bounded(html::plain(&filled(&remediation, node)), DESCRIPTION),
        }
    }
}

impl Texts {
    /// The summary with the names of one finding in its gaps.
    fn of(&self, node: &Node) -> String {
        html::plain(&filled(&self.summary, node))
    }
}

/// Fills the gaps of a text (`<Replace key="…"/>`) from the definitions of a finding, drops the tags
/// that structure it, and the paragraphs that stand in for a text where a gap cannot be filled.
fn filled(text: &str, node: &Node) -> String {
    let definitions = node.at("AnalysisInfo/Unified/ReplacementDefinitions");
    let value = |key: &str| {
        let mut all = definitions.into_iter().flat_map(|it| it.children("Def"));
        let found = all.find(|it| it.attribute("key") == Some(key));
        found
            .and_then(|it| it.attribute("value"))
            .unwrap_or_default()
            .to_owned()
    };
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, tail) = after.split_once('>').unwrap_or((after, ""));
        rest = tail;
        let name = tag.trim_start_matches('/');
        let name = name.split([' ', '/']).next().unwrap_or_default();
        match name {
            "Replace" => {
                let key = tag.split('"').nth(1).unwrap_or_default();
                out.push_str(&value(key));
            }
            "AltParagraph" if !tag.starts_with('/') => {
                rest = tail.split_once("</AltParagraph>").map_or(tail, |it| it.1);
            }
            "Content" | "Paragraph" | "AltParagraph" | "IfDef" | "IfNotDef" | "ConditionalText" => {
            }
            _ => {
                out.push('<');
                out.push_str(tag);
                out.push('>');
            }
        }
    }
    out + rest
}

impl From<&Node> for Station {
    fn from(node: &Node) -> Self {
        let Some(site) = node.child("SourceLocation") else {
            return Self::default();
        };
        let said = |name: &str| site.attribute(name).unwrap_or_default();
        let number = |name: &str| said(name).parse::<u32>().ok().filter(|it| *it > 0);
        let mut place = place(said("path"), number("line"));
        place.end_line = number("lineEnd").filter(|it| Some(*it) > place.line);
        place.column = number("colStart");
        place.end_column = number("colEnd");
        let label = node.attribute("label").map(str::to_owned);
        let text = node.text_of("Action").or(label).unwrap_or_default();
        Self {
            place,
            snippet: said("snippet").to_owned(),
            text: one_line(&text, TITLE),
        }
    }
}

impl From<Station> for Step {
    fn from(it: Station) -> Self {
        Self {
            file: it.place.file.unwrap_or_default(),
            line: it.place.line.unwrap_or_default(),
            text: it.text,
        }
    }
}
