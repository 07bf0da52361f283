//! What is known of exploitation comes in as a file, re-ranks the queue and explains itself.

use crate::harness::Sluice;
use serde_json::{Value, json};

const KEV: &str = "sample-data/feeds/kev.json";
const EPSS: &str = "sample-data/feeds/epss.csv";

fn term<'a>(issue: &'a Value, factor: &str) -> &'a Value {
    let terms = issue["priority"]["terms"].as_array().unwrap();
    terms.iter().find(|it| it["factor"] == factor).unwrap()
}

#[test]
fn feeds_rerank_what_they_name_and_show_prints_their_terms() {
    let sluice = Sluice::with_shop();
    // libwebp in pillow: high, so behind every critical one as long as nothing is known.
    let filter = "vuln:CVE-2023-4863 pkg:pillow";
    let before = sluice.issues(filter)[0].clone();
    assert_eq!(term(&before, "kev")["value"], "not fed");
    assert_eq!(sluice.issues("kev:yes"), Vec::<Value>::new());

    let ran = sluice.ok(&["feed", "import", KEV, EPSS]);
    assert!(ran.err.starts_with("kev of 2025-08-25"), "{}", ran.err);
    let after = sluice.issues(filter)[0].clone();
    let kev = term(&after, "kev");
    assert_eq!(
        (&kev["points"], &kev["of"], &kev["assumed"]),
        (&json!(20.0), &json!(20.0), &json!(false))
    );
    let points = term(&after, "epss")["points"].as_f64().unwrap();
    assert!(points > 10.0, "EPSS says 0.9312: {points}");
    let score = |it: &Value| it["priority"]["score"].as_f64().unwrap();
    assert!(score(&after) > score(&before));
    assert_eq!(
        sluice.issues("")[0]["priority"]["score"],
        after["priority"]["score"]
    );

    let text = sluice.quiet(&["show", after["id"].as_str().unwrap()]);
    assert!(text.contains("+20.00 of 20.00  kev "), "{text}");
    assert!(
        text.contains("epss             93.12 %, percentile 99.77, 2025-08-25"),
        "{text}"
    );
    sluice.check();
}

#[test]
fn what_a_score_is_made_of_adds_up() {
    let sluice = Sluice::with_shop();
    sluice.ok(&["feed", "import", KEV, EPSS]);
    for issue in sluice.issues("status:any") {
        let terms = issue["priority"]["terms"].as_array().unwrap();
        let sum: f64 = terms.iter().map(|it| it["points"].as_f64().unwrap()).sum();
        let score = issue["priority"]["score"].as_f64().unwrap();
        assert!((sum - score).abs() < 0.005, "{sum} and {score}: {issue}");
    }
}

#[test]
fn an_edition_that_drops_an_id_ranks_it_down_again() {
    let sluice = Sluice::with_shop();
    sluice.ok(&["feed", "import", KEV, EPSS]);
    assert!(!sluice.issues("kev:yes").is_empty());
    let mut empty: Value = serde_json::from_slice(&crate::harness::sample(KEV)).unwrap();
    let other = empty["vulnerabilities"].as_array_mut().unwrap();
    other.retain(|it| it["cveID"] == "CVE-2025-24813");
    empty["count"] = 1.into();
    let file = sluice.file("kev.json", empty.to_string());
    sluice.ok(&["feed", "import", &file]);
    assert_eq!(sluice.issues("kev:yes"), Vec::<Value>::new());
    sluice.check();
}

#[test]
fn feeds_before_reports_rank_as_feeds_after_reports() {
    let after = Sluice::with_shop();
    after.ok(&["feed", "import", KEV, EPSS]);
    let before = Sluice::new();
    before.ok(&["feed", "import", KEV, EPSS]);
    before.import(&crate::harness::SHOP, &[]);
    assert_eq!(before.everything(), after.everything());
}

#[test]
fn a_report_is_no_feed_and_a_feed_is_no_report() {
    let sluice = Sluice::new();
    let ran = sluice.run(&["feed", "import", crate::harness::SHOP[0]]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("neither a KEV catalogue nor EPSS scores"),
        "{}",
        ran.err
    );
    let ran = sluice.run(&["import", KEV, "--app", "shop"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("no format recognises"), "{}", ran.err);
}
