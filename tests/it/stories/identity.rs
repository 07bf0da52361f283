//! A code base changes all over, and every finding is followed: nothing is closed and new.
//!
//! Four tools say what they say in four ways: with code, with a fingerprint of their own, with
//! neither, and of packages. The truth is the list from which the reports are made.

use crate::harness::{Sluice, counts};
use serde_json::{Value, json};

/// One weakness: file, rule, line, code.
#[derive(Clone, Debug)]
struct Flaw {
    file: &'static str,
    rule: &'static str,
    line: u32,
    code: String,
}

fn flaw(file: &'static str, rule: &'static str, line: u32) -> Flaw {
    let code = format!("run_{rule}(value_{line}, other_{line})");
    Flaw {
        file,
        rule,
        line,
        code,
    }
}

/// Twelve of three files, two rules of one kind in each place of a file.
fn base() -> Vec<Flaw> {
    let mut out = Vec::new();
    for file in ["src/orders.py", "src/users.py", "src/deep/pay.py"] {
        for (rule, line) in [("R1", 10), ("R1", 24), ("R2", 31), ("R3", 70)] {
            out.push(flaw(file, rule, line));
        }
    }
    out
}

/// What became of the code: all lines moved down, indented anew, remarked; one file renamed.
fn later() -> Vec<Flaw> {
    let mut out = base();
    for it in &mut out {
        it.line += 37;
        it.code = format!("      {}  # checked", it.code.replace(", ", ",   "));
        if it.file == "src/users.py" {
            it.file = "src/people/accounts.py";
        }
    }
    out
}

/// With code, and without a fingerprint.
fn with_code(flaws: &[Flaw], stamp: u32) -> String {
    let result = |it: &Flaw| {
        json!({
            "test_id": it.rule, "issue_text": "finding", "issue_severity": "HIGH",
            "issue_cwe": {"id": 89}, "filename": it.file, "line_number": it.line,
            "code": format!("{} {}\n", it.line, it.code),
        })
    };
    let results: Vec<Value> = flaws.iter().map(result).collect();
    json!({"errors": [], "metrics": {"_totals": {"loc": stamp}}, "results": results}).to_string()
}

/// SARIF, with a fingerprint of the tool's own or with nothing but the place.
fn sarif(tool: &str, flaws: &[Flaw], stamp: u32, with_fingerprint: bool) -> String {
    let result = |it: &Flaw| {
        let mut out = json!({
            "ruleId": it.rule, "message": {"text": "finding"},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": it.file}, "region": {"startLine": it.line},
            }}],
        });
        if with_fingerprint {
            // Of the code's words, as tools make it; another one for a renamed file.
            let words: String = it.code.split_whitespace().collect();
            let words = words.trim_end_matches("#checked");
            out["partialFingerprints"] = json!({"primaryLocationLineHash": format!("{words}:1")});
        }
        out
    };
    let results: Vec<Value> = flaws.iter().map(result).collect();
    json!({
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": tool, "rules": []}}, "results": results,
            "properties": {"stamp": stamp},
        }],
    })
    .to_string()
}

/// A lock file with packages at versions.
fn packages(all: &[(&str, &str)]) -> String {
    let one = |(name, version): &(&str, &str)| {
        json!({
            "VulnerabilityID": format!("CVE-2024-{}", 1000 + name.len()), "PkgName": name,
            "InstalledVersion": version, "Severity": "HIGH",
        })
    };
    let all: Vec<Value> = all.iter().map(one).collect();
    json!({
        "SchemaVersion": 2, "ArtifactName": ".", "ArtifactType": "filesystem",
        "Results": [{
            "Target": "package-lock.json", "Class": "lang-pkgs", "Type": "npm",
            "Vulnerabilities": all,
        }],
    })
    .to_string()
}

/// Imports two scans after each other, and gives the counts of the second.
fn rescan(first: &str, second: &str) -> [u64; 5] {
    let mut sluice = Sluice::new();
    let file = sluice.file("first.json", first);
    sluice.import(&[file], &["--scanned-at", "2026-02-01T00:00:00Z"]);
    sluice.at("2026-03-02T08:00:00Z");
    let file = sluice.file("second.json", second);
    let got = sluice.import(&[file], &["--scanned-at", "2026-03-01T00:00:00Z"]);
    sluice.check();
    counts(&got["reports"][0])
}

