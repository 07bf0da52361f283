//! A kill at any moment leaves the store as before or after an operation, never between.

use crate::harness::{SHOP, Sluice};
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Moments spread over one import.
const MOMENTS: u32 = 21;

/// A report of `count` results in files of ten each.
fn report(count: usize) -> String {
    let results: Vec<Value> = (0..count)
        .map(|at| {
            json!({
                "ruleId": format!("rule-{}", at % 30),
                "level": "error",
                "message": {"text": format!("finding {at} of many, with some text to store")},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": format!("src/module_{}.c", at / 10)},
                    "region": {"startLine": at % 10 * 20 + 1,
                               "snippet": {"text": format!("call_{at}(input);")}},
                }}],
            })
        })
        .collect();
    json!({
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "big"}}, "results": results}],
    })
    .to_string()
}

fn counts(sluice: &Sluice) -> (Value, Value, Value) {
    let info = sluice.json(&["store", "info"]);
    (
        info["reports"].clone(),
        info["findings"].clone(),
        info["events"].clone(),
    )
}

/// Kills the command a while after its start; true when it was still at work.
fn kill(sluice: &Sluice, args: &[&str], after: Duration) -> bool {
    let mut command = sluice.command(args);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    while start.elapsed() < after {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

#[test]
fn a_kill_at_any_moment_leaves_all_of_an_import_or_nothing() {
    let calm = Sluice::with_shop();
    let big = report(3000);
    let name = calm.file("big.sarif", &big);
    let next = "sample-data/reports/shop/next/bandit.json";
    let start = Instant::now();
    calm.ok(&["import", &name, next, "--app", "shop"]);
    let mut whole = start.elapsed();
    let after = counts(&calm);

    let mut interrupted = 0;
    let mut sluice = Sluice::with_shop();
    let before = counts(&sluice);
    let queue = sluice.everything();
    // On a busy machine one run is longer than another: what was over before its kill is tried again
    // with the shorter time.
    let mut tries = 0;
    while interrupted < MOMENTS && tries < MOMENTS * 3 {
        tries += 1;
        let moment = interrupted + 1;
        let name = sluice.file("big.sarif", &big);
        let args = ["import", &name, next, "--app", "shop"];
        let start = Instant::now();
        if kill(&sluice, &args, whole * moment / (MOMENTS + 1)) {
            interrupted += 1;
        } else {
            whole = whole.min(start.elapsed());
        }
        sluice.check();
        let now = counts(&sluice);
        if now == before {
            assert_eq!(sluice.everything(), queue, "at {moment}");
            continue;
        }
        assert_eq!(now, after, "at {moment} of {MOMENTS}");
        sluice = Sluice::with_shop();
    }
    assert!(
        interrupted >= MOMENTS / 2,
        "only {interrupted} of {MOMENTS} were at work"
    );
    // What was interrupted so often can still be done.
    let name = sluice.file("big.sarif", &big);
    sluice.ok(&["import", &name, next, "--app", "shop"]);
    assert_eq!(counts(&sluice), after);
}

#[test]
fn a_kill_while_the_store_is_made_leaves_one_that_can_be_used() {
    let calm = Sluice::new();
    let start = Instant::now();
    calm.quiet(&["store", "info"]);
    let whole = start.elapsed();
    for moment in 1..=5 {
        let sluice = Sluice::new();
        kill(&sluice, &["store", "info"], whole * moment / 6);
        sluice.check();
        sluice.import(&SHOP[..1], &[]);
    }
}
