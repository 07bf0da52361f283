//! PMD 5 to 7: XML, JSON and CSV (`-f xml`, `-f json`, `-f csv`).
//!
//! Severity by PMD's priority: 1 and 2 → high, 3 → medium, 4 and 5 → low, as the levels of its SARIF
//! group them.
//! What `//NOPMD` or an annotation suppresses is kept with that claim. A file that PMD could not
//! parse makes the scan incomplete.
//! Not read: errors of the configuration.

use super::probe::Shape;
use super::read::{csv, json, part, xml, xml_node::Node};
use super::wire::{DESCRIPTION, TITLE, fact, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct Pmd;

#[derive(Deserialize)]
struct Checked<'a> {
    filename: String,
    #[serde(borrow, default)]
    violations: Vec<&'a RawValue>,
}

/// One violation, however it was written.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Violation {
    beginline: Option<u32>,
    begincolumn: Option<u32>,
    endline: Option<u32>,
    endcolumn: Option<u32>,
    #[serde(deserialize_with = "or_default")]
    description: String,
    rule: String,
    #[serde(deserialize_with = "or_default")]
    ruleset: String,
    priority: Option<u32>,
    #[serde(rename = "externalInfoUrl", deserialize_with = "or_default")]
    page: String,
    suppressiontype: Option<String>,
    #[serde(deserialize_with = "or_default")]
    usermsg: String,
    #[serde(skip)]
    inside: String,
}

impl Format for Pmd {
    fn name(&self) -> &'static str {
        "pmd"
    }

    fn tool(&self) -> &'static str {
        "PMD 5-7"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "XML, JSON, CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let line = probe.head.lines().next().unwrap_or_default();
        let columns = ["Problem", "Package", "File", "Rule set", "Rule"];
        let csv = columns.iter().all(|it| line.contains(it));
        if probe.xml_root() == Some("pmd")
            || probe.has_all(&["pmdVersion", "files"])
            || (probe.shape == Shape::Text && csv)
        {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        match Probe::new(input)?.shape {
            Shape::Xml => read_xml(input, sink),
            Shape::Json => read_json(input, sink),
            Shape::Empty | Shape::Text | Shape::Binary => read_csv(input, sink),
        }
    }
}

fn scan(version: &str, time: &str) -> Scan {
    Scan {
        tool: "pmd".to_owned(),
        tool_version: text::one_line(version, 100),
        scanned_at: normalise::timestamp(time),
        ..Scan::default()
    }
}

fn failed(scan: &mut Scan, said: &str) {
    let said = text::one_line(said, 500);
    scan.incomplete
        .get_or_insert(format!("PMD could not read a file: {said}"));
}

fn read_xml(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut head = Scan::default();
    xml::walk(input, &["pmd@", "pmd/error@"], &mut |it| {
        let said = |name: &str| it.node.attribute(name).unwrap_or_default();
        if it.want == 0 {
            head = scan(said("version"), said("timestamp"));
        } else {
            failed(&mut head, &format!("{} {}", said("filename"), said("msg")));
        }
        Ok(())
    })?;
    sink.scan(head)?;
    xml::walk(input, &["pmd/file/violation"], &mut |it| {
        let file = it.attribute_of("file", "name").unwrap_or_default();
        match violation(it.node).into_finding(file) {
            Some(mut out) => {
                out.record = it.place();
                sink.finding(out)
            }
            None => sink.skipped(it.refuse("`rule` does not name it")),
        }
    })
}

fn violation(node: &Node) -> Violation {
    let said = |name: &str| node.attribute(name).unwrap_or_default().to_owned();
    let number = |name: &str| node.attribute(name).and_then(|it| it.parse().ok());
    Violation {
        beginline: number("beginline"),
        begincolumn: number("begincolumn"),
        endline: number("endline"),
        endcolumn: number("endcolumn"),
        description: node.text().trim().to_owned(),
        rule: said("rule"),
        ruleset: said("ruleset"),
        priority: number("priority"),
        page: said("externalInfoUrl"),
        inside: [said("class"), said("method")].join(" ").trim().to_owned(),
        ..Violation::default()
    }
}

