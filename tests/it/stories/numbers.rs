//! Numbers and evidence through the program: what a steering meeting and an auditor are given.

use crate::harness::Sluice;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

fn world() -> Sluice {
    let mut sluice = Sluice::with_shop();
    sluice.at("2026-03-04T08:00:00Z");
    sluice.ok(&[
        "feed",
        "import",
        "sample-data/feeds/kev.json",
        "sample-data/feeds/epss.csv",
    ]);
    sluice.at("2026-03-08T08:00:00Z");
    sluice.ok(&[
        "decide",
        "tool:zap",
        "false-positive",
        "--reason",
        "=a <b>\"test\"</b> site",
    ]);
    sluice.at("2026-03-11T08:00:00Z");
    sluice
}

fn number<'a>(document: &'a Value, metric: &str, stat: &str) -> &'a Value {
    let metrics = document["metrics"].as_array().unwrap();
    let metric = metrics.iter().find(|it| it["id"] == metric).unwrap();
    let numbers = metric["numbers"].as_array().unwrap();
    numbers.iter().find(|it| it["stat"] == stat).unwrap()
}

#[test]
fn a_feed_fills_the_critical_queue_from_its_day_on_and_a_rebuild_changes_no_number() {
    let sluice = world();
    let document = sluice.json(&["metrics", "--issues", "--from", "2026-03-01"]);
    let queue = number(&document, "critical-queue", "open");
    let listed = sluice.issues(queue["filter"].as_str().unwrap()).len();
    assert!(listed > 0);
    let listed_whole = f64::from(u32::try_from(listed).unwrap());
    assert_eq!(queue["value"], json!(listed_whole));
    assert_eq!(queue["issues"].as_array().unwrap().len(), listed);
    let course: Vec<&Value> = queue["series"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["value"])
        .collect();
    assert_eq!(course.len(), 11);
    assert_eq!(
        course[2],
        &json!(0.0),
        "before the feed nothing was critical: {course:?}"
    );
    assert_eq!(
        course[3], course[10],
        "from the fourth on all were: {course:?}"
    );

    // The past says today what it said then.
    let mut then = Sluice::with_shop();
    then.at("2026-03-02T23:59:59Z");
    let of = ["metrics", "--from", "2026-03-01", "--to", "2026-03-02"];
    let past = sluice.json(&of);
    let told = number(&past, "time-to-resolve", "still open");
    assert_eq!(
        told["value"],
        number(&then.json(&of), "time-to-resolve", "still open")["value"]
    );

    let decided = number(&document, "closed-by-decision", "closed");
    let issues = sluice.issues("status:false-positive").len();
    assert_eq!(decided["issues"].as_array().unwrap().len(), issues);
    sluice.ok(&["store", "rebuild"]);
    assert_eq!(
        sluice.json(&["metrics", "--issues", "--from", "2026-03-01"]),
        document
    );
}

#[test]
fn wrong_questions_are_answered_with_what_to_ask() {
    let sluice = world();
    for (args, says) in [
        (vec!["metrics", "nosuch"], "there is no metric 'nosuch'"),
        (
            vec!["metrics", "--app", "nosuch"],
            "there is no application 'nosuch'",
        ),
        (
            vec!["metrics", "--from", "2026-04-01"],
            "the period ends before it begins",
        ),
        (
            vec!["metrics", "--from", "yesterday"],
            "write it as 2026-03-01",
        ),
    ] {
        let ran = sluice.run(&args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(says), "{}", ran.err);
    }
    let empty = Sluice::new().quiet(&["metrics"]);
    assert!(
        empty.contains("no number: the gate blocked no release in this period"),
        "{empty}"
    );
}

