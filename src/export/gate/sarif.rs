//! SARIF 2.1.0: what blocks as errors, what exceptions let pass as suppressed results. GitHub and
//! others show it beside the code. What has no place in the repository has no location.

use super::{GateExporter, blocking, file_of, line, missing, rules_of};
use crate::export::time::rfc3339;
use crate::model::gate::{Case, GateRecord};
use crate::model::text;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct Sarif;

impl GateExporter for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn about(&self) -> &'static str {
        "SARIF 2.1.0"
    }

    fn write(&self, id: &str, record: &GateRecord, to: &mut dyn Write) -> io::Result<()> {
        let json = format!("{:#}", document(id, record));
        writeln!(to, "{}", text::escape_json(&json))
    }
}

#[expect(clippy::too_many_lines, reason = "one document, top to bottom")]
fn document(id: &str, record: &GateRecord) -> Value {
    let level = if record.verdict.answer.passes() {
        "note"
    } else {
        "error"
    };
    let mut results: Vec<Value> = Vec::new();
    for case in blocking(record) {
        let rules = rules_of(record, case);
        let rule = rules.first().map_or("gate", |it| it.rule.as_str());
        results.push(result(case, rule, level));
    }
    for it in missing(record) {
        results.push(json!({"ruleId": "required-scan", "level": level,
            "message": {"text": it.text}}));
    }
    for it in &record.verdict.obstacles {
        results.push(json!({"ruleId": it.what, "level": level, "message": {"text": it.text}}));
    }
    for it in &record.verdict.exceptions {
        for case in it.issues.iter().filter_map(|id| record.case(id)) {
            let mut one = result(case, "exception", "note");
            if let Some(fields) = one.as_object_mut() {
                let why = format!(
                    "exception {} approved by {} until {}: {}",
                    it.id,
                    it.approver,
                    rfc3339(it.until),
                    it.reason
                );
                fields.insert(
                    "suppressions".to_owned(),
                    json!([{"kind": "external",
                    "status": "accepted", "justification": why}]),
                );
            }
            results.push(one);
        }
    }
    let used: BTreeSet<&str> = results
        .iter()
        .filter_map(|it| it.get("ruleId")?.as_str())
        .collect();
    let about = |name: &str| {
        let known = record.verdict.rules.iter().find(|it| it.rule == name);
        known.map_or_else(|| name.replace('-', " "), |it| it.about.clone())
    };
    let rules = used.iter().map(|name| {
        let about = about(name);
        let about = if about.is_empty() {
            (*name).to_owned()
        } else {
            about
        };
        json!({"id": name, "shortDescription": {"text": about}})
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "Sluice gate", "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>()}},
            "automationDetails": {"id": format!("sluice-gate/{}/{}", segment(&record.inputs.app),
                segment(&record.inputs.release))},
            "invocations": [{"executionSuccessful": true, "endTimeUtc": rfc3339(record.inputs.at)}],
            "properties": {"run": id, "answer": record.verdict.answer.name(),
                "policy": record.policy.label, "policySha256": record.policy.sha256},
            "results": results,
        }],
    })
}

fn result(case: &Case, rule: &str, level: &str) -> Value {
    let mut out = json!({
        "ruleId": rule,
        "level": level,
        "message": {"text": line(case)},
        "partialFingerprints": {"sluiceIssue/v1": case.fingerprint},
    });
    if let (Some((file, line)), Some(fields)) = (file_of(case), out.as_object_mut()) {
        fields.insert(
            "locations".to_owned(),
            json!([{"physicalLocation": {
            "artifactLocation": {"uri": uri(file)}, "region": {"startLine": line.max(1)}}}]),
        );
    }
    out
}

fn segment(text: &str) -> String {
    text.replace('/', "-")
}

/// A path as a URI reference: what stands for itself stays, the rest is escaped (RFC 3986,
/// section 2).
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/+@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
