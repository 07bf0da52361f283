//! The scan reports of the portal: queries, with the results of each.

use super::result::{Node, conceal, follow, site};
use super::{scan, state};
use crate::error::Problem;
use crate::formats::read::loose::Loose;
use crate::formats::read::{json, part};
use crate::formats::wire::{DESCRIPTION, TITLE, links, or_default};
use crate::formats::{Input, SecretKey, Sink, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, NewFinding};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Query<'a> {
    query_name: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    query_path: String,
    #[serde(default)]
    cwe_id: Loose,
    #[serde(default, borrow)]
    vulnerabilities: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    #[serde(default)]
    similarity_id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    state: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default)]
    cwe_id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    group_name: String,
    #[serde(default, deserialize_with = "or_default")]
    destination_file_name: String,
    destination_line: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    nodes: Vec<Node>,
}

const QUERIES: [&str; 2] = [
    "scanResults.resultsList[]",
    "scanResults.sast.languages[].queries[]",
];

/// What other engines write, in shapes of their own.
const OTHERS: [&str; 8] = [
    "scanResults.sca",
    "scanResults.kics",
    "scanResults.containers",
    "iacScanResults",
    "scaScanResults",
    "containerScanResults",
    "apiSecScanResults",
    "scsScanResults",
];

pub(super) fn read(input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scan = scan("sast");
    let times = ["reportCreationDate", "reportHeader.createdDate"];
    json::walk(input, &times, &mut |it| {
        let text = it.parse::<String>().unwrap_or_default();
        scan.scanned_at = normalise::timestamp(&text);
        Ok(())
    })?;
    sink.scan(scan)?;
    let wants: Vec<&str> = QUERIES.into_iter().chain(OTHERS).collect();
    json::walk(input, &wants, &mut |it| {
        if it.want >= QUERIES.len() {
            if matches!(it.raw, b"null" | b"[]" | b"{}" | b"\"\"") {
                return Ok(());
            }
            let reason = "what this engine says is read from the results of the API only";
            return sink.skipped(it.refuse(reason));
        }
        let Some(query) = it.record::<Query<'_>>(sink)? else {
            return Ok(());
        };
        for (index, raw) in query.vulnerabilities.iter().enumerate() {
            let path = format!("vulnerabilities[{index}]");
            let Some(found) = part::record::<Vulnerability>(it, raw, &path, sink)? else {
                continue;
            };
            if found.status.eq_ignore_ascii_case("fixed") {
                continue;
            }
            let mut out = found.into_finding(&query);
            conceal(&mut out, key, sink);
            out.record = part::place(it, raw, &path);
            sink.finding(out)?;
        }
        Ok(())
    })
}

impl Vulnerability {
    fn into_finding(self, query: &Query<'_>) -> NewFinding {
        let rule = one_line(&query.query_name, TITLE);
        let title = rule.replace('_', " ");
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = one_line(&self.severity, 60);
        out.cwes = normalise::cwes(self.cwe_id.iter().chain(query.cwe_id.iter()));
        out.native = self.similarity_id.first().map(str::to_owned);
        follow(self.nodes, &mut out);
        let end = site(&self.destination_file_name, self.destination_line);
        if end.file.is_some() && (&end.file, end.line) != (&out.place.file, out.place.line) {
            out.place = end;
            out.detail.snippet = None;
        }
        let detail = &mut out.detail;
        detail.description = bounded(query.description.clone(), DESCRIPTION);
        detail.tags = links([self.group_name, query.query_path.clone()]);
        state(&self.state, &mut out);
        out
    }
}
