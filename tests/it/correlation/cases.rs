//! Against our own cases: `tests/samples/correlation/*.toml`, one file for each class.
//!
//! A case holds findings that are imported together, and the issues that they are. Two findings in
//! one issue must be joined, two in different ones must not; those under `ask` may be suggested.

use super::{Answer, Label, Tally, holds};
use serde::Deserialize;
use sluice::correlate::Sighting;
use sluice::model::{FindingKind, Location, url};
use std::collections::BTreeMap;
use std::fs;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    issues: Vec<Vec<String>>,
    #[serde(default)]
    ask: Vec<(String, String)>,
    findings: BTreeMap<String, String>,
}

/// `kind | tool | rule | file:line-end | key=value | …`
fn sighting(text: &str) -> Sighting {
    let mut cells = text.split('|').map(str::trim);
    let mut it = Sighting::default();
    let kind = cells.next().unwrap();
    it.kind = FindingKind::parse(kind).unwrap_or_else(|| panic!("kind '{kind}' in {text}"));
    cells.next().unwrap().clone_into(&mut it.tool);
    cells.next().unwrap().clone_into(&mut it.rule);
    let place = cells.next().unwrap();
    let (file, lines) = place.rsplit_once(':').unwrap_or((place, "0"));
    let (first, last) = lines.split_once('-').unwrap_or((lines, "0"));
    file.clone_into(&mut it.file);
    (it.line, it.end_line) = (first.parse().unwrap(), last.parse().unwrap());
    for cell in cells {
        let (key, value) = cell.split_once('=').unwrap();
        set(&mut it, key, value);
    }
    it
}

fn set(it: &mut Sighting, key: &str, value: &str) {
    let list = || value.split(',').map(str::to_owned);
    match key {
        "cwe" => it.cwes = list().map(|it| it.parse().unwrap()).collect(),
        "title" => value.clone_into(&mut it.title),
        "code" => it.code = sluice::model::Digest::of("code", &[value]).short(),
        "flow" => {
            let lines = list().map(|it| it.parse().unwrap());
            it.flow = lines.map(|it: u32| (it, it)).collect();
        }
        "hint" => it.hints.extend(list()),
        "eco" => it.hints.push(format!("type:{value}")),
        "res" => value.clone_into(&mut it.resource),
        "pkg" => value.clone_into(&mut it.package),
        "ids" => it.vulnerabilities = list().collect(),
        "secret" => it.secret = Some(format!("{value:-<32}").into_bytes()),
        "url" => it.endpoint = endpoint(value),
        _ => panic!("'{key}' is nothing that a finding has"),
    }
}

/// `METHOD URL parameter`, as a format would give it.
fn endpoint(text: &str) -> String {
    let mut words = text.split(' ');
    url::endpoint(&Location {
        method: words.next().map(str::to_owned),
        url: words.next().map(str::to_owned),
        parameter: words.next().map(str::to_owned),
        ..Location::default()
    })
}

fn label(case: &Case, a: &str, b: &str) -> Label {
    let holds = |pair: &(String, String)| [(a, b), (b, a)].contains(&(&pair.0, &pair.1));
    let issue = |name: &str| {
        let found = case
            .issues
            .iter()
            .position(|it| it.iter().any(|it| it == name));
        found.unwrap_or_else(|| panic!("{name} of '{}' is in no issue", case.name))
    };
    if case.ask.iter().any(holds) {
        Label::Open
    } else if issue(a) == issue(b) {
        Label::Same
    } else {
        Label::Different
    }
}

#[test]
fn our_cases_are_grouped_as_a_reader_would() {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut notes = Vec::new();
    for entry in fs::read_dir("tests/samples/correlation").unwrap() {
        let path = entry.unwrap().path();
        let class = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let file: File = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|err| panic!("{}: {err}", path.display()));
        let tally = tallies.entry(class.clone()).or_default();
        for case in &file.case {
            let names: Vec<&String> = case.findings.keys().collect();
            let mut all: Vec<Sighting> = case.findings.values().map(|it| sighting(it)).collect();
            let answer = Answer::of(&mut all);
            for (a, one) in names.iter().enumerate() {
                for (b, two) in names.iter().enumerate().skip(a + 1) {
                    let (label, verdict) = (label(case, one, two), answer.verdict(a, b));
                    let what = format!("{class}: {}: {one} and {two}", case.name);
                    let expected = match label {
                        Label::Same => super::Verdict::Joined,
                        Label::Different => super::Verdict::Apart,
                        Label::Open => super::Verdict::Suggested,
                    };
                    if verdict != expected {
                        notes.push(format!("  {label:?}, {verdict:?}: {what}"));
                    }
                    tally.count(label, verdict, what);
                }
            }
        }
    }
    println!("{}", notes.join("\n"));
    let pairs: usize = tallies.values().map(Tally::pairs).sum();
    assert!(pairs >= 400, "{pairs} labelled pairs");
    holds("our own cases", &tallies);
}
