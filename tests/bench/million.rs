//! What feeds and the gate cost when the store is large: by what changed, not by what is there.
//!
//! `cargo bench --bench million` prints one table for each size of `SLUICE_BENCH_STORES`
//! (10000,1000000): findings of one application, one in five a vulnerable package with a CVE of
//! 20,000, one in a hundred of critical severity.
//!
//! 1. An EPSS file of 300,000 rows is scanned bare (gzip and CSV, nothing else), imported for the first
//!    time, and imported as the next day's, in which one score in a hundred is another and one of the
//!    20,000 CVEs in a thousand.
//! 2. A release is judged with the policy that is compiled in: without a baseline, and against one that
//!    holds all that is open. The base is the reading of the columns that the console's queue is made of.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a bench stops at the first thing that is wrong, and prints"
)]

mod machine;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use machine::{Cost, measure};
use sluice::formats::Formats;
use sluice::ops::gate::{self, baseline};
use sluice::ops::import::{self, Request};
use sluice::ops::source::{self, Source};
use sluice::ops::{Who, Workspace, feeds, queue};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

const STORES: &str = "SLUICE_BENCH_STORES";

/// Rows of the EPSS file.
const SCORES: u64 = 300_000;
/// CVEs that the store speaks of.
const KNOWN: u64 = 20_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let asked = |flag: &str| arguments.iter().any(|it| it == flag);
    let measured = asked("--bench") && !asked("--test");
    let stores = std::env::var(STORES).unwrap_or_else(|_| "10000,1000000".to_owned());
    let few = |count: u64| if measured { count } else { count / 1000 };
    let folder = tempfile::tempdir().unwrap();
    for size in stores.split(',').map(|it| it.parse::<u64>().unwrap()) {
        let store = folder.path().join(format!("{size}.db"));
        let mut workspace = Workspace::open(&store).unwrap();
        fill(&mut workspace, few(size));
        println!("\n{} findings in the store", few(size));
        println!("{:<44}{:>8}{:>8}{:>8}", "", "wall s", "cpu s", "ratio");
        epss(&mut workspace, folder.path(), few(SCORES));
        release(&mut workspace);
        println!("peak memory: {:.0} MB", machine::peak());
    }
}

/// Prints a line and returns the base of ratios.
fn line(name: &str, it: Cost, base: Option<Cost>) {
    let ratio = base.map_or_else(String::new, |base| format!("{:.2}", it.wall / base.wall));
    println!("{name:<44}{:>8.3}{:>8.3}{ratio:>8}", it.wall, it.cpu);
}

fn who(at: i64) -> Who {
    Who {
        name: "bench".to_owned(),
        at,
    }
}

fn epss(workspace: &mut Workspace, folder: &Path, rows: u64) {
    let mut base = None;
    for (at, (day, name)) in (2_000..).zip([
        (0, "EPSS, the first time"),
        (0, "EPSS, the same scores of another day"),
        (1, "EPSS, one score in a hundred changed"),
    ]) {
        let path = folder.join("epss_scores.csv.gz");
        scores(&path, rows, (day, at));
        let (count, bare) = measure(|| scanned(&path));
        assert!(count >= rows);
        if base.is_none() {
            line("scan of the EPSS file alone", bare, None);
        }
        let base = base.get_or_insert(bare);
        let source = source::open(&path, &mut io::empty())
            .unwrap()
            .sources
            .remove(0);
        let (done, cost) = measure(|| feeds::import(workspace, &source, &who(at)).unwrap());
        line(name, cost, Some(*base));
        println!(
            "    {} rows changed, {} issues ranked anew",
            done.changed, done.ranked
        );
    }
}

/// Reads all cells and keeps nothing.
fn scanned(path: &Path) -> u64 {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(GzDecoder::new(File::open(path).unwrap()));
    let (mut row, mut count) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut row).unwrap() {
        count += 1;
    }
    count
}

/// An edition of the scores: the names of the first CVEs are those of the store.
fn scores(path: &Path, rows: u64, (day, at): (u64, i64)) {
    let mut out = GzEncoder::new(File::create(path).unwrap(), Compression::default());
    writeln!(
        out,
        "#model_version:v2025.03.14,score_date:2026-01-{:02}T12:00:00Z",
        at % 28 + 1
    )
    .unwrap();
    writeln!(out, "cve,epss,percentile").unwrap();
    for nth in 0..rows {
        let moved =
            if nth.is_multiple_of(100) && !nth.is_multiple_of(900) || nth.is_multiple_of(1000) {
                day
            } else {
                0
            };
        let score = (nth * 7919 + moved * 5000) % 100_000;
        writeln!(out, "{},0.{score:05},0.{score:05}", cve(nth)).unwrap();
    }
    out.finish().unwrap();
}

