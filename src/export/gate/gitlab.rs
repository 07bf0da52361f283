//! GitLab Code Quality: an array of what blocks. Every entry needs a file; what is in none is laid to
//! the name of its package, URL or application.

use super::{GateExporter, blocking, file_of, line, missing, rules_of};
use crate::model::gate::GateRecord;
use crate::model::{Digest, Severity, text};
use serde_json::{Value, json};
use std::io::{self, Write};

/// See the module's text.
pub(super) struct GitLab;

impl GateExporter for GitLab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn about(&self) -> &'static str {
        "GitLab Code Quality"
    }

    fn write(&self, _id: &str, record: &GateRecord, to: &mut dyn Write) -> io::Result<()> {
        let app = record.inputs.app.as_str();
        let mut out: Vec<Value> = Vec::new();
        for case in blocking(record) {
            let rules = rules_of(record, case);
            let rule = rules.first().map_or("gate", |it| it.rule.as_str());
            let place = if case.place.is_empty() {
                app
            } else {
                &case.place
            };
            let (path, line_number) = file_of(case).unwrap_or((place, 1));
            out.push(json!({
                "description": line(case), "check_name": rule, "severity": word(case.severity),
                "fingerprint": case.fingerprint,
                "location": {"path": path, "lines": {"begin": line_number.max(1)}},
            }));
        }
        let scans = missing(record).map(|it| ("required-scan", &it.text));
        let rest = record
            .verdict
            .obstacles
            .iter()
            .map(|it| (it.what.as_str(), &it.text));
        for (name, text) in scans.chain(rest) {
            out.push(json!({
                "description": text, "check_name": name, "severity": "blocker",
                "fingerprint": Digest::of("gate/1", &[app, name, text]),
                "location": {"path": app, "lines": {"begin": 1}},
            }));
        }
        let json = format!("{:#}", Value::from(out));
        writeln!(to, "{}", text::escape_json(&json))
    }
}

/// GitLab's words: info, minor, major, critical, blocker.
const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium | Severity::Unknown => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    }
}
