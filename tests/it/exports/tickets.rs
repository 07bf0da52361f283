//! Tickets, and the calendar.

use super::hostile;
use crate::harness::Sluice;
use serde_json::Value;

fn is_title(line: &&str) -> bool {
    ["# P1: ", "# P2: ", "# P3: ", "# P4: "]
        .iter()
        .any(|it| line.starts_with(it))
}

fn export(sluice: &Sluice, args: &[&str]) -> String {
    sluice.ok(&[&["export"], args].concat()).out
}

#[test]
fn a_ticket_holds_all_that_a_developer_needs() {
    let sluice = Sluice::with_shop();
    sluice.quiet(&[
        "assign",
        "cve:CVE-2020-1747",
        "--team",
        "checkout",
        "--person",
        "bob",
    ]);
    let text = export(&sluice, &["tickets", "cve:CVE-2020-1747"]);
    for needed in [
        "# P2: ",
        "- **Application:** shop",
        "- **Person:** bob",
        "- **Vulnerability:** CVE-2020-1747",
        "## Where",
        "pyyaml 5.1",
        "## Why now",
        "## How to fix it",
        "Update pyyaml from 5.1 to",
        "## Links",
    ] {
        assert!(text.contains(needed), "{needed}: {text}");
    }
    let code = export(&sluice, &["tickets", "tool:bandit path:shop/basket.py"]);
    assert!(
        code.contains("\n```\n") && code.contains("shop/basket.py:"),
        "{code}"
    );
    let open = sluice.issues("").len();
    let all = export(&sluice, &["tickets"]);
    assert_eq!(all.lines().filter(is_title).count(), open);
    let sheet = export(&sluice, &["tickets", "--format", "jira"]);
    assert!(sheet.starts_with("\"Summary\",\"Issue Type\",\"Priority\",\"Description\""));
    let lines = export(&sluice, &["tickets", "--format", "jsonl"]);
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["labels"][0], "security");
    assert_eq!(lines.lines().count(), open);
}

#[test]
fn text_of_reports_names_nobody_and_runs_nothing() {
    let sluice = hostile::store();
    sluice.quiet(&["decide", "status:any", "reset"]);
    let text = export(&sluice, &["tickets"]);
    // Inside a fence nothing runs.
    let mut inside = false;
    for line in text.lines() {
        inside ^= line.starts_with("```");
        assert!(inside || !line.starts_with('/'), "{line}");
    }
    let prose = text.split("\n````").next().unwrap();
    assert!(
        !prose.contains("@all") && !prose.contains(" <img"),
        "{prose}"
    );
    let sheet = export(&sluice, &["tickets", "--format", "jira"]);
    assert!(
        !sheet
            .lines()
            .any(|it| it.starts_with("\"=") || it.contains(",\"=")),
        "{sheet}"
    );
}

/// The values of a property in a calendar, unfolded.
fn values(calendar: &str, property: &str) -> Vec<String> {
    let whole = calendar.replace("\r\n ", "");
    let start = format!("{property}:");
    let lines = whole.split("\r\n");
    lines
        .filter_map(|it| it.strip_prefix(&start).map(str::to_owned))
        .collect()
}

#[test]
fn a_calendar_has_one_entry_for_each_exception_that_waits_or_holds() {
    let mut sluice = super::world();
    let none = sluice.ok(&["export", "calendar"]);
    assert!(none.out.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert!(none.out.ends_with("END:VCALENDAR\r\n") && !none.out.contains("VEVENT"));
    assert!(
        none.err.contains("no exception about these"),
        "{}",
        none.err
    );

    let ask = |sluice: &Sluice, filter: &str, until: &str| {
        let why = ["--reason", "moved; in spring, or\nlater", "--until", until];
        sluice.quiet(&[["exception", "request", filter].as_slice(), &why].concat());
        let all = sluice.json(&["exception", "list", "--state", "requested"]);
        all["exceptions"][0]["id"].as_str().unwrap().to_owned()
    };
    let many = ask(&sluice, "class:infrastructure", "2026-03-21T08:00:00Z");
    sluice.by("bob");
    sluice.quiet(&["exception", "approve", &many]);
    sluice.by("ann");
    let waits = ask(&sluice, "tool:zap", "2026-03-11");
    let text = export(&sluice, &["calendar"]);
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 2, "{text}");
    assert_eq!(
        values(&text, "DTSTART;VALUE=DATE"),
        ["20260311", "20260321"]
    );
    assert_eq!(values(&text, "STATUS"), ["TENTATIVE", "CONFIRMED"]);
    assert_eq!(
        values(&text, "TRIGGER"),
        ["-P30D", "-P14D", "-P3D"].repeat(2)
    );
    let said = values(&text, "SUMMARY");
    assert!(said[0].starts_with(&format!("{waits} would end\\, if approved (shop): ")));
    assert!(
        said[1].starts_with(&format!("{many} ends (shop): ")),
        "{said:?}"
    );
    let about = values(&text, "DESCRIPTION");
    for fact in [
        "moved\\; in spring\\, or later",
        "Ends 2026-03-21T08:00:00Z",
        "Asked for by ann on 2026-03-01",
        "Approved by bob on 2026-03-01",
    ] {
        assert!(
            about.iter().any(|it| it.contains(fact)),
            "{fact}: {about:?}"
        );
    }
    assert!(text.split("\r\n").all(|it| it.len() <= 75));
    assert_eq!(text, export(&sluice, &["calendar"]));
    // The filter is honoured, and what is over is not there.
    let one = export(&sluice, &["calendar", "tool:zap"]);
    assert_eq!(one.matches("BEGIN:VEVENT").count(), 1);
    sluice.at("2026-03-12T08:00:00Z");
    let later = export(&sluice, &["calendar"]);
    assert_eq!(values(&later, "DTSTART;VALUE=DATE"), ["20260321"]);
}
