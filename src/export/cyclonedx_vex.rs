//! CycloneDX 1.6 as VEX: the vulnerable components and the analysis of each vulnerability in them.

use super::item::{Exporter, Family, Head, Source, Told};
use super::json_text::{Object, put};
use super::stand::State;
use super::time;
use super::vex::{self, Key, Statement};
use crate::model::Digest;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct CycloneDxVex;

impl Exporter for CycloneDxVex {
    fn name(&self) -> &'static str {
        "cyclonedx"
    }

    fn family(&self) -> Family {
        Family::Vex
    }

    fn about(&self) -> &'static str {
        "CycloneDX 1.6 VEX"
    }

    fn loses(&self) -> &'static str {
        "CycloneDX has no end date (it stands in the detail) and no owner; a bill has one \
         application, so with several the components do not say whose they are"
    }

    fn may_be_empty(&self) -> bool {
        false
    }

    fn write(&self, head: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        let all = vex::gather(from, &mut told)?;
        if all.is_empty() {
            return Ok(told);
        }
        let mut out = Object::begin(to)?;
        out.field(
            "$schema",
            &"http://cyclonedx.org/schema/bom-1.6.schema.json".into(),
        )?;
        out.field("bomFormat", &"CycloneDX".into())?;
        out.field("specVersion", &"1.6".into())?;
        out.field("serialNumber", &serial(head).into())?;
        out.field("version", &head.version.max(1).into())?;
        out.field("metadata", &metadata(head))?;
        let parts: BTreeMap<String, Value> = all
            .iter()
            .map(|(key, it)| (reference(key), component(key, it)))
            .collect();
        out.list("components", &mut |item| {
            parts.values().try_for_each(&mut *item)
        })?;
        out.list("vulnerabilities", &mut |item| {
            all.iter()
                .try_for_each(|(key, it)| item(&vulnerability(key, it)))
        })?;
        out.end()?;
        Ok(told)
    }
}

/// A UUID made of what the document is about: its next version has the same one.
fn serial(head: &Head) -> String {
    let hex = Digest::of("cyclonedx vex", &[&vex::document(head), &head.author]).to_string();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    // Version 8 and the variant of RFC 9562 §5.8: a UUID of the maker's own making.
    format!(
        "urn:uuid:{}-{}-8{}-a{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}

fn metadata(head: &Head) -> Value {
    let tool = json!({
        "type": "application", "name": "sluice", "version": env!("CARGO_PKG_VERSION"),
    });
    let mut out = json!({
        "timestamp": time::rfc3339(head.now),
        "tools": {"components": [tool]},
        "authors": [{"name": head.author}],
    });
    if !head.app.is_empty() {
        put(
            &mut out,
            "component",
            json!({
                "type": "application", "name": head.app, "bom-ref": vex::product(head, &head.app),
            }),
        );
    }
    out
}

fn reference((_, app, purl): &Key) -> String {
    match purl.as_str() {
        "" => format!("app:{app}"),
        purl => purl.to_owned(),
    }
}

fn component(key: &Key, it: &Statement) -> Value {
    let kind = if key.2.is_empty() {
        "application"
    } else {
        "library"
    };
    let mut out = json!({"type": kind, "bom-ref": reference(key), "name": it.name});
    if !it.component_version.is_empty() {
        put(&mut out, "version", it.component_version.as_str());
    }
    if !key.2.is_empty() {
        put(&mut out, "purl", key.2.as_str());
    }
    out
}

fn vulnerability(key: &Key, it: &Statement) -> Value {
    let (id, app, _) = key;
    let references: Vec<Value> = it
        .aliases
        .iter()
        .map(|alias| json!({"id": alias, "source": {"name": source(alias)}}))
        .collect();
    let mut out = json!({
        "bom-ref": format!("{app}:{id}:{}", reference(key)),
        "id": id,
        "source": {"name": source(id)},
        "ratings": [{"source": {"name": source(id)}, "severity": it.severity.name()}],
        "analysis": analysis(it),
        "affects": [{"ref": reference(key)}],
        "properties": [
            {"name": "sluice:issue", "value": it.issue},
            {"name": "sluice:app", "value": app},
        ],
    });
    if !references.is_empty() {
        put(&mut out, "references", references);
    }
    if !it.cwes.is_empty() {
        put(&mut out, "cwes", json!(it.cwes));
    }
    if !it.fixed.is_empty() {
        put(
            &mut out,
            "recommendation",
            format!("Update to {}", it.fixed.join(" or ")),
        );
    }
    out
}

fn analysis(it: &Statement) -> Value {
    let stand = &it.stand;
    let (state, justification, response) = stand.cyclonedx();
    let mut out = json!({"state": state});
    let detail = match stand.state {
        State::Confirmed => it.action.clone(),
        State::Fixed => stand.gone(),
        State::Undecided | State::Accepted | State::FalsePositive => stand.line(),
    };
    if !detail.is_empty() {
        put(&mut out, "detail", detail);
    }
    if !justification.is_empty() {
        put(&mut out, "justification", justification);
    }
    let response = match response {
        "" if stand.state == State::Confirmed && !it.fixed.is_empty() => "update",
        word => word,
    };
    if !response.is_empty() {
        put(&mut out, "response", json!([response]));
    }
    if let Some(at) = stand.at {
        put(&mut out, "lastUpdated", time::rfc3339(at));
    }
    out
}

/// Who gives ids of this form.
fn source(id: &str) -> &'static str {
    let known = [
        ("CVE-", "NVD"),
        ("GHSA-", "GitHub"),
        ("PYSEC-", "PyPA"),
        ("RUSTSEC-", "RustSec"),
        ("GO-", "Go"),
        ("SNYK-", "Snyk"),
    ];
    let known = known.into_iter().find(|(prefix, _)| id.starts_with(prefix));
    known.map_or("OSV", |it| it.1)
}
