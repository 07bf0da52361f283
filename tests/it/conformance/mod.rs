//! Our reading of real reports against the reading of another product's parsers.
//!
//! The reports are not part of the project: where neither `SLUICE_CORPUS` nor `../shared/corpus`
//! exists, the test says so and passes.

mod asserts;
mod real_scans;
mod tables;

use crate::formats::{Collected, formats, read_as};
use asserts::Assert;
use serde::Deserialize;
use sluice::error::Problem;
use sluice::formats::Probe;
use sluice::ops::source;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs, io};
use tables::{DIFFERENT, NOT_YET, SAME, UNASKED};

/// How much of what the peer's tests assert of a finding must hold of ours.
const ASSERTS_HELD: f64 = 0.95;

#[derive(Deserialize)]
struct Expected {
    parser: String,
    file: String,
    expected_findings: Option<usize>,
    asserts: Vec<Assert>,
    raises: Option<serde_json::Value>,
    default: Option<bool>,
}

/// What became of one parser's files.
#[derive(Default)]
struct Row {
    files: usize,
    equal: usize,
    reasoned: usize,
    not_yet: usize,
    asserted: usize,
    held: usize,
}

impl Row {
    fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.equal += other.equal;
        self.reasoned += other.reasoned;
        self.not_yet += other.not_yet;
        self.asserted += other.asserted;
        self.held += other.held;
    }

    fn print(&self, name: &str) {
        println!(
            "{name:36} files {:3}  equal {:3}  different for a reason {:2}  not yet {}  asserts held {}/{}",
            self.files, self.equal, self.reasoned, self.not_yet, self.held, self.asserted
        );
    }
}

fn corpus() -> Option<(PathBuf, Vec<Expected>)> {
    let dir = env::var_os("SLUICE_CORPUS").map_or("../shared/corpus".into(), PathBuf::from);
    let Ok(text) = fs::read_to_string(dir.join("expected.json")) else {
        println!("skipped: no corpus of reports at {}", dir.display());
        return None;
    };
    let mut all: Vec<Expected> = serde_json::from_str(&text).unwrap();
    all.retain(|it| it.default != Some(false));
    Some((dir, all))
}

/// Reads a file as `sluice import` does: archives are opened, formats found out. What is in an
/// archive and is no report does not count, unless nothing in it is one.
fn read_file(path: &Path) -> Result<(BTreeSet<&'static str>, Collected), Problem> {
    let opened = source::open(path, &mut io::empty())?;
    let (mut names, mut all, mut refused) = (BTreeSet::new(), Collected::default(), None);
    for it in opened.sources {
        match Probe::new(&it).and_then(|probe| formats().detect(&probe)) {
            Ok(format) => {
                let got = read_as(format, &it)?;
                names.insert(format.name());
                all.scans.extend(got.scans);
                all.findings.extend(got.findings);
                all.claims.extend(got.claims);
                all.skipped.extend(got.skipped);
            }
            Err(problem) => refused = Some(problem),
        }
    }
    match refused {
        Some(problem) if names.is_empty() => Err(problem),
        _ if names.is_empty() => Err(Problem::input("nothing inside")),
        _ => Ok((names, all)),
    }
}

/// Compares one file; what is wrong goes to `wrong`, asserts that do not hold to `unheld`.
fn compare(it: &Expected, ours: &[&str], path: &Path, log: &mut Log) -> Row {
    let mut row = Row {
        files: 1,
        ..Row::default()
    };
    let read = read_file(path);
    if NOT_YET.iter().any(|(file, _)| it.file.ends_with(file)) {
        let file = &it.file;
        assert!(read.is_err(), "{file} is read now: strike it from NOT_YET");
        row.not_yet = 1;
        return row;
    }
    let listed = DIFFERENT.iter().find(|(file, ..)| it.file.ends_with(file));
    let peer = it.expected_findings;
    match &read {
        Ok((names, _)) if !names.iter().all(|name| ours.contains(name)) => {
            log.wrong.push(format!("{}: read as {names:?}", it.file));
        }
        Ok((_, got)) => {
            let count = got.findings.len();
            match listed {
                Some((_, ours, _)) if *ours == count => row.reasoned = 1,
                None if peer.is_none_or(|peer| peer == count) => row.equal = 1,
                _ => log
                    .wrong
                    .push(format!("{}: {count}, peer {peer:?}", it.file)),
            }
            let report = fs::read(path).unwrap();
            let report = String::from_utf8_lossy(&report);
            let unasked = |field: &str| {
                UNASKED
                    .iter()
                    .any(|(parser, what, _)| *parser == it.parser && *what == field)
            };
            let asked = it
                .asserts
                .iter()
                .filter(|it| !unasked(it.field()) && (is_archive(path) || it.is_said(&report)));
            // What the peer holds for an inactive finding may be a claim of ours.
            let claimed = got.claims.iter().map(asserts::as_finding);
            let all: Vec<_> = got.findings.iter().cloned().chain(claimed).collect();
            let (held, unheld) = asserts::check(&asked.collect::<Vec<_>>(), &all);
            row.held = held;
            row.asserted = held + unheld.len();
            let file = &it.file;
            log.unheld
                .extend(unheld.iter().map(|it| format!("{file}: {it}")));
        }
        Err(_) if it.raises.as_ref().is_some_and(|it| !it.is_null()) => row.equal = 1,
        Err(problem) => {
            log.wrong
                .push(format!("{}: {problem}, peer {peer:?}", it.file));
        }
    }
    row
}

fn is_archive(path: &Path) -> bool {
    path.extension()
        .is_some_and(|it| it == "zip" || it == "fpr" || it == "xlsx")
}

#[derive(Default)]
struct Log {
    wrong: Vec<String>,
    unheld: Vec<String>,
}

#[test]
fn corpus_reports_say_what_the_peer_reads_or_there_is_a_reason() {
    let Some((dir, all)) = corpus() else { return };
    let (mut total, mut log) = (Row::default(), Log::default());
    for (parser, ours) in SAME {
        for name in *ours {
            assert!(formats().by_name(name).is_some(), "{name} is not a format");
        }
        let mut row = Row::default();
        for it in all.iter().filter(|it| it.parser == *parser) {
            row.add(&compare(it, ours, &dir.join(&it.file), &mut log));
        }
        row.print(parser);
        assert!(row.files > 0, "{parser} is not in the corpus");
        total.add(&row);
    }
    total.print(&format!("{} parsers", SAME.len()));
    for it in &log.unheld {
        println!("not held: {it}");
    }
    assert!(log.wrong.is_empty(), "\n{}", log.wrong.join("\n"));
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let held = total.held as f64 / total.asserted as f64;
    assert!(held >= ASSERTS_HELD, "asserts held: {held:.3}");
}

/// A file that nobody here reads must be refused rather than be taken for something else.
#[test]
fn what_is_not_read_yet_is_refused_and_listed() {
    let Some((dir, all)) = corpus() else { return };
    let unread: BTreeSet<_> = all
        .iter()
        .map(|it| it.parser.as_str())
        .filter(|parser| SAME.iter().all(|(same, _)| same != parser))
        .collect();
    println!("not read yet: {}", unread.len());
    for parser in unread {
        for it in all.iter().filter(|it| it.parser == parser) {
            match read_file(&dir.join(&it.file)) {
                Ok((names, got)) => println!(
                    "  {parser}: {} is read as {names:?}, findings {}, peer {:?}",
                    it.file,
                    got.findings.len(),
                    it.expected_findings
                ),
                Err(_) => println!("  {parser}: {}", it.file),
            }
        }
    }
}