fn read_json(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    #[derive(Deserialize)]
    struct Failure {
        #[serde(default, deserialize_with = "or_default")]
        filename: String,
        #[serde(default, deserialize_with = "or_default")]
        message: String,
    }
    let (mut version, mut time, mut failure) = (String::new(), String::new(), None);
    let head = ["pmdVersion", "timestamp", "processingErrors[]"];
    json::walk(input, &head, &mut |it| {
        match it.want {
            0 => version = it.parse().unwrap_or_default(),
            1 => time = it.parse().unwrap_or_default(),
            _ => failure = failure.take().or(it.parse::<Failure>().ok()),
        }
        Ok(())
    })?;
    let mut head = scan(&version, &time);
    if let Some(it) = failure {
        failed(&mut head, &format!("{} {}", it.filename, it.message));
    }
    sink.scan(head)?;
    json::walk(input, &["files[]", "suppressedViolations[]"], &mut |it| {
        let Some(file) = it.record::<Checked<'_>>(sink)? else {
            return Ok(());
        };
        for (idx, raw) in file.violations.iter().enumerate() {
            let path = format!("violations[{idx}]");
            let Some(record) = part::record::<Violation>(it, raw, &path, sink)? else {
                continue;
            };
            match record.into_finding(&file.filename) {
                Some(mut out) => {
                    out.record = part::place(it, raw, &path);
                    sink.finding(out)?;
                }
                None => sink.skipped(it.refuse(format!("{path} has no `rule`")))?,
            }
        }
        Ok(())
    })
}

fn read_csv(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    sink.scan(scan("", ""))?;
    csv::walk(input, &mut |row| {
        let record = Violation {
            beginline: row.get("Line").parse().ok(),
            description: row.get("Description"),
            rule: row.get("Rule"),
            ruleset: row.get("Rule set"),
            priority: row.get("Priority").parse().ok(),
            inside: row.get("Package"),
            ..Violation::default()
        };
        match record.into_finding(&row.get("File")) {
            Some(mut out) => {
                out.record = row.place();
                sink.finding(out)
            }
            None => sink.skipped(row.refuse("`Rule` does not name it")),
        }
    })
}

impl Violation {
    fn into_finding(self, file: &str) -> Option<NewFinding> {
        let rule = text::one_line(&self.rule, 300);
        if rule.is_empty() {
            return None;
        }
        let title = match text::one_line(&self.description, TITLE) {
            it if it.is_empty() => rule.clone(),
            it => it,
        };
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        out.severity = match self.priority {
            Some(1 | 2) => Severity::High,
            Some(3) => Severity::Medium,
            Some(4 | 5) => Severity::Low,
            Some(_) | None => Severity::Unknown,
        };
        out.severity_word = self.priority.map(|it| it.to_string()).unwrap_or_default();
        out.place = place(file, self.beginline);
        out.place.end_line = self.endline.filter(|it| Some(*it) > self.beginline);
        out.place.column = self.begincolumn.filter(|it| *it > 0);
        out.place.end_column = self.endcolumn.filter(|it| *it > 0);
        let detail = &mut out.detail;
        detail.description = text::bounded(self.description, DESCRIPTION);
        detail.references = Some(self.page)
            .filter(|it| !it.is_empty())
            .into_iter()
            .collect();
        detail.tags = Some(self.ruleset)
            .filter(|it| !it.is_empty())
            .map(|it| text::one_line(&it, 200))
            .into_iter()
            .collect();
        fact(
            &mut detail.facts,
            "inside",
            text::one_line(&self.inside, 300),
        );
        detail.suppression = self.suppressiontype.map(|_| Claimed {
            kind: "inSource".to_owned(),
            justification: text::one_line(&self.usermsg, 300),
            ..Claimed::default()
        });
        Some(out)
    }
}
