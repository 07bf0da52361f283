//! `JUnit` XML as Jenkins and GitLab read it: one test for each rule and each required scan. A rule that
//! is broken in a run that passes (observed, break-glass) is skipped, not failed.

use super::{GateExporter, head, line};
use crate::export::time::rfc3339;
use crate::model::gate::{GateRecord, ScanState};
use crate::model::text::is_plain;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct JUnit;

struct Test {
    name: String,
    class: &'static str,
    /// What is wrong, in one line and at length.
    wrong: Option<(String, String)>,
}

impl GateExporter for JUnit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn about(&self) -> &'static str {
        "JUnit XML, a test for each rule and required scan"
    }

    #[expect(clippy::too_many_lines, reason = "one document, top to bottom")]
    fn write(&self, id: &str, record: &GateRecord, to: &mut dyn Write) -> io::Result<()> {
        let tests = tests(record);
        let wrong = tests.iter().filter(|it| it.wrong.is_some()).count();
        let passes = record.verdict.answer.passes();
        let (failed, skipped) = if passes { (0, wrong) } else { (wrong, 0) };
        let time = rfc3339(record.inputs.at);
        let name = format!(
            "sluice gate {} {}",
            record.inputs.app, record.inputs.release
        );
        let (name, all) = (xml(&name), tests.len());
        writeln!(to, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(
            to,
            r#"<testsuites name="sluice gate" tests="{all}" failures="{failed}" errors="0" time="0">"#
        )?;
        writeln!(
            to,
            r#"  <testsuite name="{name}" tests="{all}" failures="{failed}" errors="0" skipped="{skipped}" time="0" timestamp="{}" hostname="localhost">"#,
            time.trim_end_matches('Z')
        )?;
        writeln!(to, "    <properties>")?;
        for (name, value) in [
            ("run", id),
            ("answer", record.verdict.answer.name()),
            ("policy", &record.policy.label),
        ] {
            writeln!(
                to,
                r#"      <property name="{name}" value="{}"/>"#,
                xml(value)
            )?;
        }
        writeln!(to, "    </properties>")?;
        for it in tests {
            let start = format!(
                r#"    <testcase name="{}" classname="sluice.gate.{}" time="0""#,
                xml(&it.name),
                it.class
            );
            match it.wrong {
                None => writeln!(to, "{start}/>")?,
                Some((short, _)) if passes => {
                    writeln!(
                        to,
                        "{start}>\n      <skipped message=\"{}\"/>\n    </testcase>",
                        xml(&short)
                    )?;
                }
                Some((short, long)) => {
                    let (short, long) = (xml(&short), xml(&long));
                    writeln!(
                        to,
                        "{start}>\n      <failure type=\"{}\" message=\"{short}\">{long}</failure>\n    </testcase>",
                        it.class
                    )?;
                }
            }
        }
        writeln!(
            to,
            "    <system-out>{}</system-out>",
            xml(&head(id, record).join("\n"))
        )?;
        writeln!(to, "  </testsuite>\n</testsuites>")
    }
}

fn tests(record: &GateRecord) -> Vec<Test> {
    let mut out = Vec::new();
    for it in record.verdict.rules.iter().filter(|it| it.blocks) {
        let lines = it.against.iter().filter_map(|id| record.case(id)).map(line);
        let lines: Vec<String> = lines.collect();
        let short = format!(
            "{} of {} allowed: {}",
            lines.len(),
            it.at_most,
            it.against.join(", ")
        );
        out.push(Test {
            name: it.rule.clone(),
            class: "rule",
            wrong: it.broken().then(|| (short, lines.join("\n"))),
        });
    }
    for it in record.verdict.scans.iter().filter(|it| it.blocks) {
        out.push(Test {
            name: format!("scan {}", it.what),
            class: "scan",
            wrong: (it.state != ScanState::Fresh).then(|| (it.text.clone(), it.text.clone())),
        });
    }
    for it in &record.verdict.obstacles {
        out.push(Test {
            name: it.what.clone(),
            class: "obstacle",
            wrong: Some((it.text.clone(), it.text.clone())),
        });
    }
    out
}

/// Text for attributes and elements; what XML 1.0 forbids, or what moves a terminal, is left out.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if is_plain(c) => out.push(c),
            _ => {}
        }
    }
    out
}
