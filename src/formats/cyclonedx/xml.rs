//! The same as XML: 1.4 and later as the JSON names it, and before that the vulnerability extension
//! (`http://cyclonedx.org/schema/ext/vulnerability/1.0`), beside the components or inside them.
//!
//! Each element is brought into the shape of the JSON record, so that one mapping reads both.

use super::component::{Component, plain_ref};
use super::record::{Refs, Vulnerability};
use super::{Head, Tool};
use crate::error::Problem;
use crate::formats::read::xml::{self, Captured};
use crate::formats::read::xml_node::Node;
use crate::formats::{Input, Sink, image, normalise};
use crate::model::{RecordPlace, Skipped};
use serde_json::{Map, Value, json};

const HEAD: &[&str] = &[
    "bom/metadata/timestamp",
    "bom/metadata/component",
    "bom/metadata/tools/tool",
    "bom/metadata/tools/components/component",
    "bom/vulnerabilities/vulnerability",
];

const BODY: &[&str] = &[
    "bom/vulnerabilities/vulnerability",
    "bom/components/component",
];

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut head = Head::default();
    xml::walk(input, HEAD, &mut |it| {
        take(&mut head, it.want, it.node);
        Ok(())
    })?;
    head.finish();
    sink.scan(head.scan.clone())?;
    if !head.wanted.is_empty() {
        let wants = [
            "bom/components/component",
            "bom/metadata/component",
            "bom/dependencies/dependency",
        ];
        xml::walk(input, &wants, &mut |it| {
            if it.want == 2 {
                let from = it.node.attribute("ref").unwrap_or_default();
                let all = it.node.children("dependency");
                for to in all.filter_map(|it| it.attribute("ref")) {
                    head.graph.add(from, to);
                }
                return Ok(());
            }
            if let Ok(component) = serde_json::from_value::<Component>(component(it.node)) {
                component.find(&head.wanted, &mut head.known);
                component.name_all(&mut head.names);
            }
            Ok(())
        })?;
    }
    xml::walk(input, BODY, &mut |it| {
        if it.want == 0 {
            return record(it.node, "", &it.place(), &head, sink);
        }
        if let Ok(component) = serde_json::from_value::<Component>(component(it.node)) {
            component.list(sink)?;
        }
        inside(it, it.node, "", &mut head, sink)
    })
}

fn take(head: &mut Head, want: usize, node: &Node) {
    match want {
        0 => head.scan.scanned_at = normalise::timestamp(&node.text()),
        1 if node.attribute("type") == Some("container") => {
            let name = node.text_of("name").unwrap_or_default();
            image::repository(&name).clone_into(&mut head.scan.target);
        }
        1 => {}
        2 | 3 => head.take_tool(&Tool {
            name: node.text_of("name"),
            version: node.text_of("version"),
        }),
        _ => {
            head.speaks = true;
            if let Ok(refs) = serde_json::from_value::<Refs>(vulnerability(node, "")) {
                head.wanted.extend(refs.all().map(plain_ref));
            }
        }
    }
}

/// The vulnerabilities that the extension puts inside a component, at any depth.
fn inside(
    it: &Captured<'_>,
    node: &Node,
    path: &str,
    head: &mut Head,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    if let Some(all) = node.child("vulnerabilities") {
        let own = own_ref(node);
        if let Ok(component) = serde_json::from_value::<Component>(component(node)) {
            head.known.insert(own.clone(), component.package());
        }
        for (idx, inner) in all.children("vulnerability").enumerate() {
            let path = format!("{path}vulnerabilities[0].vulnerability[{idx}]");
            let place = it.place_within(inner, &path);
            record(inner, &own, &place, head, sink)?;
        }
    }
    let inner = node.child("components").into_iter();
    for (idx, inner) in inner.flat_map(|it| it.children("component")).enumerate() {
        let path = format!("{path}components[0].component[{idx}].");
        inside(it, inner, &path, head, sink)?;
    }
    Ok(())
}

fn own_ref(node: &Node) -> String {
    let own = node.attribute("bom-ref").map(str::to_owned);
    own.or_else(|| node.text_of("purl")).unwrap_or_default()
}

fn record(
    node: &Node,
    owner: &str,
    place: &RecordPlace,
    head: &Head,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let refuse = |reason: String| Skipped {
        record: place.clone(),
        reason,
    };
    match serde_json::from_value::<Vulnerability>(vulnerability(node, owner)) {
        Ok(record) => match record.into_findings(head, place) {
            Some(findings) => findings.into_iter().try_for_each(|it| sink.finding(it)),
            None => sink.skipped(refuse("neither `id` nor `bom-ref` names it".to_owned())),
        },
        Err(err) => sink.skipped(refuse(err.to_string())),
    }
}

