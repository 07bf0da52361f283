//! OpenVEX 0.2.0.
//!
//! A statement names the application as product and the component in it as subcomponent. A false
//! positive whose reason has no label says why in `impact_statement` only, which the specification
//! allows and discourages.

use super::item::{Exporter, Family, Head, Source, Told};
use super::json_text::{Object, put};
use super::time;
use super::vex::{self, Key, Statement};
use serde_json::{Value, json};
use std::io::{self, Write};

/// See the module's text.
pub(super) struct OpenVex;

impl Exporter for OpenVex {
    fn name(&self) -> &'static str {
        "openvex"
    }

    fn family(&self) -> Family {
        Family::Vex
    }

    fn about(&self) -> &'static str {
        "OpenVEX 0.2.0"
    }

    fn loses(&self) -> &'static str {
        "OpenVEX has no end date (it stands in the text), no severity and no owner"
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
        out.field("@context", &"https://openvex.dev/ns/v0.2.0".into())?;
        out.field("@id", &vex::document(head).into())?;
        out.field("author", &head.author.as_str().into())?;
        out.field("timestamp", &time::rfc3339(head.now).into())?;
        out.field("version", &head.version.max(1).into())?;
        let tooling = format!("sluice {}", env!("CARGO_PKG_VERSION"));
        out.field("tooling", &tooling.into())?;
        out.list("statements", &mut |item| {
            all.iter()
                .try_for_each(|(key, it)| item(&statement(head, key, it)))
        })?;
        out.end()?;
        Ok(told)
    }
}

fn statement(head: &Head, (id, app, purl): &Key, it: &Statement) -> Value {
    let mut product = json!({"@id": vex::product(head, app)});
    if !purl.is_empty() {
        let inner = json!({"@id": purl, "identifiers": {"purl": purl}});
        put(&mut product, "subcomponents", json!([inner]));
    }
    let mut vulnerability = json!({"name": id});
    if !it.aliases.is_empty() {
        put(&mut vulnerability, "aliases", json!(it.aliases));
    }
    let (status, justification) = it.stand.openvex();
    let mut out = json!({
        "vulnerability": vulnerability,
        "products": [product],
        "status": status,
        "timestamp": time::rfc3339(it.stand.at.unwrap_or(head.now)),
    });
    match status {
        "not_affected" => {
            if !justification.is_empty() {
                put(&mut out, "justification", justification);
            }
            put(&mut out, "impact_statement", it.stand.line());
        }
        "affected" => put(&mut out, "action_statement", it.action.as_str()),
        "fixed" => put(&mut out, "status_notes", it.stand.gone()),
        _ => {}
    }
    out
}
