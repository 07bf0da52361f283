//! What leaves the store in the formats of others: it fits the official schemas, which lie in
//! `tests/samples/schemas`, and our own readers read it back equal.

mod hostile;
mod ignore;
mod sarif;
mod tickets;
mod vex;

use crate::formats::{Collected, formats, read_as};
use crate::harness::{Sluice, sample};
use jsonschema::{Registry, Validator};
use serde_json::Value;
use sluice::formats::{MemoryInput, Probe};

fn schema(name: &str) -> Value {
    serde_json::from_slice(&sample(&format!("tests/samples/schemas/{name}.json"))).unwrap()
}

/// The schemas that others refer to, by the address they use.
const REFERRED: &[(&str, &str)] = &[
    ("https://www.first.org/cvss/cvss-v2.0.json", "cvss-v2.0"),
    ("https://www.first.org/cvss/cvss-v3.0.json", "cvss-v3.0"),
    ("https://www.first.org/cvss/cvss-v3.1.json", "cvss-v3.1"),
    ("http://cyclonedx.org/schema/spdx.schema.json", "spdx"),
    (
        "http://cyclonedx.org/schema/jsf-0.82.schema.json",
        "jsf-0.82",
    ),
];

fn validator(name: &str) -> Validator {
    let mut registry = Registry::new();
    for (address, name) in REFERRED {
        registry = registry.add(*address, schema(name)).unwrap();
    }
    let registry = registry.prepare().unwrap();
    jsonschema::options()
        .with_registry(&registry)
        .should_validate_formats(true)
        .build(&schema(name))
        .unwrap()
}

/// Holds a document to a schema.
pub(crate) fn fits(name: &str, text: &str) -> Value {
    let document: Value = serde_json::from_str(text).unwrap_or_else(|err| panic!("{err}: {text}"));
    let wrong: Vec<String> = validator(name)
        .iter_errors(&document)
        .map(|it| format!("{it} at {}", it.instance_path()))
        .take(5)
        .collect();
    assert!(wrong.is_empty(), "{name}: {wrong:#?}\n{text:.3000}");
    document
}

/// Reads text back: the format is recognised by what is in it.
fn read_back(format: &str, text: &str) -> Collected {
    let input = MemoryInput::new("written.json", text.as_bytes().to_vec());
    let detected = formats().detect(&Probe::new(&input).unwrap()).unwrap();
    assert_eq!(detected.name(), format);
    let out = read_as(detected, &input).unwrap();
    assert_eq!(out.skipped, [], "{text:.3000}");
    out
}

/// The shop with decisions of each sort on dependencies and on code.
fn world() -> Sluice {
    let sluice = Sluice::with_shop();
    let dependencies = sluice.issues("class:dependency");
    let id = |at: usize| dependencies[at]["id"].as_str().unwrap().to_owned();
    let decide = |id: &str, verdict: &str, reason: &str| {
        sluice.quiet(&["decide", id, verdict, "--reason", reason]);
    };
    decide(&id(0), "confirm", "seen in production");
    decide(&id(1), "false-positive", "not reachable");
    decide(
        &id(2),
        "false-positive",
        "our build leaves \"it\" out; <b>see</b> =1+1",
    );
    decide("tool:bandit", "false-positive", "test code");
    decide("tool:gitleaks", "false-positive", "a sample key");
    sluice
}
