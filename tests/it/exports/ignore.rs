//! Files that keep scanners silent: exactly what was decided, and nothing that is open.

use crate::harness::Sluice;
use sluice::export::{
    self,
    item::{Exporter, Family},
};
use std::collections::BTreeSet;

fn export(sluice: &Sluice, format: &str) -> (String, String) {
    let ran = sluice.ok(&["export", "ignore-files", "--format", format]);
    (ran.out, ran.err)
}

fn shop() -> Sluice {
    let sluice = Sluice::with_shop();
    sluice.import(&["tests/samples/zizmor/typical.json"], &[]);
    let decide = |filter: &str| {
        sluice.quiet(&[
            "decide",
            filter,
            "false-positive",
            "--reason",
            "not: \"ours\" # really",
        ]);
    };
    for filter in [
        "tool:gitleaks",
        "tool:zizmor",
        "tool:semgrep",
        "cve:CVE-2020-1747",
    ] {
        decide(filter);
    }
    sluice
}

#[test]
fn what_is_decided_is_named_and_what_is_open_is_not() {
    let sluice = shop();
    for (format, needed) in [
        (
            "trivy",
            "  - id: \"CVE-2020-1747\"\n    purls:\n      - \"pkg:pypi/pyyaml@5.1\"\n",
        ),
        (
            "osv-scanner",
            "[[IgnoredVulns]]\nid = \"CVE-2020-1747\"\nreason = ",
        ),
        (
            "grype",
            "  - vulnerability: \"CVE-2020-1747\"\n    include-aliases: true\n",
        ),
        ("gitleaks", ":shop/config.py:generic-api-key:"),
        ("zizmor", "    ignore:\n"),
        ("semgrep", "\n/shop/"),
    ] {
        let (text, err) = export(&sluice, format);
        assert!(text.contains(needed), "{format}: {text}");
        assert!(err.starts_with("lost on the way: "), "{err}");
        assert!(!text.contains("CVE-2020-14343"), "{format}: {text}");
    }
}

#[test]
fn an_entry_that_would_silence_more_than_was_decided_is_left_out() {
    let sluice = Sluice::with_shop();
    let all = sluice.issues("tool:semgrep");
    // One of several issues of Semgrep in a file: the file may not vanish.
    let file = |at: usize| all[at]["findings"][0]["file"].as_str().unwrap().to_owned();
    let files: Vec<String> = (0..all.len()).map(file).collect();
    let twice = (0..all.len())
        .find(|it| files.iter().filter(|other| **other == files[*it]).count() > 1)
        .unwrap();
    let id = all[twice]["id"].as_str().unwrap();
    sluice.quiet(&["decide", id, "false-positive", "--reason", "x"]);
    let (text, err) = export(&sluice, "semgrep");
    assert!(!text.contains(&files[twice]), "{text}");
    assert!(
        err.contains("1 entries were left out: they would silence what is still open"),
        "{err}"
    );
}

#[test]
fn every_file_parses_with_hostile_reasons() {
    let sluice = super::hostile::store();
    for it in export::of(Family::IgnoreFiles) {
        let (text, _) = export(&sluice, it.name());
        assert!(
            !text.chars().any(crate::harness::is_hostile),
            "{}: {text}",
            it.name()
        );
    }
    let (text, _) = export(&shop(), "osv-scanner");
    let parsed: toml::Table = text.parse().unwrap();
    let all = parsed["IgnoredVulns"].as_array().unwrap();
    assert!(
        all[0]["reason"]
            .as_str()
            .unwrap()
            .starts_with("not: \"ours\" # really; decided by ann")
    );
}

#[test]
fn every_exporter_has_a_name_of_its_own_and_says_what_it_loses() {
    for family in [
        Family::Vex,
        Family::Sarif,
        Family::IgnoreFiles,
        Family::Tickets,
        Family::Calendar,
    ] {
        let names: Vec<&str> = export::of(family).map(Exporter::name).collect();
        let distinct: BTreeSet<&&str> = names.iter().collect();
        assert!(
            !names.is_empty() && distinct.len() == names.len(),
            "{names:?}"
        );
    }
    assert!(
        export::EXPORTERS
            .iter()
            .all(|it| !it.loses().is_empty() && !it.about().is_empty())
    );
}