fn cve(nth: u64) -> String {
    format!("CVE-{}-{}", 2005 + nth % 20, 10_000 + nth)
}

fn release(workspace: &mut Workspace) {
    let (columns, base) = measure(|| queue::load(workspace).unwrap());
    println!("{} issues", columns.id.len());
    drop(columns);
    line("reading the queue", base, None);
    let ask = |baseline: Option<&str>| gate::Request {
        app: "shop".to_owned(),
        release: "1.0".to_owned(),
        baseline: baseline.map(str::to_owned),
        ..gate::Request::default()
    };
    let judged = |workspace: &mut Workspace, baseline, at| {
        let (run, cost) = measure(|| gate::run(workspace, &ask(baseline), &who(at)).unwrap());
        (run.record.verdict.blocking.len(), cost)
    };
    let (blocking, cost) = judged(workspace, None, 3_000);
    line("gate, without a baseline", cost, Some(base));
    println!("    {blocking} issues block");
    let (_, cost) = measure(|| baseline::record(workspace, ("shop", "0.9"), &who(3_001)).unwrap());
    line("recording a baseline of all", cost, Some(base));
    let (blocking, cost) = judged(workspace, Some("0.9"), 3_002);
    line("gate, against the baseline", cost, Some(base));
    println!("    {blocking} issues block");
    assert_eq!(blocking, 0);
}

fn fill(workspace: &mut Workspace, count: u64) {
    let request = Request {
        sources: vec![Source::memory("trivy.sarif", report(count).into())],
        app: "shop".to_owned(),
        ..Request::default()
    };
    let native = Formats::native();
    let out = import::run(workspace, &native, &request, &who(1_000), &mut |_| {}).unwrap();
    assert!(out.failed.is_empty() && out.reports[0].new == count);
}

/// Results of one tool, each at a place of its own.
fn report(count: u64) -> String {
    let mut out = "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"Trivy\",\"rules\":[\
                   {\"id\":\"sql\",\"properties\":{\"security-severity\":\"5.0\",\"tags\":[\"external/cwe/cwe-089\"]}}"
        .to_owned();
    for nth in 0..KNOWN {
        let severity = if nth.is_multiple_of(20) { "9.8" } else { "7.5" };
        let id = cve(nth);
        write!(
            out,
            ",\n{{\"id\":\"{id}\",\"properties\":{{\"security-severity\":\"{severity}\"}}}}"
        )
        .unwrap();
    }
    out.push_str("]}},\"results\":[");
    for nth in 0..count {
        let comma = if nth > 0 { "," } else { "" };
        if nth.is_multiple_of(5) {
            let (id, lock) = (
                cve(nth / 5 % KNOWN),
                format!("services/{}/package-lock.json", nth / 500),
            );
            write!(
                out,
                "{comma}\n{{\"ruleId\":\"{id}\",\"message\":{{\"text\":\"Package: part-{}\\nInstalled \
                 Version: 1.0.{nth}\\nVulnerability {id}\\nSeverity: HIGH\\nFixed Version: 2.0.0\\nLink: \
                 [{id}](https://avd.example/nvd/{id})\"}},\"locations\":[{{\"physicalLocation\":\
                 {{\"artifactLocation\":{{\"uri\":\"{lock}\"}},\"region\":{{\"startLine\":1}}}}}}]}}",
                nth % 500
            )
            .unwrap();
        } else {
            write!(
                out,
                "{comma}\n{{\"ruleId\":\"sql\",\"message\":{{\"text\":\"a query of text\"}},\"locations\":\
                 [{{\"physicalLocation\":{{\"artifactLocation\":{{\"uri\":\"src/file_{}.py\"}},\"region\":\
                 {{\"startLine\":{},\"snippet\":{{\"text\":\"run(query_{nth}, argument)\"}}}}}}}}]}}",
                nth / 40,
                10 + nth % 40 * 5
            )
            .unwrap();
        }
    }
    out.push_str("]}]}");
    out
}
