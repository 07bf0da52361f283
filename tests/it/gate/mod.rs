//! The gate in the real binary: what a release may carry, and what every run leaves behind.

mod carried;
mod exceptions;
mod forms;
mod pages;
mod stories;

use crate::harness::{Ran, Sluice};
use serde_json::{Value, json};

/// Rule, file, line and flagged code of a result.
type Said<'a> = (&'a str, &'a str, u32, &'a str);

/// A SARIF report of a tool: rule, file, line and flagged code of each result, all of them critical
/// SQL injections.
pub(crate) fn sarif(tool: &str, results: &[Said<'_>]) -> String {
    ran(tool, results, results)
}

/// A report whose tool ran the rules of one list and found what the other lists.
fn ran(tool: &str, rules: &[Said<'_>], results: &[Said<'_>]) -> String {
    let rules: Vec<Value> = rules
        .iter()
        .map(|it| {
            json!({"id": it.0, "shortDescription": {"text": format!("query built from input, {}", it.0)},
                "properties": {"security-severity": "9.8", "tags": ["external/cwe/cwe-089"]}})
        })
        .collect();
    let results: Vec<Value> = results
        .iter()
        .map(|(rule, file, line, code)| {
            json!({"ruleId": rule, "level": "error",
                "message": {"text": format!("query built from input, {rule}")},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": file},
                    "region": {"startLine": line, "snippet": {"text": code}}}}]})
        })
        .collect();
    json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": tool, "rules": rules}},
        "results": results}]})
    .to_string()
}

const OLD: Said<'_> = ("old-rule", "shop/old.py", 10, "db.run('a' + old)");
const NEW: Said<'_> = ("new-rule", "shop/new.py", 20, "db.run('b' + fresh)");

/// A store in which release 1.3 had the old one, and was recorded.
fn world() -> Sluice {
    let sluice = Sluice::new();
    let first = sluice.file("first.sarif", sarif("semgrep", &[OLD]));
    sluice.import(&[first], &["--release", "1.3"]);
    sluice.quiet(&["gate", "baseline", "record", "1.3", "--app", "shop"]);
    sluice
}

/// The next scan: the old one moved by its lines, and a new one.
fn new_critical(sluice: &mut Sluice) {
    sluice.at("2026-03-02T08:00:00Z");
    let moved = (OLD.0, OLD.1, 40, OLD.3);
    let next = sluice.file("next.sarif", sarif("semgrep", &[moved, NEW]));
    sluice.import(&[next], &["--release", "1.4"]);
}

const GATE: [&str; 7] = [
    "gate",
    "--app",
    "shop",
    "--release",
    "1.4",
    "--baseline",
    "1.3",
];

fn gate(sluice: &Sluice, more: &[&str]) -> Ran {
    sluice.run(&[&GATE, more].concat())
}

/// The verdict as JSON, whatever it is.
fn verdict(sluice: &Sluice, more: &[&str]) -> Value {
    let ran = gate(sluice, &[&["--output", "json"], more].concat());
    let said: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    assert_eq!(ran.code == 0, said["passes"].as_bool().unwrap(), "{said}");
    said
}

/// The newest run, and that it comes out the same when it is made again.
fn verified(sluice: &Sluice, answer: &str) -> String {
    let runs = sluice.json(&["gate", "list"]);
    let run = runs["runs"][0]["run"].as_str().unwrap().to_owned();
    assert_eq!(runs["runs"][0]["answer"], answer);
    let checked = sluice.json(&["gate", "verify", &run]);
    assert_eq!(
        (&checked["holds"], &checked["answer"]),
        (&json!(true), &json!(answer))
    );
    run
}

/// A policy like the one that is built in, with more at its end.
fn policy(sluice: &Sluice, more: &str) -> String {
    sluice.file(
        "gate.toml",
        format!(
            "{}\n{more}",
            include_str!("../../../assets/policy/gate.toml")
        ),
    )
}
