//! How much an import costs above what it cannot do without: parsing and writing the same rows.
//!
//! `cargo bench --bench import` prints one table from one run, so that its ratios hold on a machine
//! that is busy with other things, and then times the parts with criterion. `SLUICE_BENCH_RESULTS`
//! sets the size of the report (100,000 results).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "a bench stops at the first thing that is wrong, and prints"
)]

mod bare;
mod machine;
mod report;

use bare::{Bare, Forget};
use criterion::{BatchSize, Criterion, Throughput};
use machine::{Cost, measure};
use report::Report;
use sluice::correlate::{self, Sighting, group};
use sluice::formats::{self, Formats, SecretKey};
use sluice::model::{Digest, FindingKind};
use sluice::ops::import::{self, Outcome, Request};
use sluice::ops::{Who, Workspace, queue, source};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Tells a child process to import a report into a store and to print its peak memory.
const CHILD: &str = "SLUICE_BENCH_CHILD";

const SIZE: &str = "SLUICE_BENCH_RESULTS";

fn main() {
    if let Ok(folder) = std::env::var(CHILD) {
        return child(Path::new(&folder));
    }
    // `cargo test --benches` and `cargo bench -- --test` only want to know that it runs.
    let arguments: Vec<String> = std::env::args().collect();
    let asked = |flag: &str| arguments.iter().any(|it| it == flag);
    let measured = asked("--bench") && !asked("--test");
    let size = std::env::var(SIZE).ok().and_then(|it| it.parse().ok());
    let size = size.unwrap_or(if measured { 100_000 } else { 500 });
    let folder = tempfile::tempdir().unwrap();
    table(folder.path(), size);
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    parts(
        &mut criterion,
        folder.path(),
        if measured { 10_000 } else { 500 },
    );
    criterion.final_summary();
}

fn table(folder: &Path, size: u64) {
    let [first, second] = [0, 1].map(|generation| written(folder, size, generation));
    let bytes = fs::metadata(&first).unwrap().len();
    println!(
        "{size} results, {:.0} MB, {} bytes each",
        mb(bytes),
        bytes / size.max(1)
    );
    println!(
        "{:<34}{:>8}{:>8}{:>12}{:>8}",
        "", "wall s", "cpu s", "findings/s", "MB/s"
    );
    let line = |name: &str, it: Cost| {
        let (rate, speed) = (size as f64 / it.wall, mb(bytes) / it.wall);
        println!(
            "{name:<34}{:>8.2}{:>8.2}{rate:>12.0}{speed:>8.0}",
            it.wall, it.cpu
        );
    };
    let parsing = measure(|| parse(&first, &mut Forget::default())).1;
    line("a  parsing", parsing);
    let b = measure(|| {
        let mut sink = Bare::new(&folder.join("bare.db")).unwrap();
        parse(&first, &mut sink);
        sink.finish().unwrap();
    });
    line("b  parsing and bare insertion", b.1);
    let store = folder.join("store.db");
    let (out, c) = measure(|| imported(&first, &store, 1_000));
    line("c  import into a fresh store", c);
    let stored = fs::metadata(&store).unwrap().len();
    let (known, d) = measure(|| imported(&first, &store, 2_000));
    line("d  the same report again", d);
    let (moved, e) = measure(|| imported(&second, &store, 3_000));
    line("e  the report after a change", e);
    queued(&store);
    let ratio = |name: &str, of: Cost, to: Cost| {
        let (cpu, wall) = (of.cpu / to.cpu.max(0.01), of.wall / to.wall);
        println!("{name} {cpu:.2} of processor time, {wall:.2} of wall time");
    };
    ratio("c/b", c, b.1);
    ratio("e/b", e, b.1);
    ratio("d/c", d, c);
    let (issues, it) = (out.issues.1, &moved.reports[0]);
    println!(
        "issues {issues}; e: {} new, {} same, {} moved, {} gone",
        it.new, it.same, it.moved, it.gone
    );
    assert!(known.reports[0].known && known.issues.0 == known.issues.1);
    let kept = Command::new(std::env::current_exe().unwrap())
        .env(CHILD, folder)
        .output()
        .unwrap();
    print!("{}", String::from_utf8_lossy(&kept.stdout));
    println!(
        "store of c: {:.0} MB, {} bytes a finding",
        mb(stored),
        stored / size.max(1)
    );
}

