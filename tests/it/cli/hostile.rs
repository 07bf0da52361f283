//! Text of a report is hostile: it must not move the cursor, ring, set titles or the clipboard,
//! turn the direction of reading, or run as a formula in a spreadsheet.

use crate::harness::{Ran, Sluice, is_hostile};
use serde_json::json;
use std::io::Write as _;

/// Colours, a window title, the clipboard, a bell, C1 codes, a turn of direction, a hidden space.
const CODES: &str =
    "\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}]52;c;eA==\u{7}\u{9b}31m\u{202e}txt\u{200b}\r\u{8}";

const FORMULA: &str = "=cmd|'/C calc'!A0";

fn report(title: &str) -> String {
    let hostile = |text: &str| format!("{text}{CODES}");
    json!({
        "errors": [],
        "generated_at": "2026-02-01T08:00:00Z",
        "metrics": {"_totals": {}},
        "results": [
            {
                "test_id": hostile("@B1"), "test_name": hostile("name"), "issue_text": title,
                "issue_severity": hostile("HIGH"), "issue_confidence": "HIGH",
                "issue_cwe": {"id": 78}, "filename": hostile("+src/a.py"), "line_number": 3,
                "line_range": [3], "code": hostile("3 eval(x)\n"), "more_info": hostile("http://x"),
            },
            // A record that does not fit, whose text the reason would quote.
            {
                "test_id": "B2", "issue_text": "x", "issue_severity": "LOW",
                "filename": "b.py", "line_number": CODES,
            },
        ],
    })
    .to_string()
}

fn is_clean(what: &str, ran: &Ran) {
    assert_eq!(ran.code, 0, "{what}: {}", ran.err);
    // A CSV ends its lines with both.
    let out = ran.out.replace("\r\n", "\n");
    for text in [&out, &ran.err] {
        let found = text.chars().find(|it| is_hostile(*it));
        assert_eq!(found, None, "{what}: {text:?}");
    }
}

fn world(title: &str) -> Sluice {
    let sluice = Sluice::new();
    let file = sluice.file("hostile.json", report(title));
    let ran = sluice.ok(&["import", &file, "--app", "shop"]);
    is_clean("import", &ran);
    assert!(ran.err.contains("skipped "), "{}", ran.err);
    sluice
}

#[test]
fn nothing_that_is_printed_holds_a_code_of_a_report() {
    let sluice = world(&format!("title{CODES}"));
    let id = sluice.issues("")[0]["id"].as_str().unwrap().to_owned();
    for args in [
        &["list"][..],
        &["list", "--findings"],
        &["list", "--output", "csv"],
        &["list", "--output", "json", "--findings"],
        &["findings"],
        &["findings", "--output", "csv"],
        &["findings", "--output", "json"],
        &["show", &id],
        &["show", &id, "--records"],
        &["show", &id, "--output", "json"],
        &["export", "issues"],
        &["audit", "list"],
        &["audit", "export"],
        &["store", "info"],
    ] {
        is_clean(&args.join(" "), &sluice.run(args));
    }
}

#[test]
fn reasons_notes_and_owners_are_no_better_than_reports() {
    let sluice = world("title");
    let hostile = format!("why{CODES}");
    let id = sluice.issues("")[0]["id"].as_str().unwrap().to_owned();
    for args in [
        &[
            "decide",
            "tool:bandit",
            "false-positive",
            "--reason",
            &hostile,
        ][..],
        &["assign", &id, "--team", &hostile],
        &["note", &id, "--text", &hostile],
        &["show", &id],
        &["list", "status:any"],
        &["audit", "list"],
        &["audit", "list", "--output", "json"],
        &["export", "decisions"],
        &["export", "decisions", "--output", "csv"],
        &["undo"],
    ] {
        is_clean(&args.join(" "), &sluice.run(args));
    }
}

#[test]
fn the_names_of_files_and_archives_are_no_better_than_reports() {
    let sluice = Sluice::new();
    let name = format!("a{}.json", CODES.replace('\r', ""));
    let file = sluice.file(&name, report("title"));
    is_clean("import", &sluice.run(&["import", &file, "--app", "shop"]));
    is_clean(
        "plan",
        &sluice.run(&["import", &file, "--app", "x", "--plan"]),
    );
    is_clean(
        "json",
        &sluice.run(&["import", &file, "--app", "y", "--output", "json"]),
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file(name.as_str(), options).unwrap();
    archive.write_all(report("title").as_bytes()).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    let file = sluice.file("names.zip", bytes);
    is_clean("archive", &sluice.run(&["import", &file, "--app", "z"]));
    let broken = sluice.file(&format!("b{name}"), "{");
    let ran = sluice.run(&["import", &broken, "--app", "shop"]);
    assert_eq!(ran.code, 3);
    assert!(!ran.err.chars().any(is_hostile), "{:?}", ran.err);
}

#[test]
fn no_cell_of_a_sheet_runs_as_a_formula() {
    let sluice = world(FORMULA);
    sluice.ok(&[
        "decide",
        "tool:bandit",
        "false-positive",
        "--reason",
        "+1+1",
    ]);
    for args in [
        &["list", "status:any", "--output", "csv"][..],
        &["findings", "status:any", "--output", "csv"],
        &["export", "decisions", "--output", "csv"],
    ] {
        let text = sluice.quiet(args);
        let mut sheet = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = sheet.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2, "{text}");
        for cell in rows.iter().flatten() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']),
                "{cell:?}"
            );
        }
        assert!(text.contains(&format!("\"'{FORMULA}\"")), "{text}");
    }
}