#[test]
fn the_page_of_numbers_stands_alone_and_runs_nothing() {
    let sluice = world();
    let page = sluice.quiet(&["report", "metrics", "--from", "2026-03-01"]);
    assert!(page.contains("<svg") && page.contains("Content-Security-Policy"));
    for wrong in [
        "<script", "http://", "https://", "url(", "<link", "<img", "onload",
    ] {
        assert!(!page.contains(wrong), "{wrong}");
    }
    let first = page.find("<section").unwrap();
    for indicator in [
        "Critical queue",
        "Time to resolve",
        "Blocked releases fixed before shipping",
    ] {
        assert!(
            page.find(indicator).unwrap() < first,
            "{indicator} is not on the first page"
        );
    }
    let file = sluice.path("numbers.html");
    let file = file.to_str().unwrap();
    sluice.quiet(&["report", "metrics", "--from", "2026-03-01", "--file", file]);
    assert_eq!(fs::read_to_string(file).unwrap(), page);
    let ran = sluice.run(&["report", "metrics", "--file", file]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("a report never overwrites a file"),
        "{}",
        ran.err
    );
}

#[test]
fn evidence_is_checked_by_sha256sum_and_comes_out_equal() {
    let sluice = world();
    let pack = |name: &str| {
        let to = sluice.path(name);
        let sampled = ["--app", "shop", "--sample", "5", "--seed", "7", "--out"];
        sluice.ok(&[
            &["report", "evidence"],
            &sampled[..],
            &[to.to_str().unwrap()],
        ]
        .concat());
        to
    };
    let folder = pack("evidence");
    let check = |folder: &std::path::Path| {
        let mut command = Command::new("sha256sum");
        command
            .args(["--quiet", "-c", "SHA256SUMS"])
            .current_dir(folder);
        command.output().unwrap().status.success()
    };
    assert!(check(&folder));
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let register = read("register.csv");
    let open = sluice.issues("status:any -status:fixed").len();
    assert_eq!(register.lines().count(), open + 1);
    assert!(register.contains("\"'=a <b>\"\"test\"\"</b> site\",\"ann\",\"2026-03-08T08:00:00Z\""));
    assert_eq!(read("sample.csv").lines().count(), 6);
    assert!(read("sample.csv").lines().all(|it| register.contains(it)));
    for words in [
        "annex 6.10",
        "2024/1774, article 10",
        "6.3.1",
        "A.8.8",
        "CRA",
    ] {
        assert!(read("index.html").contains(words), "{words}");
    }
    assert_eq!(read("events.jsonl"), sluice.quiet(&["audit", "export"]));

    let again = pack("again");
    assert_eq!(
        read("SHA256SUMS"),
        fs::read_to_string(again.join("SHA256SUMS")).unwrap()
    );
    assert_eq!(
        fs::read(pack("a.zip")).unwrap(),
        fs::read(pack("b.zip")).unwrap()
    );
    let ran = sluice.run(&["report", "evidence", "--out", folder.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("evidence never overwrites anything"),
        "{}",
        ran.err
    );

    fs::write(folder.join("register.csv"), "forged").unwrap();
    assert!(!check(&folder));
}

#[test]
fn a_consultants_report_is_branded_and_blacked_out() {
    let sluice = world();
    let page = sluice.quiet(&[
        "report",
        "client",
        "--brand",
        "Mill & Weir",
        "--client",
        "Shop <Ltd>",
        "--redact",
        "sql",
        "--redact-places",
        "--accent",
        "aa3300",
    ]);
    assert!(page.contains("Mill &amp; Weir") && page.contains("Shop &lt;Ltd&gt;"));
    assert!(page.contains("--accent: #aa3300") && page.contains("█████"));
    assert!(
        !page.to_lowercase().contains("sql"),
        "a blacked out word is still there"
    );
    let text = sluice.quiet(&["report", "client", "--style", "md", "--filter", "band:P1"]);
    let told = text
        .lines()
        .filter(|it| it.starts_with("### ") && !it.contains("queue"));
    assert!(told.count() >= sluice.issues("band:P1").len());
    let template = sluice.file("own.md", "# {{ client }}\n{{nosuch}} {{summary}}\n");
    let own = sluice.quiet(&[
        "report",
        "client",
        "--style",
        "md",
        "--client",
        "{{brand}}",
        "--brand",
        "x",
        "--template",
        &template,
    ]);
    assert!(
        own.starts_with("# \\{\\{brand\\}\\}\n") || own.starts_with("# {{brand}}\n"),
        "{own}"
    );
    assert!(own.contains("{{nosuch}}"), "{own}");
    assert_eq!(
        sluice.quiet(&["report", "client", "--print-template"]),
        include_str!("../../../assets/report/client.md")
    );
}
