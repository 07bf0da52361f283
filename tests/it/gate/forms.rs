//! Every form of a gate run fits what its readers ask.

use super::{GATE, gate, new_critical, policy, sarif, world};
use crate::harness::{Sluice, is_hostile};
use quick_xml::events::Event;
use serde_json::Value;
use sluice::export::gate::FORMS;

/// A blocked run with an issue whose text is hostile, and a missing scan.
fn blocked() -> (Sluice, String) {
    let mut sluice = world();
    new_critical(&mut sluice);
    let rule = "x|<img src=q>::error::\u{1b}[2J@all](http://x)%0A]]>&`";
    let report = sluice.file(
        "evil.sarif",
        sarif("bearer", &[(rule, "shop/a b,c:d%.py", 3, "q")]),
    );
    sluice.import(&[report], &[]);
    let policy = policy(&sluice, "[[require]]\nkind = \"dast\"\nmax_age_days = 7\n");
    (sluice, policy)
}

fn form(name: &str) -> String {
    let (sluice, policy) = blocked();
    let ran = gate(&sluice, &["--policy", &policy, "--format", name]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{name}");
    assert!(!ran.out.contains(is_hostile), "{name}: {}", ran.out);
    ran.out
}

#[test]
fn every_form_names_what_blocks_and_the_missing_scan() {
    for it in FORMS {
        let text = form(it.name());
        for word in ["new-rule", "there is no dast scan of shop"] {
            assert!(text.contains(word), "{}: {text}", it.name());
        }
    }
}

#[test]
fn another_form_is_written_beside() {
    let (sluice, policy) = blocked();
    let file = sluice.path("gate.xml").display().to_string();
    let also = format!("junit={file}");
    gate(&sluice, &["--policy", &policy, "--also", &also]);
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("<?xml"));
    let args = [&GATE[..], &["--also", "nosuch=x"]].concat();
    assert_eq!(sluice.run(&args).code, 2);
}

/// Elements with the attributes that they need and may have, as the XSD that Jenkins publishes for
/// its `JUnit` plugin lists them.
const JUNIT: &[(&str, &[&str], &[&str])] = &[
    (
        "testsuites",
        &[],
        &["name", "time", "tests", "failures", "disabled", "errors"],
    ),
    (
        "testsuite",
        &["name", "tests"],
        &[
            "failures",
            "errors",
            "skipped",
            "time",
            "timestamp",
            "hostname",
            "id",
            "package",
            "disabled",
        ],
    ),
    ("properties", &[], &[]),
    ("property", &["name", "value"], &[]),
    (
        "testcase",
        &["name", "classname"],
        &["time", "status", "assertions"],
    ),
    ("failure", &[], &["type", "message"]),
    ("skipped", &[], &["message", "type"]),
    ("system-out", &[], &[]),
];

#[test]
fn junit_is_what_jenkins_reads() {
    let text = form("junit");
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut cases, mut failures, mut depth) = (0, 0, 0);
    let mut declared = (0, 0);
    loop {
        let event = reader
            .read_event()
            .unwrap_or_else(|err| panic!("{err}: {text}"));
        let (start, nests) = match &event {
            Event::Start(it) => (it.clone(), true),
            Event::Empty(it) => (it.clone(), false),
            Event::End(_) => {
                depth -= 1;
                continue;
            }
            Event::Eof => break,
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => continue,
        };
        depth += i32::from(nests);
        let name = start.name().as_ref().to_owned();
        let (_, needed, allowed) = JUNIT
            .iter()
            .find(|it| it.0 == name)
            .unwrap_or_else(|| panic!("{name}"));
        let have: Vec<(String, String)> = start
            .attributes()
            .map(|it| {
                let it = it.unwrap();
                let key = it.key.as_ref().to_owned();
                (key, it.value.clone().into_owned())
            })
            .collect();
        for key in *needed {
            assert!(have.iter().any(|it| it.0 == *key), "{name} has no {key}");
        }
        for (key, value) in &have {
            assert!(
                needed.contains(&key.as_str()) || allowed.contains(&key.as_str()),
                "{name} {key}"
            );
            let number = || value.parse().unwrap();
            match (name.as_str(), key.as_str()) {
                ("testsuite", "tests") => declared.0 = number(),
                ("testsuite", "failures") => declared.1 = number(),
                _ => {}
            }
        }
        cases += i32::from(name == "testcase");
        failures += i32::from(name == "failure");
    }
    assert_eq!((depth, declared), (0, (cases, failures)));
    assert!(failures >= 2, "{text}");
}

#[test]
fn gitlab_gets_the_fields_it_needs_and_our_own_reader_takes_them() {
    let all: Value = serde_json::from_str(&form("gitlab")).unwrap();
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 3);
    let mut prints = std::collections::BTreeSet::new();
    for it in all {
        let text = |path: &str| {
            it.pointer(path)
                .and_then(Value::as_str)
                .unwrap_or_else(|| panic!("{path}: {it}"))
        };
        assert!(!text("/description").is_empty() && !text("/check_name").is_empty());
        assert!(
            !text("/location/path").is_empty() && prints.insert(text("/fingerprint").to_owned())
        );
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&text("/severity")));
        assert!(it["location"]["lines"]["begin"].as_u64().unwrap() > 0);
    }
    let sluice = Sluice::new();
    let file = sluice.file("gl-code-quality-report.json", form("gitlab"));
    assert_eq!(sluice.import(&[file], &[])["reports"][0]["new"], 3);
}

#[test]
fn sarif_has_rules_levels_and_places_as_uris() {
    let document = crate::exports::fits("sarif-2.1.0", &form("sarif"));
    let run = &document["runs"][0];
    let rules: Vec<&Value> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["id"])
        .collect();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for it in results {
        assert!(rules.contains(&&it["ruleId"]), "{it}");
        assert_eq!(it["level"], "error");
    }
    let uris: Vec<&Value> = results
        .iter()
        .filter_map(|it| it.pointer("/locations/0/physicalLocation/artifactLocation/uri"))
        .collect();
    assert!(uris.iter().any(|it| **it == "shop/new.py"), "{uris:?}");
    assert!(
        uris.iter()
            .all(|it| !it.as_str().unwrap().contains([' ', ','])),
        "{uris:?}"
    );
    let sluice = Sluice::new();
    let file = sluice.file("gate.sarif", form("sarif"));
    assert_eq!(
        sluice.import(&[file], &[])["reports"][0]["skipped"],
        serde_json::json!([])
    );
}

#[test]
fn a_title_makes_no_command_no_row_no_mention_and_no_html() {
    let text = form("github");
    let commands = text.lines().filter(|it| it.starts_with("::")).count();
    assert_eq!(commands, 3, "{text}");
    assert!(
        text.lines()
            .all(|it| it.starts_with("::error ") || it.starts_with("gate: ")),
        "{text}"
    );
    let text = form("markdown");
    for wrong in ["<img", "@all", "](http"] {
        assert!(!text.replace("\\]", "").contains(wrong), "{wrong}: {text}");
    }
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(
        text.lines()
            .filter(|it| it.starts_with("| "))
            .all(|it| cells(it) == 8),
        "{text}"
    );
}