/// What the console does with the store: load all issues, then filter them.
fn queued(store: &Path) {
    let workspace = Workspace::open(store).unwrap();
    let (columns, load) = measure(|| queue::load(&workspace).unwrap());
    let query = "sev>=medium tool:codeql session";
    let (rows, filter) = measure(|| queue::filter(&columns, query, 0).unwrap());
    println!(
        "loading the queue: {:.0} ms; filtering it ({query}): {:.1} ms, {} of {} issues",
        load.wall * 1e3,
        filter.wall * 1e3,
        rows.len(),
        columns.len()
    );
}

fn child(folder: &Path) {
    imported(&folder.join("0.sarif"), &folder.join("child.db"), 1_000);
    println!("peak memory of c: {:.0} MB", machine::peak());
}

/// What criterion times: the parts that are pure.
fn parts(criterion: &mut Criterion, folder: &Path, size: u64) {
    let path = written(folder, size, 0);
    let mut group = criterion.benchmark_group("parts");
    group.throughput(Throughput::Elements(size));
    group.bench_function("parse", |it| {
        it.iter(|| parse(&path, &mut Forget::default()));
    });
    let all: Vec<Sighting> = (0..size).map(sighting).collect();
    group.bench_function("correlate/keys", |it| {
        it.iter(|| {
            all.iter()
                .map(|it| correlate::keys(it).len())
                .sum::<usize>()
        });
    });
    group.bench_function("correlate/group", |it| {
        it.iter_batched(
            || &all,
            |all| group::group(all).groups.len(),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// Two tools that mostly agree, 40 places a file.
fn sighting(nth: u64) -> Sighting {
    let (pair, second) = (nth / 2, nth % 2 == 1);
    let mut fingerprint = [0; 16];
    fingerprint[..8].copy_from_slice(&nth.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    Sighting {
        id: nth.cast_signed(),
        fingerprint: Digest(fingerprint),
        application: 1,
        tool: if second { "codeql" } else { "semgrep" }.to_owned(),
        kind: FindingKind::Sast,
        rule: format!("rule-{}", pair % 150),
        file: format!("services/a/src/main/b/file_{}.py", pair / 40),
        line: 10 + (pair % 40) as u32 * 3,
        end_line: 0,
        past: Vec::new(),
        resource: String::new(),
        package: String::new(),
        vulnerabilities: Vec::new(),
        cwes: vec![[79, 89, 22, 502][pair as usize % 4]],
        secret: None,
        endpoint: String::new(),
    }
}

fn written(folder: &Path, results: u64, generation: u64) -> PathBuf {
    let path = folder.join(format!("{generation}.sarif"));
    let mut to = BufWriter::with_capacity(1 << 20, File::create(&path).unwrap());
    Report {
        results,
        generation,
    }
    .write(&mut to)
    .unwrap();
    to.flush().unwrap();
    path
}

fn opened(path: &Path) -> source::Source {
    source::open(path, &mut io::empty())
        .unwrap()
        .sources
        .remove(0)
}

fn parse(path: &Path, sink: &mut dyn formats::Sink) {
    let native = Formats::native();
    let format = native.by_name("sarif").unwrap();
    format
        .read(&opened(path), &SecretKey::new(b"key"), sink)
        .unwrap();
}

fn imported(report: &Path, store: &Path, at: i64) -> Outcome {
    let mut workspace = Workspace::open(store).unwrap();
    let request = Request {
        sources: vec![opened(report)],
        app: "shop".to_owned(),
        scanned_at: Some(at),
        ..Request::default()
    };
    let who = Who {
        name: "bench".to_owned(),
        at,
    };
    let out = import::run(
        &mut workspace,
        &Formats::native(),
        &request,
        &who,
        &mut |_| {},
    )
    .unwrap();
    assert!(out.failed.is_empty() && out.reports.len() == 1);
    out
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
