//! What it costs to find which findings are one issue.
//!
//! `cargo bench --bench correlation` prints three tables from one run.
//!
//! 1. `SLUICE_BENCH_FINDINGS` findings (1,000,000) are correlated from nothing.
//! 2. 10,000 findings of a tool that was never seen are correlated with as many, which are there.
//! 3. 10,000 findings of such a tool are imported into stores that hold ever more of another tool's
//!    (`SLUICE_BENCH_STORES`, 10000,1000000): the cost must follow the new ones, not the store.
//!
//! The base of the ratios is a hash join: of the same findings it makes the same keys and finds who
//! shares one, directly or through others. Making the keys belongs to it, since no join has a column
//! to join by before it was made, and the findings have none: a key is made of weakness, file and
//! tool by the tables of `assets/crosswalk/`. What correlation does above that is to look into each
//! set that hangs together: which of its findings are one issue, why in words, and what is only
//! suggested. The join of keys that are ready is printed too; it touches nothing but numbers.
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
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;

const SIZE: &str = "SLUICE_BENCH_FINDINGS";
const STORES: &str = "SLUICE_BENCH_STORES";

/// Findings of the new tool.
const NEW: usize = 10_000;

/// Correlation may take so many times what the join takes.
const ASKED: f64 = 3.0;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let asked = |flag: &str| arguments.iter().any(|it| it == flag);
    let measured = asked("--bench") && !asked("--test");
    let size = std::env::var(SIZE).ok().and_then(|it| it.parse().ok());
    let size = size.unwrap_or(if measured { 1_000_000 } else { 1_000 });
    let new = if measured { NEW } else { 50 };
    let all: Vec<Sighting> = (0..size).map(sighting).collect();
    from_nothing(&all);
    to_what_is_there(all, new);
    let stores = std::env::var(STORES).unwrap_or_else(|_| "10000,1000000".to_owned());
    let mut first = None;
    println!("\n{new} new findings imported into a store of");
    for size in stores.split(',').map(|it| it.parse::<u64>().unwrap()) {
        let size = if measured { size } else { size / 10_000 };
        let cost = into_store(size, new as u64);
        let ratio = cost / *first.get_or_insert(cost);
        println!("{size:>10}{cost:>8.2} s{ratio:>8.2} times the first");
    }
}

fn from_nothing(all: &[Sighting]) {
    let (keys, made) = measure(|| all.iter().map(correlate::keys).collect::<Vec<_>>());
    let (joined, join) = measure(|| sets(&keys));
    let (issues, grouping) = measure(|| joined.iter().map(|it| grouped(all, it)).sum::<usize>());
    println!("{} findings of two tools from nothing", all.len());
    table(made, join, grouping);
    println!("{} sets, {issues} issues", joined.len());
    let peak = machine::peak();
    println!("peak memory, the findings included: {peak:.0} MB");
}

/// The index of what is there is not measured: a store has it already.
fn to_what_is_there(mut all: Vec<Sighting>, new: usize) {
    let (there, step) = (all.len(), (all.len() / new).max(1));
    let mut index: HashMap<i64, Vec<u32>> = HashMap::new();
    for (at, it) in (0..).zip(&all) {
        for key in correlate::keys(it) {
            index.entry(key).or_default().push(at);
        }
    }
    for at in 0..new {
        let mut it = all[at * step % there].clone();
        "gosec".clone_into(&mut it.tool);
        it.fingerprint.0[15] = 1;
        all.push(it);
    }
    let (keys, made) = measure(|| {
        let keys = all[there..].iter().map(correlate::keys);
        let keys: Vec<_> = keys.collect();
        // Those that are met have keys too, by which others are found.
        let met: BTreeSet<u32> = met(&index, &keys).into_iter().flatten().collect();
        let theirs = met
            .iter()
            .map(|it| correlate::keys(&all[*it as usize]).len());
        assert!(theirs.sum::<usize>() >= met.len());
        keys
    });
    let (joined, join) = measure(|| {
        let mut by_met: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for (at, met) in (there as u32..).zip(met(&index, &keys)) {
            by_met.entry(met).or_default().push(at);
        }
        let both = by_met.into_iter().map(|(met, new)| [met, new].concat());
        both.collect::<Vec<_>>()
    });
    let (issues, grouping) = measure(|| joined.iter().map(|it| grouped(&all, it)).sum::<usize>());
    println!("\n{new} new findings to {there} that are there");
    table(made, join, grouping);
    let touched: usize = joined.iter().map(Vec::len).sum();
    println!("{touched} findings looked at, {issues} issues");
}

/// What shares a key with each of some findings.
fn met(index: &HashMap<i64, Vec<u32>>, keys: &[Vec<i64>]) -> Vec<Vec<u32>> {
    let of = |keys: &Vec<i64>| {
        let found = keys.iter().filter_map(|key| index.get(key)).flatten();
        found.copied().collect()
    };
    keys.iter().map(of).collect()
}

fn table(made: Cost, join: Cost, grouping: Cost) {
    println!("{:<34}{:>8}{:>8}", "", "wall s", "cpu s");
    let line = |name: &str, it: Cost| println!("{name:<34}{:>8.2}{:>8.2}", it.wall, it.cpu);
    line("making the keys", made);
    line("a join of keys that are ready", join);
    line("looking into the sets", grouping);
    let base = made.cpu + join.cpu;
    let ratio = (base + grouping.cpu) / base;
    let ready = (join.cpu + grouping.cpu) / join.cpu.max(0.001);
    println!(
        "correlation is {ratio:.2} times the hash join, {ASKED} asked; from ready keys {ready:.1}"
    );
}

/// The issues of findings of which it is known that nothing else hangs together with them.
fn grouped(all: &[Sighting], set: &[u32]) -> usize {
    if set.len() == 1 {
        return 1;
    }
    let some: Vec<&Sighting> = set.iter().map(|it| &all[*it as usize]).collect();
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
