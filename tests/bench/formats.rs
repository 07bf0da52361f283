//! How fast reports are read, against a parser that merely passes over the same file.
//!
//! `cargo bench --bench formats` prints one table from one run, so that its ratios hold on a machine
//! that is busy with other things. Scanning is what `serde_json` (`IgnoredAny`), `quick-xml` (all
//! events) and `csv` (all records) do with the file in a stream, as the formats read it; for JSON
//! also what `serde_json` does with the whole file in memory, which no reader of ours may assume.
//! Ruff's report is read by a jq filter, here without the process that filters are run in. A native
//! format should take at most [`MOST`] times as long as a scan; a filter, which is interpreted record
//! by record, has no such bound: 20,000 findings a second are expected of it (ten thousand findings
//! of the long tail in half a second), which is some twenty times a scan.
//! Then it reads a small and a large report of each format, each in a process of its own, and prints
//! the peak of their memory. `SLUICE_BENCH_MB` sets the size of the files (100 MB, and 1,000 for the
//! large ones); names of formats as arguments leave the others out.
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

mod forget;
mod machine;
mod report;
mod writers;

use forget::Forget;
use machine::measure;
use quick_xml::events::Event;
use serde::de::{Deserialize as _, IgnoredAny};
use sluice::formats::filter::Here;
use sluice::formats::{Formats, Runner, SecretKey};
use sluice::ops::source;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};
use writers::Kind;

/// Tells a child process to read a report and to print its peak memory.
const CHILD: &str = "SLUICE_BENCH_CHILD";

const SIZE: &str = "SLUICE_BENCH_MB";

/// Runs of each thing; the least is taken.
const RUNS: usize = 3;

/// How many times as long as a scan a native format may take.
const MOST: f64 = 3.0;

/// Findings a second that are expected of a filter.
const FILTER: f64 = 20_000.0;

fn main() {
    if let Ok(path) = std::env::var(CHILD) {
        read(Path::new(&path));
        println!("{:.0}", machine::peak());
        return;
    }
    let arguments: Vec<String> = std::env::args().collect();
    let asked = |flag: &str| arguments.iter().any(|it| it == flag);
    let measured = asked("--bench") && !asked("--test");
    let size = std::env::var(SIZE).ok().and_then(|it| it.parse().ok());
    let size: u64 = size.unwrap_or(if measured { 100 } else { 1 });
    let folder = tempfile::tempdir().unwrap();
    println!(
        "{:<12}{:>6}{:>10}{:>8}{:>10}{:>12}{:>12}{:>8}  {:<22}{:>12}{:>8}",
        "",
        "MB",
        "findings",
        "wall s",
        "MB/s",
        "findings/s",
        "scan MB/s",
        "ratio",
        "expected",
        "in memory",
        "ratio"
    );
    let named = |kind: &&Kind| asked(kind.format);
    let all = || writers::ALL.iter();
    let kinds: Vec<&Kind> = if all().any(|it| named(&it)) {
        all().filter(named).collect()
    } else {
        all().collect()
    };
    for kind in &kinds {
        line(kind, folder.path(), size);
    }
    println!("\npeak memory, MB{:>9}{:>9}", "small", "large");
    for kind in &kinds {
        let peaks = [size.div_ceil(10), size * 10].map(|size| {
            let path = written(kind, folder.path(), size);
            let out = Command::new(std::env::current_exe().unwrap())
                .env(CHILD, &path)
                .output()
                .unwrap();
            assert!(
                out.status.success(),
                "{}",
                String::from_utf8_lossy(&out.stderr)
            );
            fs::remove_file(path).unwrap();
            String::from_utf8(out.stdout).unwrap()
        });
        println!(
            "{:<15}{:>9}{:>9}",
            kind.format,
            peaks[0].trim(),
            peaks[1].trim()
        );
    }
}

/// One line of the table.
fn line(kind: &Kind, folder: &Path, size: u64) {
    let path = written(kind, folder, size);
    let bytes = fs::metadata(&path).unwrap().len() as f64 / 1e6;
    let least = |work: &dyn Fn()| {
        let costs = (0..RUNS).map(|_| measure(work).1.cpu);
        costs.fold(f64::MAX, f64::min).max(0.001)
    };
    let (findings, first) = measure(|| read(&path).findings);
    let ours = least(&|| {
        read(&path);
    });
    let scan = least(&|| scan(&path));
    let rest = path
        .extension()
        .is_some_and(|it| it == "json" || it == "sarif");
    let whole = rest.then(|| {
        let text = fs::read(&path).unwrap();
        least(&|| {
            serde_json::from_slice::<IgnoredAny>(&text).unwrap();
        })
    });
    let whole = whole.map_or_else(String::new, |it| {
        format!("{:>12.0}{:>8.2}", bytes / it, ours / it)
    });
    println!(
        "{:<12}{bytes:>6.0}{findings:>10}{:>8.2}{:>10.0}{:>12.0}{:>12.0}{:>8.2}  {:<22}{whole}",
        kind.format,
        first.wall,
        bytes / ours,
        findings as f64 / ours,
        bytes / scan,
        ours / scan,
        expected(kind, ours / scan, findings as f64 / ours),
    );
    fs::remove_file(path).unwrap();
}

/// What is expected of a kind, and whether this run kept it.
fn expected(kind: &Kind, ratio: f64, speed: f64) -> String {
    let (text, kept) = if kind.native {
        (format!("<= {MOST:.0}"), ratio <= MOST)
    } else {
        (format!(">= {FILTER:.0} f/s"), speed >= FILTER)
    };
    format!("{text} {}", if kept { "kept" } else { "MISSED" })
}

fn written(kind: &Kind, folder: &Path, size: u64) -> PathBuf {
    let path = folder.join(kind.file);
    let mut to = BufWriter::with_capacity(1 << 20, File::create(&path).unwrap());
    (kind.write)(size * 1_000_000 / kind.record, &mut to).unwrap();
    to.flush().unwrap();
    path
}

/// Reads a report as `sluice import` does, up to the finding.
fn read(path: &Path) -> Forget {
    static FORMATS: LazyLock<Formats> = LazyLock::new(|| {
        let here: Arc<dyn Runner> = Arc::new(Here::default());
        Formats::new(&here).unwrap()
    });
    let name = path.file_name().and_then(|it| it.to_str());
    let kind = writers::ALL
        .iter()
        .find(|it| Some(it.file) == name)
        .unwrap();
    let source = source::open(path, &mut io::empty())
        .unwrap()
        .sources
        .remove(0);
    let format = FORMATS.by_name(kind.format).unwrap();
    let mut sink = Forget::default();
    format
        .read(&source, &SecretKey::new(b"key"), &mut sink)
        .unwrap();
    assert_eq!(sink.skipped, 0);
    sink
}

/// Passes over a file without making anything of it.
fn scan(path: &Path) {
    let file = BufReader::with_capacity(256 * 1024, File::open(path).unwrap());
    match path.extension().and_then(|it| it.to_str()) {
        Some("xml") => {
            let mut reader = quick_xml::Reader::from_reader(file);
            let mut buf = Vec::new();
            while !matches!(reader.read_event_into(&mut buf).unwrap(), Event::Eof) {
                buf.clear();
            }
        }
        Some("csv") => {
            let mut reader = csv::Reader::from_reader(file);
            let mut record = csv::ByteRecord::new();
            while reader.read_byte_record(&mut record).unwrap() {}
        }
        _ => {
            let mut from = serde_json::Deserializer::from_reader(file);
            IgnoredAny::deserialize(&mut from).unwrap();
        }
    }
}