/// A component in the shape of the JSON.
fn component(node: &Node) -> Value {
    let inner = node.child("components").into_iter();
    let inner: Vec<Value> = inner
        .flat_map(|it| it.children("component"))
        .map(component)
        .collect();
    let evidence = node.child("evidence").into_iter();
    let occurrences = evidence
        .flat_map(|it| list(it, "occurrences", "occurrence"))
        .map(|it| json!({ "location": it.text_of("location") }));
    json!({
        "bom-ref": node.attribute("bom-ref"),
        "type": node.attribute("type"),
        "group": node.text_of("group"),
        "name": node.text_of("name"),
        "version": node.text_of("version"),
        "purl": node.text_of("purl"),
        "licenses": list(node, "licenses", "license").map(licence)
            .chain(list(node, "licenses", "expression").map(|it| json!({"expression": it.text()})))
            .collect::<Vec<_>>(),
        "evidence": {"occurrences": occurrences.collect::<Vec<_>>()},
        "properties": list(node, "properties", "property")
            .map(|it| json!({"name": it.attribute("name"), "value": it.text()}))
            .collect::<Vec<_>>(),
        "components": inner,
    })
}

fn licence(node: &Node) -> Value {
    json!({ "license": { "id": node.text_of("id"), "name": node.text_of("name") } })
}

/// A vulnerability in the shape of the JSON. `owner` is the component that it stands in.
fn vulnerability(node: &Node, owner: &str) -> Value {
    let extended = node.attribute("ref").unwrap_or(owner);
    let mut affects: Vec<Value> = list(node, "affects", "target").map(affected).collect();
    if affects.is_empty() && !extended.is_empty() {
        affects.push(json!({ "ref": extended }));
    }
    let cwes = list(node, "cwes", "cwe").map(|it| normalise::cwe(&it.text()));
    let told = list(node, "recommendations", "recommendation").map(Node::text);
    let told: Vec<String> = told.collect();
    let recommendation = node.text_of("recommendation");
    json!({
        "bom-ref": node.attribute("bom-ref"),
        "id": node.text_of("id"),
        "source": source(node),
        "references": texts(node, "references", "reference", "id"),
        "ratings": list(node, "ratings", "rating").map(rating).collect::<Vec<_>>(),
        "cwes": cwes.flatten().collect::<Vec<_>>(),
        "description": node.text_of("description"),
        "detail": node.text_of("detail"),
        "recommendation": recommendation.unwrap_or_else(|| told.join("\n")),
        "workaround": node.text_of("workaround"),
        "advisories": texts(node, "advisories", "advisory", "url"),
        "published": node.text_of("published"),
        "analysis": node.child("analysis").map(analysis),
        "affects": affects,
    })
}

fn list<'a>(node: &'a Node, all: &'a str, each: &'a str) -> impl Iterator<Item = &'a Node> {
    let inside = node.child(all).into_iter();
    inside.flat_map(move |it| it.children(each))
}

/// Entries that have one text each: the element `name` in them, or all they say.
fn texts(node: &Node, all: &str, each: &str, name: &str) -> Vec<Value> {
    let entry = |it: &Node| {
        let text = it.text_of(name).unwrap_or_else(|| it.text());
        let mut out = Map::new();
        out.insert(name.to_owned(), Value::from(text.trim()));
        Value::Object(out)
    };
    list(node, all, each).map(entry).collect()
}

fn source(node: &Node) -> Value {
    let Some(it) = node.child("source") else {
        return Value::Null;
    };
    let name = it.text_of("name");
    let name = name.or_else(|| it.attribute("name").map(str::to_owned));
    json!({ "name": name, "url": it.text_of("url") })
}

fn rating(node: &Node) -> Value {
    let score = node.text_of("score/base").or_else(|| node.text_of("score"));
    // What is no number stays a text, and is refused with the record.
    let score = score.map(|it| it.parse::<f64>().map_or(Value::from(it), Value::from));
    json!({
        "source": source(node),
        "score": score,
        "severity": node.text_of("severity"),
        "method": node.text_of("method"),
        "vector": node.text_of("vector"),
    })
}

fn analysis(node: &Node) -> Value {
    let responses = list(node, "responses", "response").map(Node::text);
    json!({
        "state": node.text_of("state"),
        "justification": node.text_of("justification"),
        "response": responses.collect::<Vec<_>>(),
        "detail": node.text_of("detail"),
    })
}

fn affected(node: &Node) -> Value {
    let version = |it: &Node| {
        let version = it.text_of("version").or_else(|| it.text_of("range"));
        json!({ "version": version, "status": it.text_of("status") })
    };
    json!({
        "ref": node.text_of("ref"),
        "versions": list(node, "versions", "version").map(version).collect::<Vec<_>>(),
    })
}
