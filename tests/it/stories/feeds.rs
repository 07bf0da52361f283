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
    assert_eq!(
        sluice.issues("kev:no"),
        Vec::<Value>::new(),
        "nobody was asked"
    );

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
        text.contains("epss             93.12 %, percentile 99.77, since 2025-08-25"),
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

#[test]
fn an_alias_lets_a_ghsa_alone_be_known_as_exploited_and_the_edition_before_is_kept() {
    let sluice = Sluice::new();
    let report = sluice.file(
        "own.csv",
        "title,severity,tool,cve,component,version\nold,low,own,GHSA-jfh8-c2jp-5v3q,log4j,2.14\n",
    );
    let ran = sluice.run(&["import", &report, "--app", "shop"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    sluice.ok(&["feed", "import", KEV]);
    assert!(sluice.issues("kev:no").is_empty() && sluice.issues("kev:yes").is_empty());
    let record = json!({
        "schema_version": "1.7.0", "id": "GHSA-jfh8-c2jp-5v3q", "modified": "2025-05-09T13:13:16Z",
        "aliases": ["CVE-2023-4863"], "affected": [],
    });
    let osv = sluice.file("osv.json", record.to_string());
    let ran = sluice.ok(&["feed", "import", &osv]);
    assert!(ran.err.contains("1 issues ranked anew"), "{}", ran.err);
    let issue = &sluice.issues("kev:yes")[0];
    assert_eq!(issue["priority"]["band"], "P1", "a floor holds it: {issue}");
    sluice.check();
}

#[test]
fn decision_points_of_cisa_answer_the_trees_and_a_person_goes_before_them() {
    let sluice = Sluice::with_shop();
    let record = json!({
        "dataType": "CVE_RECORD", "dataVersion": "5.1",
        "cveMetadata": {"cveId": "CVE-2023-4863"},
        "containers": {"adp": [{"metrics": [{"other": {"type": "ssvc", "content": {
            "id": "CVE-2023-4863", "timestamp": "2025-02-13T16:59:35Z", "version": "2.0.3",
            "options": [{"Exploitation": "active"}, {"Automatable": "no"},
                {"Technical Impact": "total"}],
        }}}]}]},
    });
    let file = sluice.file("CVE-2023-4863.json", record.to_string());
    sluice.ok(&["feed", "import", &file]);
    let id = sluice.issues("vuln:CVE-2023-4863 pkg:pillow")[0]["id"].clone();
    let id = id.as_str().unwrap();
    let text = sluice.quiet(&["explain", id]);
    assert!(
        text.contains("exploitation = active — CISA Vulnrichment, 2025-02-13"),
        "{text}"
    );
    let args = [
        "answer",
        id,
        "exposure",
        "small",
        "--reason",
        "behind the vault",
    ];
    sluice.quiet(&args);
    let text = sluice.quiet(&["explain", id]);
    assert!(text.contains("exposure = small — "), "{text}");
    assert!(text.contains("behind the vault (event "), "{text}");
    sluice.quiet(&["undo"]);
    assert!(!sluice.quiet(&["explain", id]).contains("behind the vault"));
    sluice.quiet(&["undo", "--redo"]);
    sluice.quiet(&["store", "rebuild"]);
    assert!(sluice.quiet(&["explain", id]).contains("behind the vault"));
    let wrong = sluice.run(&["answer", id, "exposure", "tiny", "--reason", "x"]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    sluice.check();
}

#[test]
fn a_profile_is_tried_chosen_and_taken_back() {
    let sluice = Sluice::with_shop();
    sluice.ok(&["feed", "import", KEV, EPSS]);
    let before = sluice.everything();
    let ran = sluice.ok(&["priority", "simulate", "evidence-first"]);
    assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
    assert_eq!(sluice.everything(), before);
    sluice.quiet(&["priority", "use", "evidence-first"]);
    let after = sluice.everything();
    assert_ne!(after, before);
    sluice.quiet(&["store", "rebuild"]);
    assert_eq!(sluice.everything(), after);
    sluice.quiet(&["undo"]);
    assert_eq!(sluice.everything(), before);
    sluice.quiet(&["undo", "--redo"]);
    assert_eq!(sluice.everything(), after);
    let none = sluice.run(&["priority", "use", "nosuch"]);
    assert_eq!(none.code, 2, "{}", none.err);
    sluice.check();
}

#[test]
fn two_issues_are_compared_term_by_term_and_the_higher_one_comes_first() {
    let sluice = Sluice::with_shop();
    sluice.ok(&["feed", "import", KEV, EPSS]);
    let all = sluice.issues("");
    let id = |it: &Value| it["id"].as_str().unwrap().to_owned();
    let (top, last) = (id(&all[0]), id(all.last().unwrap()));
    for pair in [[&top, &last], [&last, &top]] {
        let versus = sluice.json(&["explain", pair[0], pair[1], "--rank"]);
        assert_eq!(versus["first"]["id"], all[0]["id"]);
        let terms = versus["terms"].as_array().unwrap();
        let ahead =
            |it: &Value| it["points"][0].as_f64().unwrap() - it["points"][1].as_f64().unwrap();
        let sum: f64 = terms.iter().map(ahead).sum();
        let score = |it: &str| versus[it]["score"].as_f64().unwrap();
        assert!(
            (sum - (score("first") - score("second"))).abs() < 0.01,
            "{versus}"
        );
    }
}

#[test]
fn the_critical_queue_is_not_all_that_is_critical_and_says_why_for_every_row() {
    let sluice = Sluice::with_shop();
    sluice.ok(&["feed", "import", KEV, EPSS]);
    let p1 = sluice.issues("band:P1");
    let critical = sluice.issues("sev:critical");
    assert!(!p1.is_empty() && p1 != critical);
    for issue in &p1 {
        let text = sluice.quiet(&["explain", issue["id"].as_str().unwrap()]);
        assert!(text.contains("band P1, by profile sluice 1"), "{text}");
        assert!(text.contains("SSVC deployer 1.0.0: "), "{text}");
        let terms = issue["priority"]["terms"].as_array().unwrap();
        assert!(
            terms
                .iter()
                .all(|it| it["source"].as_str().is_some_and(|it| !it.is_empty()))
        );
    }
}
