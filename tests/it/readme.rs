//! The README says what the program does: its tables come from the lists, its commands run.

use crate::formats::formats;
use crate::harness::Sluice;
use sluice::correlate::RULES;
use sluice::prioritize::{FACTORS, Policy};
use sluice::tui::keymap::Keymap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

fn readme() -> String {
    fs::read_to_string("README.md").unwrap()
}

/// What stands between the two marks of a generated part.
fn part(name: &str) -> String {
    let text = readme();
    let after = text
        .split_once(&format!("<!-- {name} -->\n"))
        .expect(name)
        .1;
    after
        .split_once(&format!("<!-- /{name} -->"))
        .expect(name)
        .0
        .to_owned()
}

/// Compares a generated part, or writes it when `UPDATE_README` is set.
fn check(name: &str, expected: &str) {
    if std::env::var_os("UPDATE_README").is_some() {
        let text = readme().replacen(
            &format!("<!-- {name} -->\n{}", part(name)),
            &format!("<!-- {name} -->\n{expected}"),
            1,
        );
        fs::write("README.md", text).unwrap();
        return;
    }
    assert_eq!(
        part(name),
        expected,
        "run the tests with UPDATE_README=1, one thread"
    );
}

#[test]
fn the_generated_parts_are_up_to_date() {
    let mut rules = "| rule | joins |\n|---|---|\n".to_owned();
    for it in RULES {
        writeln!(rules, "| `{}` | {} |", it.name(), it.about()).unwrap();
    }
    check("rules", &rules);

    let policy = Policy::builtin().unwrap();
    let mut factors = "| factor | at most | |\n|---|---|---|\n".to_owned();
    for it in FACTORS {
        writeln!(
            factors,
            "| {} | {} | {} |",
            it.name(),
            it.most(&policy),
            it.about()
        )
        .unwrap();
    }
    let bands = &policy.bands;
    writeln!(
        factors,
        "\nBands: P1 from {}, P2 from {}, P3 from {}, below it P4.",
        bands.p1, bands.p2, bands.p3
    )
    .unwrap();
    check("factors", &factors);

    check("formats", &table_of_formats());
    check("keys", &keys());
}

/// One row per format, from the one list, folded away on the page.
fn table_of_formats() -> String {
    let mut rows: Vec<String> = formats()
        .all()
        .map(|it| {
            let kinds: Vec<_> = it.kinds().iter().map(|it| it.name()).collect();
            let tool = it.tool().replace('|', "/");
            let (name, types) = (it.name(), it.file_types());
            format!("| `{name}` | {tool} | {} | {types} |", kinds.join(", "))
        })
        .collect();
    rows.sort();
    let count = rows.len();
    format!(
        "<details><summary>{count} formats, recognised by what is in them</summary>\n\n\
         | format | tool | kinds | files |\n|---|---|---|---|\n{}\n\n</details>\n",
        rows.join("\n")
    )
}

fn keys() -> String {
    let keymap = Keymap::load(None).unwrap();
    let mut rows: Vec<(String, &str)> = Vec::new();
    let mut all: Vec<_> = keymap.bindings().iter().collect();
    all.sort_by_key(|it| it.action);
    for it in all {
        let place = it.scope.name();
        if place == "window" || place == "input" || place == "leave" {
            continue;
        }
        let keys = format!("`{}`", sluice::tui::key::sequence_text(&it.keys));
        let about = it.action.about();
        match rows.iter_mut().find(|row| row.1 == about) {
            Some(row) if row.0.contains(&keys) => {}
            Some(row) => write!(row.0, " {keys}").unwrap(),
            None => rows.push((keys, about)),
        }
    }
    let mut out = "| keys | does |\n|---|---|\n".to_owned();
    for (keys, about) in rows {
        writeln!(out, "| {} | {about} |", keys.replace('|', "\\|")).unwrap();
    }
    out
}

#[test]
fn every_command_runs() {
    let home = tempfile::tempdir().unwrap();
    let text = readme();
    let blocks = text
        .split("```sh\n")
        .skip(1)
        .map(|it| it.split("```").next().unwrap());
    let lines: Vec<&str> = blocks.flat_map(str::lines).collect();
    assert!(lines.len() > 10);
    for line in lines {
        assert!(line.starts_with("sluice "), "{line}");
        let out = Command::new("sh")
            .args([
                "-c",
                &line.replacen("sluice", env!("CARGO_BIN_EXE_sluice"), 1),
            ])
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path())
            .env_remove("SLUICE_STORE")
            .env("SLUICE_NOW", "2026-11-23T12:00:00Z")
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{line}: {err}");
        assert!(!out.stdout.is_empty(), "{line} says nothing");
    }
}

#[test]
fn the_demo_holds_every_sample_report() {
    let bundled: Vec<_> = sluice::ops::demo::names().collect();
    let mut open = vec![std::path::PathBuf::from("sample-data/reports")];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path
                .strip_prefix("sample-data/reports")
                .unwrap()
                .to_str()
                .unwrap();
            assert!(bundled.contains(&name), "{name} is not in the demo");
        }
    }
}

#[test]
fn the_page_is_short_enough_to_be_read() {
    // Of these some forty are the example of a filter, which must be whole to be of use. What is
    // folded away does not count.
    let text = readme();
    let mut parts = text.split("<details>");
    let open = parts.next().unwrap().lines().count();
    let after = parts.map(|it| it.split_once("</details>").unwrap().1.lines().count());
    assert!(open + after.sum::<usize>() <= 240);
}

#[test]
fn the_filter_on_the_page_reads_the_report_on_the_page() {
    let text = readme();
    let block = |kind: &str| {
        let (_, rest) = text.split_once(&format!("```{kind}\n")).unwrap();
        rest.split_once("```").unwrap().0.to_owned()
    };
    let sluice = Sluice::new();
    let filter = sluice.file("formats/harbour-lint.jq", block("jq"));
    let report = sluice.file("report.json", block("json"));
    let tried = sluice.ok(&["formats", "test", &filter, &report]).out;
    assert!(
        tried.contains("2 records: 2 findings, 0 skipped"),
        "{tried}"
    );
    assert!(tried.contains("src/db.py:41"), "{tried}");
    let folder = sluice.path("formats").display().to_string();
    let done = sluice.import(&[&report], &["--formats-folder", &folder]);
    assert_eq!(done["reports"][0]["format"], "harbour-lint");
    assert_eq!(done["reports"][0]["new"], 2);
}
