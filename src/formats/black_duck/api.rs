//! The answer of `…/vulnerable-bom-components`, as a page or as the bare list.

use super::component::{Component, finding, judge};
use super::scan;
use crate::error::Problem;
use crate::formats::read::json;
use crate::formats::read::loose::Loose;
use crate::formats::wire::{DESCRIPTION, fact, or_default};
use crate::formats::{Input, Sink, normalise};
use crate::model::text::bounded;
use crate::model::{Claimed, CvssClaim, NewFinding};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    component_name: String,
    #[serde(default, deserialize_with = "or_default")]
    component_version_name: String,
    #[serde(default, deserialize_with = "or_default")]
    component_version_origin_name: String,
    #[serde(default, deserialize_with = "or_default")]
    component_version_origin_id: String,
    ignored: Option<bool>,
    vulnerability_with_remediation: Vulnerability,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    vulnerability_name: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    vulnerability_published_date: String,
    base_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    source: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation_status: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation_comment: String,
    #[serde(default)]
    cwe_id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    related_vulnerability: String,
}

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let (mut total, mut items) = (0, 0);
    json::walk(input, &["totalCount", "items[]"], &mut |it| {
        match it.want {
            0 => total = it.parse::<usize>().unwrap_or_default(),
            _ => items += 1,
        }
        Ok(())
    })?;
    let mut scan = scan("");
    scan.incomplete =
        (items < total).then(|| format!("the report is one page: {items} of {total}"));
    sink.scan(scan)?;
    json::walk(input, &["[]", "items[]"], &mut |it| {
        let Some(record) = it.record::<Record>(sink)? else {
            return Ok(());
        };
        let Some(mut out) = record.into_finding() else {
            return sink.skipped(it.refuse("`vulnerabilityName` does not name it"));
        };
        out.record = it.place();
        sink.finding(out)
    })
}

impl Record {
    fn into_finding(self) -> Option<NewFinding> {
        let said = self.vulnerability_with_remediation;
        let component = Component {
            name: self.component_name,
            version: self.component_version_name,
            origin: self.component_version_origin_name,
            id: self.component_version_origin_id,
        };
        // The last part of the address of the related vulnerability is its id.
        let related = said.related_vulnerability.rsplit('/').next();
        let names = format!(
            "{} {}",
            said.vulnerability_name,
            related.unwrap_or_default()
        );
        let mut out = finding(names.trim(), &said.source, &component)?;
        out.severity = normalise::severity_of_word(&said.severity);
        out.severity_word = said.severity;
        out.cwes = normalise::cwes(said.cwe_id.iter());
        let detail = &mut out.detail;
        if said.base_score.is_some() {
            detail.cvss = vec![CvssClaim {
                score: said.base_score,
                source: said.source.to_lowercase(),
                ..CvssClaim::default()
            }];
        }
        detail.description = bounded(said.description, DESCRIPTION);
        fact(
            &mut detail.facts,
            "published",
            said.vulnerability_published_date,
        );
        judge(&said.remediation_status, said.remediation_comment, &mut out);
        if self.ignored == Some(true) && out.detail.suppression.is_none() {
            out.detail.suppression = Some(Claimed {
                kind: "ignored".to_owned(),
                ..Claimed::default()
            });
        }
        Some(out)
    }
}
