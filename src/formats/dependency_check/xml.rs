//! The XML report, brought into the shape of the JSON one.

use super::record::{Dependency, Vulnerability};
use super::scan;
use crate::error::Problem;
use crate::formats::read::xml::{self, Captured};
use crate::formats::read::xml_node::Node;
use crate::formats::{Input, Sink, normalise};
use crate::model::Skipped;
use serde_json::{Map, Value, json};

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scan = scan();
    let head = [
        "analysis/scanInfo/engineVersion",
        "analysis/projectInfo/reportDate",
        "analysis/projectInfo/credits",
    ];
    xml::walk(input, &head, &mut |it| {
        let text = it.node.text();
        match it.want {
            0 => text.trim().clone_into(&mut scan.tool_version),
            1 => scan.scanned_at = normalise::timestamp(&text),
            // Retire.js says so where the credits stand.
            _ if text.trim() == "retire.js" => "retire.js".clone_into(&mut scan.tool),
            _ => {}
        }
        Ok(())
    })?;
    sink.scan(scan)?;
    let wants = ["analysis/dependencies/dependency"];
    xml::walk(input, &wants, &mut |it| read_dependency(it, sink))
}

fn read_dependency(it: &Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
    let dependency = match serde_json::from_value::<Dependency>(dependency(it.node)) {
        Ok(dependency) => dependency,
        Err(err) => return sink.skipped(it.refuse(err.to_string())),
    };
    let inside = it.node.child("vulnerabilities").into_iter();
    for (idx, node) in inside.flat_map(Node::elements).enumerate() {
        let place = it.place_within(node, &format!("vulnerabilities[0].{}[{idx}]", node.name));
        match serde_json::from_value::<Vulnerability>(vulnerability(node)) {
            Ok(record) => {
                let suppressed = node.name == "suppressedVulnerability";
                sink.finding(record.into_finding(&dependency, suppressed, place))?;
            }
            Err(err) => sink.skipped(Skipped {
                record: place,
                reason: err.to_string(),
            })?,
        }
    }
    Ok(())
}

fn dependency(node: &Node) -> Value {
    let mut packages = Vec::new();
    identifiers(node, &mut packages);
    json!({
        "fileName": node.text_of("fileName"),
        "filePath": node.text_of("filePath"),
        "packages": packages,
    })
}

/// `package` and `vulnerabilityIds` since 5, `identifier` before, wherever they are nested.
fn identifiers(node: &Node, out: &mut Vec<Value>) {
    for it in node.children("identifiers") {
        identifiers(it, out);
        let named = it.children("package").filter_map(|it| it.text_of("id"));
        let old = it
            .children("identifier")
            .filter_map(|it| it.text_of("name"));
        out.extend(named.chain(old).map(|id| json!({ "id": id })));
    }
}

fn vulnerability(node: &Node) -> Value {
    let list = |all: &str, each: &'static str| -> Vec<&Node> {
        let inside = node.child(all).into_iter();
        inside.flat_map(|it| it.children(each)).collect()
    };
    let cwes = list("cwes", "cwe").into_iter().map(Node::text);
    let references = list("references", "reference").into_iter();
    json!({
        "name": node.text_of("name"),
        "source": node.attribute("source"),
        "severity": node.text_of("severity"),
        "cvssv2": node.child("cvssV2").map_or_else(|| old_score(node), parts),
        "cvssv3": node.child("cvssV3").map(parts),
        "cvssv4": node.child("cvssV4").map(parts),
        "cwes": cwes.chain(node.text_of("cwe")).collect::<Vec<_>>(),
        "description": node.text_of("description"),
        "notes": node.text_of("notes"),
        "references": references.map(|it| json!({ "url": it.text_of("url") })).collect::<Vec<_>>(),
    })
}

fn parts(node: &Node) -> Value {
    let all = node.elements();
    let all = all.map(|it| (it.name.clone(), Value::from(it.text().trim())));
    Value::Object(all.collect::<Map<_, _>>())
}

/// Before schema 2 the parts stood on the vulnerability itself as `cvssAccessVector` and so on.
fn old_score(node: &Node) -> Value {
    let named = node.elements().filter_map(|it| {
        let name = it.name.strip_prefix("cvss")?;
        let mut letters = name.chars();
        let first = letters.next()?.to_ascii_lowercase();
        let name = format!("{first}{}", letters.as_str());
        Some((name, Value::from(it.text().trim())))
    });
    Value::Object(named.collect::<Map<_, _>>())
}
