//! What it costs to find which findings are one issue.
//!
//! `cargo bench --bench correlation` prints two tables from one run. The first correlates
//! `SLUICE_BENCH_FINDINGS` findings (1,000,000) from nothing, against a bare hash join of the same
//! keys: who shares a key, directly or through others, and nothing else. The second imports 10,000
//! findings of a tool that was never seen into stores that hold ever more of another tool's
//! (`SLUICE_BENCH_STORES`, 0,10000,100000): the cost must follow the new ones.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "a bench stops at the first thing that is wrong, and prints"
)]

mod machine;
mod sightings;

use machine::{Cost, measure};
use sightings::sighting;
use sluice::correlate::{self, Sighting, group};
use sluice::formats::Formats;
use sluice::ops::import::{self, Request};
use sluice::ops::source::Source;
use sluice::ops::{Who, Workspace};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

const SIZE: &str = "SLUICE_BENCH_FINDINGS";
const STORES: &str = "SLUICE_BENCH_STORES";

/// Findings of the new tool.
const NEW: u64 = 10_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let asked = |flag: &str| arguments.iter().any(|it| it == flag);
    let measured = asked("--bench") && !asked("--test");
    let size = std::env::var(SIZE).ok().and_then(|it| it.parse().ok());
    from_nothing(size.unwrap_or(if measured { 1_000_000 } else { 1_000 }));
    let stores = std::env::var(STORES).unwrap_or_else(|_| "0,10000,100000".to_owned());
    let new = if measured { NEW } else { 50 };
    let mut first = None;
    println!("\n{new} new findings into a store of");
    for size in stores.split(',').map(|it| it.parse().unwrap()) {
        let size = if measured { size } else { size / 1_000 };
        let cost = into_store(size, new);
        let ratio = cost / *first.get_or_insert(cost);
        println!("{size:>10}{cost:>8.2} s{ratio:>8.2} times the first");
    }
}

fn from_nothing(size: u64) {
    let all: Vec<Sighting> = (0..size).map(sighting).collect();
    let (keys, made) = measure(|| all.iter().map(correlate::keys).collect::<Vec<_>>());
    let (joined, join) = measure(|| sets(&keys));
    let (issues, ours) = measure(|| {
        let sets = sets(&keys);
        sets.iter().map(|it| grouped(&all, it)).sum::<usize>()
    });
    println!("{size} findings of two tools from nothing");
    println!("{:<34}{:>8}{:>8}", "", "wall s", "cpu s");
    let line = |name: &str, it: Cost| println!("{name:<34}{:>8.2}{:>8.2}", it.wall, it.cpu);
    line("making the keys", made);
    line("a bare hash join", join);
    line("correlation", ours);
    let total = (made.cpu + ours.cpu) / (made.cpu + join.cpu);
    println!(
        "{:.2} times the join, with the keys {total:.2}; {} sets, {issues} issues",
        ours.cpu / join.cpu.max(0.01),
        joined.len()
    );
    println!(
        "peak memory, the findings included: {:.0} MB",
        machine::peak()
    );
}

/// The issues of findings of which it is known that nothing else hangs together with them.
fn grouped(all: &[Sighting], set: &[u32]) -> usize {
    if set.len() == 1 {
        return 1;
    }
    let some: Vec<Sighting> = set.iter().map(|it| all[*it as usize].clone()).collect();
    group::group(&some).groups.len()
}

/// Findings that share a key, directly or through others: a hash join and disjoint sets.
fn sets(keys: &[Vec<i64>]) -> Vec<Vec<u32>> {
    let mut first: HashMap<i64, u32> = HashMap::with_capacity(keys.len());
    let mut parent: Vec<u32> = (0..keys.len() as u32).collect();
    for (at, keys) in (0..).zip(keys) {
        for key in keys {
            let other = *first.entry(*key).or_insert(at);
            let (a, b) = (root(&mut parent, at), root(&mut parent, other));
            parent[a.max(b) as usize] = a.min(b);
        }
    }
    let mut out: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for at in 0..parent.len() as u32 {
        out.entry(root(&mut parent, at)).or_default().push(at);
    }
    out.into_values().collect()
}

fn root(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        parent[at as usize] = parent[parent[at as usize] as usize];
        at = parent[at as usize];
    }
    at
}

/// Processor seconds of importing `new` findings of one tool into a store that holds `size` of
/// another's, some of them at the same places.
fn into_store(size: u64, new: u64) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store.db");
    if size > 0 {
        import(&store, "semgrep", (0, size));
    }
    // Spread over what is there.
    let step = (size / new).max(1);
    measure(|| import(&store, "codeql", (step, new))).1.cpu
}

fn import(store: &Path, tool: &str, (step, count): (u64, u64)) {
    let mut workspace = Workspace::open(store).unwrap();
    let request = Request {
        sources: vec![Source::memory(
            tool,
            report(tool, step.max(1), count).into(),
        )],
        app: "shop".to_owned(),
        ..Request::default()
    };
    let who = Who {
        name: "bench".to_owned(),
        at: 1_000,
    };
    let out = import::run(
        &mut workspace,
        &Formats::native(),
        &request,
        &who,
        &mut |_| {},
    )
    .unwrap();
    assert!(out.failed.is_empty() && out.reports[0].new == count);
}

/// Results at every `step`th place.
fn report(tool: &str, step: u64, count: u64) -> String {
    let mut out = format!(
        "{{\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{{\"name\":\"{tool}\",\"rules\":\
         [{{\"id\":\"sql\",\"properties\":{{\"tags\":[\"external/cwe/cwe-089\"]}}}}]}}}},\"results\":["
    );
    for nth in 0..count {
        let (place, comma) = (nth * step, if nth > 0 { "," } else { "" });
        write!(
            out,
            "{comma}\n{{\"ruleId\":\"sql\",\"message\":{{\"text\":\"a query of text\"}},\"locations\":\
             [{{\"physicalLocation\":{{\"artifactLocation\":{{\"uri\":\"src/file_{}.py\"}},\"region\":\
             {{\"startLine\":{},\"snippet\":{{\"text\":\"run(query_{place}, argument)\"}}}}}}}}]}}",
            place / 40,
            10 + place % 40 * 5
        )
        .unwrap();
    }
    out.push_str("]}]}");
    out
}
