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

#[test]
fn a_calendar_is_one_even_without_events() {
    let sluice = super::world();
    let ran = sluice.ok(&["export", "calendar"]);
    assert!(ran.out.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert!(ran.out.ends_with("END:VCALENDAR\r\n"));
    assert!(
        ran.err.contains("what was decided of them has no end"),
        "{}",
        ran.err
    );
}
