//! A plan says what an import will do, and does nothing.

use crate::harness::{SHOP, Sluice};
use serde_json::Value;

const NEXT: &str = "sample-data/reports/shop/next/bandit.json";

/// Plans, checks that nothing changed, then imports for real and compares.
fn check(sluice: &Sluice, files: &[&str]) {
    let (before, bytes) = (sluice.everything(), sluice.bytes_on_disk());
    let log = sluice.quiet(&["audit", "export"]);
    let mut plan = sluice.import(files, &["--plan"]);
    assert_eq!(sluice.everything(), before);
    assert_eq!(sluice.quiet(&["audit", "export"]), log);
    assert!(
        sluice.bytes_on_disk() == bytes,
        "the plan wrote to the store"
    );
    assert_eq!(plan["plan"], true);
    plan["plan"] = Value::Bool(false);
    assert_eq!(sluice.import(files, &[]), plan);
}

#[test]
fn a_plan_for_an_empty_store_is_what_the_import_then_does() {
    let sluice = Sluice::new();
    // The first command of all makes the file.
    sluice.quiet(&["store", "check"]);
    check(&sluice, &SHOP);
}

#[test]
fn a_plan_of_a_later_scan_is_what_the_import_then_does() {
    check(&Sluice::with_shop(), &[NEXT]);
}

#[test]
fn a_plan_of_known_reports_is_what_the_import_then_does() {
    check(&Sluice::with_shop(), &SHOP);
}

#[test]
fn a_plan_for_people_lists_the_changes_and_says_that_it_is_one() {
    let sluice = Sluice::with_shop();
    let ran = sluice.ok(&["import", NEXT, "--app", "shop", "--plan"]);
    assert_eq!(ran.err, "this was a plan: nothing was changed\n");
    insta::with_settings!({ snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(ran.out);
    });
}
