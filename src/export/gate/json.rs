//! For programs (`assets/schema/gate.schema.json`).

use super::{GateExporter, head};
use crate::export::time::rfc3339;
use crate::model::gate::{Case, GateRecord};
use crate::model::text;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct Json;

impl GateExporter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "one document with a published schema"
    }

    fn write(&self, id: &str, record: &GateRecord, to: &mut dyn Write) -> io::Result<()> {
        let json = format!("{:#}", document(id, record));
        writeln!(to, "{}", text::escape_json(&json))
    }
}

fn document(id: &str, record: &GateRecord) -> Value {
    let (inputs, verdict) = (&record.inputs, &record.verdict);
    let lines = head(id, record);
    let named = |ids: &[String]| {
        let of: BTreeSet<&String> = ids.iter().collect();
        let cases = inputs.cases.iter().filter(|it| of.contains(&it.id));
        cases.map(|it| issue(record, it)).collect::<Vec<_>>()
    };
    let baseline = inputs.baseline.as_ref().map(|it| {
        json!({"name": it.name, "origin": it.origin, "at": rfc3339(it.at),
            "findings": it.findings, "sha256": it.sha256})
    });
    let exceptions = verdict.exceptions.iter().map(|it| {
        json!({"id": it.id, "approver": it.approver, "until": rfc3339(it.until),
            "reason": it.reason, "issues": it.issues})
    });
    let rules = verdict.rules.iter().map(|it| {
        json!({"rule": it.rule, "about": it.about, "blocks": it.blocks, "at_most": it.at_most,
            "broken": it.broken(), "against": it.against, "known": it.known,
            "covered": it.covered})
    });
    let reports = inputs.scans.iter().map(|it| {
        json!({"file": it.report, "sha256": it.sha256, "tool": it.tool, "kinds": it.kinds,
            "scanned_at": rfc3339(it.scanned_at), "release": it.release,
            "incomplete": it.incomplete})
    });
    json!({
        "version": 1,
        "run": id,
        "app": inputs.app,
        "release": inputs.release,
        "at": rfc3339(inputs.at),
        "by": inputs.by,
        "answer": verdict.answer.name(),
        "passes": verdict.answer.passes(),
        "lines": lines,
        "baseline": baseline,
        "policy": {"file": record.policy.file, "label": record.policy.label,
            "sha256": record.policy.sha256},
        "issues": {"looked_at": inputs.looked.issues, "hidden": inputs.looked.hidden,
            "fixed": inputs.looked.fixed},
        "blocking": named(&verdict.blocking),
        "warned": named(&verdict.warned),
        "rules": rules.collect::<Vec<_>>(),
        "scans": verdict.scans,
        "obstacles": verdict.obstacles,
        "exceptions": exceptions.collect::<Vec<_>>(),
        "unused": verdict.unused,
        "break_glass": inputs.break_glass,
        "follow_up_due": verdict.follow_up_due.map(rfc3339),
        "reports": reports.collect::<Vec<_>>(),
        "hashes": inputs.hashes,
    })
}

fn issue(record: &GateRecord, it: &Case) -> Value {
    let rules = record.verdict.rules.iter();
    let rules = rules.filter(|rule| rule.against.contains(&it.id));
    let list = |text: &str| {
        let parts = text.split(',').filter(|it| !it.is_empty());
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    json!({
        "id": it.id, "fingerprint": it.fingerprint, "title": it.title, "place": it.place,
        "class": it.class, "severity": it.severity, "band": it.band,
        "score": f64::from(it.score) / 100.0, "status": it.status, "tools": list(&it.tools),
        "team": (!it.team.is_empty()).then_some(&it.team),
        "vulnerabilities": list(&it.vulnerabilities), "kev": it.kev,
        "first_seen": rfc3339(it.first_seen), "reopened": it.reopened,
        "rules": rules.map(|it| it.rule.as_str()).collect::<Vec<_>>(),
    })
}