/// As each tool would report the two states of the code.
fn ways(before: &[Flaw], after: &[Flaw]) -> Vec<(&'static str, [u64; 5])> {
    vec![
        ("code", rescan(&with_code(before, 1), &with_code(after, 2))),
        (
            "fingerprint",
            rescan(
                &sarif("other", before, 1, true),
                &sarif("other", after, 2, true),
            ),
        ),
        (
            "neither",
            rescan(
                &sarif("plain", before, 1, false),
                &sarif("plain", after, 2, false),
            ),
        ),
    ]
}

#[test]
fn nothing_is_closed_and_new_when_lines_layout_and_files_change() {
    for (way, [new, _, moved, gone, reopened]) in ways(&base(), &later()) {
        assert_eq!((new, moved, gone, reopened), (0, 12, 0, 0), "{way}");
    }
}

#[test]
fn what_was_truly_added_and_removed_is_found_exactly() {
    let mut after = later();
    // The second R1 of the first file goes, and a new R2 comes to the last one.
    let gone = after.remove(1);
    assert_eq!((gone.file, gone.rule), ("src/orders.py", "R1"));
    after.push(flaw("src/deep/pay.py", "R2", 300));
    for (way, counts) in ways(&base(), &after) {
        assert_eq!(counts, [1, 0, 11, 1, 0], "{way}");
    }
}

#[test]
fn a_bumped_package_is_the_same_finding_with_a_new_version() {
    let before = packages(&[("lodash", "4.17.4"), ("express", "4.16.0"), ("ws", "7.0.0")]);
    let after = packages(&[
        ("lodash", "4.17.15"),
        ("express", "4.16.0"),
        ("tar", "6.0.0"),
    ]);
    assert_eq!(rescan(&before, &after), [1, 2, 0, 1, 0]);
}

#[test]
fn a_web_server_that_moved_keeps_its_findings() {
    let report = |site: &str, pages: &[(&str, &str)]| {
        let instance = |(page, parameter): &(&str, &str)| {
            json!({"uri": format!("{site}{page}"), "method": "GET", "param": parameter,
                   "attack": "", "evidence": ""})
        };
        let instances: Vec<Value> = pages.iter().map(instance).collect();
        json!({
            "@version": "2.14.0", "@generated": "Sun, 1 Feb 2026 00:00:00",
            "site": [{"@name": site, "@host": "x", "@port": "80", "@ssl": "false", "alerts": [{
                "pluginid": "40012", "alertRef": "40012", "alert": "Cross Site Scripting",
                "name": "Cross Site Scripting", "riskcode": "3", "confidence": "2",
                "cweid": "79", "instances": instances,
            }]}],
        })
        .to_string()
    };
    let before = report(
        "http://shop.test:8080",
        &[("/find?q=1", "q"), ("/a/7", "x")],
    );
    let after = report(
        "https://shop.test",
        &[("/find?q=9", "q"), ("/a/12", "x"), ("/b", "x")],
    );
    let [new, _, _, gone, _] = rescan(&before, &after);
    assert_eq!((new, gone), (1, 0));
}

#[test]
fn two_files_that_could_be_the_renamed_one_stay_apart_and_are_listed() {
    let old = vec![flaw("src/a.py", "R1", 10)];
    let mut new = old.clone();
    new[0].file = "src/b.py";
    new.push(new[0].clone());
    new[1].file = "src/c.py";
    let sluice = Sluice::new();
    let first = sluice.file("first.json", with_code(&old, 1));
    sluice.import(&[first], &["--scanned-at", "2026-02-01T00:00:00Z"]);
    let second = sluice.file("second.json", with_code(&new, 2));
    let got = sluice.import(&[second], &["--scanned-at", "2026-02-02T00:00:00Z"]);
    let report = &got["reports"][0];
    assert_eq!(counts(report), [2, 0, 0, 1, 0]);
    assert_eq!(report["ambiguous"], 2);
    let listed = report["changes"].as_array().unwrap().iter();
    assert_eq!(listed.filter(|it| it["what"] == "ambiguous").count(), 2);
}

#[test]
fn a_rule_that_its_tool_renamed_keeps_its_findings() {
    let check = |id: &str| {
        json!({
            "SchemaVersion": 2, "ArtifactName": ".", "ArtifactType": "filesystem",
            "Results": [{
                "Target": "Dockerfile", "Class": "config", "Type": "dockerfile",
                "Misconfigurations": [{
                    "Type": "Dockerfile Security Check", "ID": id, "AVDID": id,
                    "Title": "Image user should not be 'root'", "Message": "Specify a user",
                    "Severity": "HIGH", "Status": "FAIL",
                }],
            }],
        })
        .to_string()
    };
    let [new, _, _, gone, _] = rescan(&check("DS002"), &check("DS-0002"));
    assert_eq!((new, gone), (0, 0));
}
