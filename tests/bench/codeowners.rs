//! What it costs to find the owners of 100,000 paths in a CODEOWNERS file of 3 MB.
//!
//! `cargo bench --bench codeowners` prints one line for each dialect. The base of the ratio is one
//! `BTreeMap` look-up per path, by the whole path, among as many entries as the file has lines: what
//! an exact match would cost. The file is what a large repository has: folders, folders with a wild
//! card, endings, files, and now and then a rule for a name anywhere. Exits with 1 beyond a second.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::exit,
    clippy::cast_precision_loss,
    reason = "a bench stops at the first thing that is wrong, prints, and answers by its exit"
)]

use sluice::ownership::codeowners::{CodeOwners, Dialect};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;

/// Size of the file: the largest that GitHub loads.
const FILE: usize = 3 * 1024 * 1024;
/// Paths that are looked for.
const PATHS: usize = 100_000;
/// Seconds that they may take, reading the file included.
const ASKED: f64 = 1.0;

fn main() {
    let measured = std::env::args().any(|it| it == "--bench");
    let (size, paths) = if measured {
        (FILE, PATHS)
    } else {
        (20_000, 500)
    };
    let mut late = false;
    for (dialect, name) in [(Dialect::GitHub, "github"), (Dialect::GitLab, "gitlab")] {
        late |= resolve(dialect, name, size, paths) > ASKED;
    }
    if late {
        std::process::exit(1);
    }
}

/// Prints and returns the seconds for reading the file and resolving all paths.
fn resolve(dialect: Dialect, name: &str, size: usize, paths: usize) -> f64 {
    let text = file(dialect, size);
    let paths: Vec<String> = (0..paths).map(path).collect();
    let start = Instant::now();
    let file = CodeOwners::parse(dialect, &text);
    let read = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let owned = paths.iter().filter(|it| file.owner(it).is_some()).count();
    let asked = start.elapsed().as_secs_f64();
    assert!(
        owned > paths.len() / 2,
        "{owned} of the paths have an owner"
    );
    let lines = text.lines().count();
    let exact: BTreeMap<String, usize> = (0..lines).map(|it| (path(it), it)).collect();
    let start = Instant::now();
    let hits = paths.iter().filter(|it| exact.contains_key(*it)).count();
    let base = start.elapsed().as_secs_f64();
    assert!(hits > 0);
    println!(
        "{name}: {:.1} MB, {lines} lines read in {read:.3} s; {} paths in {asked:.3} s \
         ({owned} owned), {:.1} times a look-up by the whole path; asked: {ASKED} s",
        text.len() as f64 / 1e6,
        paths.len(),
        asked / base.max(1e-9),
    );
    read + asked
}

/// A path of a large repository; the same number gives the same path.
fn path(number: usize) -> String {
    let (area, part, file) = (number % 97, number / 97 % 53, number);
    let ending = ["rs", "ts", "sql", "md", "go"].get(number % 5).unwrap();
    format!(
        "services/area{area}/part{part}/src/module{}/file{file}.{ending}",
        number % 11
    )
}

/// A file of about this many bytes.
fn file(dialect: Dialect, size: usize) -> String {
    let mut out = String::from("* @org/everyone\n*.md @org/writers\n");
    let mut number = 0;
    while out.len() < size {
        let (area, part) = (number % 97, number / 97 % 53);
        if dialect == Dialect::GitLab && number % 4000 == 0 {
            writeln!(out, "[Section {number}] @org/section{number}").unwrap();
        }
        match number % 6 {
            0 => writeln!(out, "/services/area{area}/ @org/area{area}").unwrap(),
            1 => writeln!(
                out,
                "/services/area{area}/part{part}/ @org/part{part} @lead{part}"
            )
            .unwrap(),
            2 => writeln!(
                out,
                "/services/area{area}/**/module{}/ @org/modules",
                number % 11
            )
            .unwrap(),
            3 => writeln!(out, "/services/*/part{part}/src/*.sql @org/data").unwrap(),
            4 => writeln!(out, "/{} @org/file{number}", path(number)).unwrap(),
            _ => writeln!(out, "special{number}.ts @org/special").unwrap(),
        }
        number += 1;
    }
    out
}
