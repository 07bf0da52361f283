//! Filters as formats: what they may do, what becomes of a report whose filter does not end, fills
//! memory or breaks, and what people who write one are told.

use crate::formats::Collected;
use crate::harness::Sluice;
use sluice::error::Problem;
use sluice::formats::filter::{Here, builtin};
use sluice::formats::{Filter, Format as _, MemoryInput, Runner, SecretKey};
use sluice::ops::filters::{Limits, Workers};
use std::sync::Arc;
use std::time::{Duration, Instant};

const HEADER: &str = "#: tool = \"Widget 1\"\n#: kinds = [\"sast\", \"dast\"]\n#: input = \"json\"\n\
                      #: [[detect]]\n#: has = \"[].widget\"\n#: [severity]\n#: bad = \"high\"\n";

/// A filter of the tests run in a process with short limits.
fn run(filter: &str, report: &str) -> Result<Collected, Problem> {
    run_within(2, filter, report)
}

/// With so many seconds for a record.
fn run_within(seconds: u64, filter: &str, report: &str) -> Result<Collected, Problem> {
    let runner = Workers {
        program: env!("CARGO_BIN_EXE_sluice").into(),
        limits: Limits {
            record: Duration::from_secs(seconds),
            report: Duration::from_secs(seconds * 4),
            memory: 512 * 1024 * 1024,
        },
    };
    run_by(Arc::new(runner), filter, report)
}

fn run_by(runner: Arc<dyn Runner>, filter: &str, report: &str) -> Result<Collected, Problem> {
    let text = format!("{HEADER}{filter}");
    let filter = Filter::new("widget", "widget.jq", &text, runner)?;
    let mut out = Collected::default();
    let input = MemoryInput::new("w.json", report.as_bytes().to_vec());
    filter.read(&input, &SecretKey::new(b"key"), &mut out)?;
    Ok(out)
}

const FEW: &str = "[{\"widget\":1},{\"widget\":2},{\"widget\":3}]";

#[test]
fn a_filter_that_does_not_end_is_ended_and_named_with_its_record() {
    for (filter, why) in [
        ("def f: f; f", "2 s for this record"),
        ("last(repeat(1))", "2 s for this record"),
        ("[range(1e12)]", "more than"),
        ("reduce range(60) as $i (\"x\"; . + .)", "512 MiB of memory"),
        ("\"x\" * 10000000000", "512 MiB of memory"),
        ("def f: [f]; f", "calls itself too deeply"),
    ] {
        let before = Instant::now();
        let filter = &format!("if .widget == 2 then ({filter}) else {{rule: \"a\"}} end");
        let problem = run(filter, FEW).unwrap_err();
        assert!(before.elapsed() < Duration::from_secs(20), "{filter}");
        let text = problem.to_string();
        assert!(
            text.starts_with("filter 'widget' was stopped"),
            "{filter}: {text}"
        );
        assert!(text.contains(why), "{filter}: {text}");
        assert_eq!(problem.place().unwrap().path, "[1]", "{filter}");
    }
}

#[test]
fn endless_values_of_one_record_cost_that_record() {
    let got = run(
        "if .widget == 2 then repeat({rule: \"a\"}) | empty else {rule: \"a\"} end",
        FEW,
    );
    assert!(got.is_err());
    let got = run_within(
        60,
        "if .widget == 2 then (range(1e12) | {rule: (\"a\" * 999999)}) else {rule: \"a\"} end",
        FEW,
    );
    let got = got.unwrap();
    assert_eq!(got.skipped[0].record.path, "[1]");
    assert_eq!(
        got.skipped[0].reason,
        "the filter makes more than 64 MiB of this record"
    );
    assert_eq!(
        got.findings
            .iter()
            .filter(|it| it.record.path != "[1]")
            .count(),
        2
    );
}

#[test]
fn a_filter_has_no_way_to_the_world_outside() {
    for word in [
        "env",
        "$ENV",
        "input",
        "inputs",
        "halt",
        "halt(3)",
        "halt_error",
        "debug",
        "stderr",
        "now",
        "input_filename",
        "localtime",
        "strflocaltime(\"\")",
        "$__prog_args",
    ] {
        let problem = run(&format!("{word} | {{rule: \"a\"}}"), FEW).unwrap_err();
        let text = problem.to_string();
        assert!(
            text.contains("no access to the world outside"),
            "{word}: {text}"
        );
        assert_eq!(
            problem.place().unwrap().to_string(),
            "widget.jq:8",
            "{word}"
        );
    }
    for module in [
        "import \"a\" as a; .",
        "include \"a\"; .",
        "import \"a\" as $a; .",
    ] {
        assert!(run(module, FEW).is_err(), "{module}");
    }
}

#[test]
fn the_process_and_this_one_make_the_same() {
    let filter = "{rule: \"a\\(.widget)\", line: .widget, severity: \"bad\", file: \"./x\"}";
    let report = format!("[{}]", vec!["{\"widget\":7}"; 5000].join(","));
    let far = run(filter, &report).unwrap();
    let near = run_by(Arc::new(Here::default()), filter, &report).unwrap();
    assert_eq!(far.findings.len(), 5000);
    assert_eq!(far.findings, near.findings);
}

