//! The clear text of a secret ends at the door: it is in no table, no kept report, no output.

use crate::harness::{Sluice, sample};
use flate2::read::ZlibDecoder;
use serde_json::Value;
use std::io::Read as _;

const REPORTS: [&str; 2] = [
    "sample-data/reports/shop/gitleaks.json",
    "sample-data/reports/payments/gitleaks.json",
];

/// A Trivy report whose masking failed.
const UNMASKED: &str = "UNMASKED9TRIVY8EXAMPLE7KEY";

/// Every secret value that the reports hold.
fn secrets() -> Vec<String> {
    let mut out: Vec<String> = REPORTS
        .iter()
        .flat_map(|path| {
            let leaks: Vec<Value> = serde_json::from_slice(&sample(path)).unwrap();
            leaks
                .into_iter()
                .map(|it| it["Secret"].as_str().unwrap().to_owned())
        })
        .collect();
    out.sort();
    out.dedup();
    assert_eq!(
        out.len(),
        5 + 5,
        "five of the shop, five different ones of the payments"
    );
    out
}

/// Reports with secrets, all in one store.
fn world() -> Sluice {
    let sluice = Sluice::new();
    sluice.import(&REPORTS, &[]);
    sluice.import(&["sample-data/reports/shop/trivy.json"], &[]);
    // A code scanner quotes the same credentials.
    sluice.import(&["sample-data/reports/shop/bandit.json"], &[]);
    sluice
}

fn holds(bytes: &[u8], secret: &str) -> bool {
    memchr::memmem::find(bytes, secret.as_bytes()).is_some()
}

#[test]
fn no_byte_on_disk_and_no_kept_report_holds_a_secret() {
    let sluice = world();
    let mut places = vec![("files".to_owned(), sluice.bytes_on_disk())];
    let conn = rusqlite::Connection::open(sluice.store()).unwrap();
    let mut stmt = conn
        .prepare("select report_id, body from report_frame")
        .unwrap();
    let frames: Vec<(i64, Vec<u8>)> = stmt
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(frames.len(), 4);
    for (report, body) in frames {
        let mut text = Vec::new();
        ZlibDecoder::new(body.as_slice())
            .read_to_end(&mut text)
            .unwrap();
        places.push((format!("report {report}"), text));
    }
    for secret in secrets() {
        for (place, bytes) in &places {
            assert!(!holds(bytes, &secret), "{secret} is in {place}");
        }
    }
}

#[test]
fn no_output_holds_a_secret() {
    let sluice = Sluice::new();
    let mut said = Vec::new();
    let mut run = |args: &[&str]| {
        let ran = sluice.ok(args);
        said.push((args.join(" "), ran.out + &ran.err));
    };
    for report in REPORTS {
        run(&["import", report, "--app", "shop", "--plan"]);
        run(&["import", report, "--app", "shop", "--output", "json"]);
    }
    run(&["list"]);
    run(&["list", "--findings", "--output", "json"]);
    run(&["list", "--output", "csv"]);
    run(&["findings"]);
    run(&["audit", "export"]);
    for issue in sluice.issues("status:any") {
        run(&["show", issue["id"].as_str().unwrap(), "--records"]);
    }
    for secret in secrets() {
        for (args, text) in &said {
            assert!(!text.contains(&secret), "{secret} is printed by {args}");
        }
    }
}

#[test]
fn one_credential_in_two_places_is_one_issue_although_nobody_kept_it() {
    let sluice = Sluice::new();
    sluice.import(&REPORTS[1..], &[]);
    // mooring-Line-3305 stands in two places.
    let all = sluice.issues("tool:gitleaks");
    let leaks: usize = all
        .iter()
        .map(|it| it["findings"].as_array().unwrap().len())
        .sum();
    assert_eq!((leaks, all.len()), (6, 5));
}

#[test]
fn a_failed_import_and_a_plan_leave_no_secret_behind() {
    let sluice = Sluice::new();
    sluice.import(&REPORTS, &["--plan"]);
    let text = String::from_utf8(sample(REPORTS[0])).unwrap();
    let file = sluice.file("cut.json", &text[..text.len() - 40]);
    assert_eq!(sluice.run(&["import", &file, "--app", "shop"]).code, 3);
    let bytes = sluice.bytes_on_disk();
    for secret in secrets() {
        assert!(!holds(&bytes, &secret), "{secret}");
    }
}

#[test]
fn a_secret_that_trivy_did_not_mask_is_masked_here() {
    let sluice = Sluice::new();
    let text = String::from_utf8(sample("sample-data/reports/shop/trivy.json")).unwrap();
    let text = text.replace("********************", UNMASKED);
    assert!(text.matches(UNMASKED).count() > 1);
    sluice.import(&[sluice.file("trivy.json", text)], &[]);
    let issue = &sluice.issues("class:secret")[0];
    let shown = sluice.quiet(&["show", issue["id"].as_str().unwrap(), "--records"]);
    assert!(!shown.contains(UNMASKED), "{shown}");
    assert!(!holds(&sluice.bytes_on_disk(), UNMASKED));
}
