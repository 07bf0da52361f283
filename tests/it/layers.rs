//! Who may use whom. The table is design and test in one; the compiler cannot check it inside one
//! crate.

use std::fs;
use std::path::{Path, PathBuf};

const PURE: &[&str] = &["error", "model", "query"];

/// Room, rooms it may use. Everything may use itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("model", &[]),
    ("query", &["error", "model"]),
    ("formats", &["error", "model"]),
    ("identity", PURE),
    ("correlate", PURE),
    ("prioritize", PURE),
    ("ownership", PURE),
    ("policy", PURE),
    ("metrics", PURE),
    ("store", &["error", "model"]),
    ("export", &["error", "model"]),
    ("settings", &["error", "model"]),
    (
        "ops",
        &[
            "error",
            "model",
            "query",
            "formats",
            "identity",
            "correlate",
            "prioritize",
            "ownership",
            "policy",
            "metrics",
            "store",
            "export",
            "settings",
        ],
    ),
    ("tui", &["error", "model", "query", "ops", "settings"]),
    // `formats` and `export` for their names only: lists and `--format` values.
    (
        "cli",
        &[
            "error", "model", "ops", "settings", "tui", "formats", "export", "query",
        ],
    ),
];

/// Package, rooms that may name it.
const OWNS: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("quick_xml", &["formats"]),
    ("csv", &["formats", "export", "ownership"]),
    ("globset", &["ownership"]),
    ("serde_saphyr", &["formats", "ownership"]),
    ("zip", &["ops"]),
    ("flate2", &["ops", "store"]),
    (
        "toml",
        &[
            "settings",
            "tui",
            "ownership",
            "policy",
            "prioritize",
            "correlate",
            "formats",
            "policy",
        ],
    ),
    ("directories", &["settings", "cli"]),
    ("ratatui", &["tui"]),
    ("ratatui_textarea", &["tui"]),
    ("crossterm", &["tui"]),
    ("fuzzy_matcher", &["tui"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("comfy_table", &["cli"]),
    ("whoami", &["cli"]),
    ("aho_corasick", &["ops"]),
    ("cvss", &["prioritize"]),
    ("packageurl", &["formats", "correlate", "export"]),
    ("hmac", &["formats"]),
    ("ssh_key", &["policy"]),
    ("jaq_core", &["formats"]),
    ("jaq_std", &["formats"]),
    ("jaq_json", &["formats"]),
    ("rustix", &["ops"]),
];

#[test]
fn rooms_only_use_the_rooms_below() {
    let mut wrong = Vec::new();
    for file in sources(Path::new("src")) {
        let Some(room) = room(&file) else { continue };
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: {room} is not in the table", file.display()));
            continue;
        };
        for (number, line) in code_lines(&file) {
            let at = format!("{}:{number}", file.display());
            if line.contains("crate::{") || line.contains("super::super") {
                wrong.push(format!(
                    "{at}: write crate::<room>::…, the other forms hide an edge"
                ));
            }
            for to in uses(&line) {
                if to != room && !allowed.contains(&to) {
                    wrong.push(format!("{at}: {room} may not use {to}"));
                }
            }
            for (package, owners) in OWNS {
                if names(&line, package) && !owners.contains(&room.as_str()) {
                    wrong.push(format!("{at}: {room} may not name {package}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for_and_is_of_a_readable_size() {
    let mut files = sources(Path::new("src"));
    files.extend(sources(Path::new("tests")));
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.starts_with("//!"),
            "{} has no module comment",
            file.display()
        );
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", file.display());
    }
}

#[test]
fn no_note_to_self_is_left_in_the_code() {
    for file in sources(Path::new("src")) {
        for (idx, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            for word in ["TODO", "FIXME", "XXX", "HACK"] {
                assert!(
                    !line.contains(word),
                    "{}:{}: {word}",
                    file.display(),
                    idx + 1
                );
            }
        }
    }
}

#[test]
fn the_top_level_is_as_designed() {
    let known = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "assets",
        "tests",
        "sample-data",
        "README.md",
        "LICENSE",
        "target",
    ];
    for entry in fs::read_dir(".").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name.starts_with('.') || known.contains(&name.as_str()),
            "{name} is new here"
        );
    }
}

#[test]
fn the_table_sees_a_forbidden_edge() {
    assert_eq!(
        uses("use crate::store::Store;").collect::<Vec<_>>(),
        ["store"]
    );
    assert!(names("fn x(err: rusqlite::Error) {}", "rusqlite"));
    assert!(!names("let zipped = unzip::all();", "zip"));
}

/// The lines of a file that are code of the program: no tests, no comments.
fn code_lines(file: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
    let lines = code
        .lines()
        .enumerate()
        .map(|(idx, line)| (idx + 1, line.to_owned()));
    lines
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .collect()
}

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            out.push(path);
        }
    }
    out.sort();
    out
}

fn room(file: &Path) -> Option<String> {
    let first = file.strip_prefix("src").unwrap().components().next()?;
    let name = first.as_os_str().to_str()?.trim_end_matches(".rs");
    (!["lib", "main"].contains(&name)).then(|| name.to_owned())
}

fn uses(line: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    line.split("crate::")
        .skip(1)
        .filter_map(move |it| it.split(|c| !is_name(c)).next())
}

/// True when the line has `package::` as a whole word.
fn names(line: &str, package: &str) -> bool {
    line.match_indices(&format!("{package}::")).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}