#[test]
fn a_slip_costs_one_record_and_is_named() {
    for (filter, reason) in [
        ("{rule: \"a\"} + .", "widget: there is no such key"),
        ("\"a\"", "an object expected, found a text"),
        ("{title: \"a\"}", "rule: every finding needs one"),
        ("{rule: \"a\", titel: 1}", "titel: there is no such key"),
        (
            "{rule: \"a\", severity: []}",
            "severity: a text expected, found an array",
        ),
        (
            "{rule: \"a\", severity: {word: 1, is: \"bad\"}}",
            "severity.is: 'bad' is none of ours",
        ),
        ("{rule: \"a\", line: \"x\"}", "line: 'x' is no number"),
        (
            "{rule: \"a\", kind: \"sca\"}",
            "kind: 'sca' is not among the kinds of the header",
        ),
        (
            "{rule: \"a\", package: \"x\"}",
            "package: an object expected, found a text",
        ),
        (
            "{rule: \"a\", package: {nam: 1}}",
            "package.nam: there is no such key",
        ),
        (
            "{rule: \"a\", flows: [{}]}",
            "flows: a list of lists expected, found an object",
        ),
        ("error(\"no id\")", "no id"),
        (".widget.x", "cannot index a number with \"x\""),
        ("{rule: (0/0)}", "a value that is no JSON was made"),
    ] {
        let got = run_by(Arc::new(Here::default()), filter, "[{\"widget\":4}]").unwrap();
        let reasons: Vec<_> = got.skipped.iter().map(|it| it.reason.as_str()).collect();
        assert_eq!(reasons, [reason], "{filter}");
        assert!(got.findings.is_empty());
    }
}

#[test]
fn unknown_severities_keep_their_word() {
    let got = run_by(
        Arc::new(Here::default()),
        "{rule: \"a\", severity: \" BAD\"}, {rule: \"b\", severity: 7}",
        "[{}]",
    );
    let got: Vec<_> = got
        .unwrap()
        .findings
        .into_iter()
        .map(|it| (it.severity.name(), it.severity_word))
        .collect();
    assert_eq!(
        got,
        [("high", "BAD".to_owned()), ("unknown", "7".to_owned())]
    );
}

#[test]
fn every_built_in_filter_compiles() {
    let here: Arc<dyn Runner> = Arc::new(Here::default());
    for it in builtin(&here).unwrap() {
        assert!(it.check().is_ok(), "{it:?}: {}", it.check().unwrap_err());
    }
}

#[test]
fn a_stopped_filter_takes_its_report_and_nothing_else() {
    let sluice = Sluice::new();
    sluice.file(
        "formats/widget.jq",
        format!("{HEADER}def f: [f]; if .widget == 2 then f else {{rule: \"a\"}} end"),
    );
    let folder = sluice.path("formats").display().to_string();
    let report = sluice.file("w.json", FEW);
    let args = [
        "import",
        &report,
        "tests/samples/dockle/typical.json",
        "--app",
        "shop",
        "--formats-folder",
        &folder,
    ];
    let ran = sluice.run(&args);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(
        ran.err
            .contains("filter 'widget' was stopped: it calls itself too deeply"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("[1]"), "{}", ran.err);
    let listed = sluice.run(&["findings", "--output", "json"]);
    assert_eq!(
        listed.out.matches("\"tool\":\"dockle\"").count(),
        3,
        "{}",
        listed.out
    );
    assert!(!listed.out.contains("widget"));
    assert_eq!(sluice.run(&["store", "check"]).code, 0);
}

#[test]
fn a_persons_own_filter_is_a_format_like_any_other() {
    let sluice = Sluice::new();
    sluice.file(
        "formats/widget.jq",
        format!(
            "{HEADER}{{rule: \"w\\(.widget)\", severity: \"bad\", file: \"src/a.c\", line: 3}}"
        ),
    );
    sluice.file(
        "formats/broken.jq",
        HEADER.replace("[].widget", "gadgets") + "{rule: \n",
    );
    sluice.file("formats/dockle.jq", format!("{HEADER}."));
    let folder = sluice.path("formats").display().to_string();
    let report = sluice.file("w.json", FEW);
    let ran = sluice.run(&[
        "import",
        &report,
        "--app",
        "shop",
        "--formats-folder",
        &folder,
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.err
            .contains("there is a format 'dockle' already (built in)"),
        "{}",
        ran.err
    );
    let listed = sluice.run(&["formats", "--formats-folder", &folder, "--output", "json"]);
    assert_eq!(listed.code, 3);
    assert!(
        listed.err.contains("closing brace expected"),
        "{}",
        listed.err
    );
    assert!(listed.err.contains("broken.jq:8"), "{}", listed.err);
    assert!(listed.out.contains("\"widget\""), "{}", listed.out);
}

#[test]
fn trying_a_filter_shows_every_record() {
    let sluice = Sluice::new();
    let filter = sluice.file("widget.jq", format!("{HEADER}select(.widget != 1) | {{rule: \"w\", severity: \"bad\", line: .widget, file: \"\\u001b]0;x\"}}, (if .widget == 3 then error(\"three\") else empty end)"));
    let report = sluice.file("w.json", FEW);
    let ran = sluice.run(&["formats", "test", &filter, &report]);
    assert_eq!(ran.code, 3, "{ran:?}");
    insta::assert_snapshot!(format!("{}\n---\n{}", ran.out, ran.err));
    let ran = sluice.run(&[
        "formats",
        "test",
        "dockle",
        "tests/samples/dockle/typical.json",
        "--output",
        "json",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["records"].as_array().unwrap().len(), 5);
    assert_eq!(json["records"][1]["findings"].as_array().unwrap().len(), 1);
}
