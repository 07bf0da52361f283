//! KICS 1.x and 2.x JSON (`kics scan --report-formats json`).
//!
//! Severity: CRITICAL, HIGH, MEDIUM, LOW, INFO as the words say; TRACE → info.
//! A finding is one file under a query: one place of one rule. The rule is the id of the query. The
//! resource is its type and name, or the search key of older versions. `similarity_id` is the
//! identity that KICS itself keeps.
//! Findings of the query `Passwords And Secrets` are of kind secrets; KICS does not quote the value. A file that could not be scanned makes the scan incomplete.
//! Not read: the summary beyond times and failures, the bill of materials of a run.

use super::read::{json, part};
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, Location, NewFinding, RecordPlace, Scan, Severity};
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct Kics;

/// The query that looks for credentials; its id has changed, its name has not.
const SECRETS: &str = "Passwords And Secrets";

#[derive(Deserialize)]
struct Query<'a> {
    query_id: String,
    #[serde(default, deserialize_with = "or_default")]
    query_name: String,
    #[serde(default, deserialize_with = "or_default")]
    query_url: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    platform: String,
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    cwe: String,
    #[serde(borrow, default, deserialize_with = "or_default")]
    files: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Spot {
    file_name: String,
    line: u32,
    #[serde(default, deserialize_with = "or_default")]
    similarity_id: String,
    #[serde(default, deserialize_with = "or_default")]
    resource_type: String,
    #[serde(default, deserialize_with = "or_default")]
    resource_name: String,
    #[serde(default, deserialize_with = "or_default")]
    search_key: String,
    #[serde(default, deserialize_with = "or_default")]
    issue_type: String,
    #[serde(default, deserialize_with = "or_default")]
    expected_value: String,
    #[serde(default, deserialize_with = "or_default")]
    actual_value: String,
}

impl Format for Kics {
    fn name(&self) -> &'static str {
        "kics"
    }

    fn tool(&self) -> &'static str {
        "KICS 1.x, 2.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Iac, FindingKind::Secrets]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["files_scanned", "queries_total", "queries"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "kics".to_owned(),
            ..Scan::default()
        };
        let head = [
            "kics_version",
            "end",
            "files_failed_to_scan",
            "queries_failed_to_execute",
        ];
        json::walk(input, &head, &mut |it| {
            match it.want {
                0 => scan.tool_version = it.parse().unwrap_or_default(),
                1 => {
                    let text = it.parse::<String>().unwrap_or_default();
                    scan.scanned_at = normalise::timestamp(&text);
                }
                want => {
                    let failed = it.parse::<u64>().unwrap_or_default();
                    let what = if want == 2 { "files" } else { "queries" };
                    if failed > 0 {
                        let reason = format!("kics failed on {failed} {what}");
                        scan.incomplete.get_or_insert(reason);
                    }
                }
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(input, &["queries[]"], &mut |it| {
            let Some(query) = it.record::<Query<'_>>(sink)? else {
                return Ok(());
            };
            for (idx, raw) in query.files.iter().enumerate() {
                let path = format!("files[{idx}]");
                if let Some(spot) = part::record::<Spot>(it, raw, &path, sink)? {
                    sink.finding(query.finding(spot, part::place(it, raw, &path)))?;
                }
            }
            Ok(())
        })
    }
}

/// A path inside the application. The image of KICS writes the folder that is mounted as `/path`
/// from where it runs.
fn file(raw: &str) -> String {
    normalise::path(raw.strip_prefix("../../path/").unwrap_or(raw))
}

impl Query<'_> {
    fn finding(&self, spot: Spot, record: RecordPlace) -> NewFinding {
        let title = match self.query_name.as_str() {
            "" => self.query_id.as_str(),
            name => name,
        };
        let kind = if self.query_name.starts_with(SECRETS) {
            FindingKind::Secrets
        } else {
            FindingKind::Iac
        };
        let rule = one_line(&self.query_id, TITLE);
        let mut out = NewFinding::new(kind, rule, one_line(title, TITLE));
        out.severity = match self.severity.as_str() {
            "TRACE" => Severity::Info,
            word => normalise::severity_of_word(word),
        };
        out.severity_word.clone_from(&self.severity);
        out.cwes = normalise::cwes([self.cwe.as_str()]);
        let resource = match (spot.resource_type.as_str(), spot.resource_name.as_str()) {
            ("", "") => spot.search_key,
            ("", name) => name.to_owned(),
            (sort, "") => sort.to_owned(),
            (sort, name) => format!("{sort}.{name}"),
        };
        out.place = Location {
            file: Some(file(&spot.file_name)),
            line: Some(spot.line).filter(|it| *it > 0),
            resource: Some(one_line(&resource, TITLE)).filter(|it| !it.is_empty()),
            ..Location::default()
        };
        out.native = Some(spot.similarity_id).filter(|it| !it.is_empty());
        let detail = &mut out.detail;
        detail.description = bounded(self.description.clone(), DESCRIPTION);
        detail.references = links([self.query_url.clone()]);
        detail.tags = links([self.platform.clone(), self.category.clone()]);
        let facts = [
            ("issue", spot.issue_type),
            ("expected", spot.expected_value),
            ("actual", spot.actual_value),
        ];
        for (label, text) in facts {
            fact(&mut detail.facts, label, bounded(text, DESCRIPTION));
        }
        out.record = record;
        out
    }
}
