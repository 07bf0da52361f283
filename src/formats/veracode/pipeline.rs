//! The results of the pipeline scan (`results.json`).

use super::{Analysis, rule, severity};
use crate::error::Problem;
use crate::formats::read::json;
use crate::formats::read::loose::Loose;
use crate::formats::wire::{DESCRIPTION, TITLE, fact, or_default, place};
use crate::formats::{Input, SecretKey, Sink, html, literal, normalise};
use crate::model::NewFinding;
use crate::model::text::{bounded, one_line};
use serde::Deserialize;

/// Paths that only this report has.
pub(super) const MARKS: [&str; 3] = [
    "findings[].issue_type",
    "findings[].cwe_id",
    "findings[].files.source_file",
];

#[derive(Deserialize)]
struct Record {
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    severity: Loose,
    issue_type: String,
    cwe_id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    display_text: String,
    files: Files,
}

#[derive(Deserialize)]
struct Files {
    source_file: Source,
}

#[derive(Deserialize)]
struct Source {
    file: String,
    line: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    function_name: String,
}

pub(super) fn read(input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scan = Analysis::Static.scan();
    "pipeline".clone_into(&mut scan.target);
    json::walk(input, &["scan_status"], &mut |it| {
        let status = it.parse::<String>().unwrap_or_default();
        if status != "SUCCESS" && !status.is_empty() {
            scan.incomplete = Some(format!("the scan ended as {}", one_line(&status, 60)));
        }
        Ok(())
    })?;
    sink.scan(scan)?;
    json::walk(input, &["findings[]"], &mut |it| {
        let Some(record) = it.record::<Record>(sink)? else {
            return Ok(());
        };
        let mut out = record.into_finding();
        for clear in literal::reduce(&mut out, key) {
            sink.conceal(&clear);
        }
        out.record = it.place();
        sink.finding(out)
    })
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let cwes = normalise::cwes(self.cwe_id.iter());
        let title = one_line(&self.issue_type, TITLE);
        let mut out = NewFinding::new(Analysis::Static.kind(), rule(&cwes, &title), title);
        out.cwes = cwes;
        let word = self.severity.first().unwrap_or_default();
        word.clone_into(&mut out.severity_word);
        out.severity = severity(&out.severity_word);
        out.place = place(&self.files.source_file.file, self.files.source_file.line);
        out.detail.description = bounded(html::plain(&self.display_text), DESCRIPTION);
        let facts = &mut out.detail.facts;
        fact(facts, "call", self.title);
        fact(facts, "function", self.files.source_file.function_name);
        out
    }
}
