//! Text of reports that wants to be more than text.

use super::fits;
use crate::harness::{Sluice, is_hostile};
use serde_json::json;

const EVIL: &str = "=cmd|' /C calc'!A1\u{1b}[31m\u{202e}\u{7}\r\n/close\n@all <img src=x> | `a` ```` {noformat} ]]>";

/// A store with one dependency and one piece of code, all of whose texts are hostile.
pub(super) fn store() -> Sluice {
    let sluice = Sluice::new();
    let code = json!({"results": [{
        "code": EVIL, "filename": format!("src/{EVIL}.py"), "issue_confidence": "HIGH",
        "issue_severity": "HIGH", "issue_text": EVIL, "line_number": 3, "line_range": [3],
        "test_id": "B608", "test_name": EVIL, "more_info": EVIL,
        "issue_cwe": {"id": 89, "link": "javascript:alert(1)"},
    }], "errors": [], "generated_at": "2026-02-01T00:00:00Z", "metrics": {}});
    let vulnerable = json!({
        "@context": "https://openvex.dev/ns/v0.2.0", "@id": EVIL, "author": EVIL, "version": 1,
        "timestamp": "2026-02-01T00:00:00Z",
        "statements": [{
            "vulnerability": {"name": "CVE-2026-0001", "aliases": [EVIL]},
            "products": [{"@id": EVIL}], "status": "affected", "action_statement": EVIL,
        }],
    });
    let files = [
        sluice.file("bandit.json", code.to_string()),
        sluice.file("vex.json", vulnerable.to_string()),
    ];
    sluice.import(&files, &[]);
    sluice.quiet(&["decide", "status:any", "false-positive", "--reason", EVIL]);
    sluice.quiet(&["assign", "status:any", "--team", EVIL, "--person", EVIL]);
    sluice
}

#[test]
fn no_export_moves_a_cursor_and_all_fit_their_schemas() {
    let sluice = store();
    let url = "https://security.harbourlane.example";
    for (schema, args) in [
        (
            "openvex-0.2.0",
            &["vex", "--format", "openvex", "--author", EVIL][..],
        ),
        (
            "cyclonedx-1.6",
            &["vex", "--format", "cyclonedx", "--author", EVIL],
        ),
        (
            "csaf-2.0",
            &[
                "vex",
                "--format",
                "csaf",
                "--author",
                EVIL,
                "--namespace",
                url,
            ],
        ),
        ("sarif-2.1.0", &["sarif"]),
    ] {
        let ran = sluice.ok(&[&["export"], args].concat());
        assert!(!ran.out.chars().any(is_hostile), "{schema}");
        assert!(!ran.err.chars().any(is_hostile), "{schema}");
        fits(schema, &ran.out);
    }
    for args in [
        &["decisions"][..],
        &["decisions", "--lines"],
        &["decisions", "--output", "csv"],
        &["issues", "status:any"],
        &["issues", "status:any", "--output", "csv"],
        &["findings", "status:any"],
        &["findings", "status:any", "--output", "csv"],
    ] {
        let out = sluice.quiet(&[&["export"], args].concat());
        let hostile = |c: &char| is_hostile(*c) && *c != '\r';
        assert_eq!(out.chars().find(hostile), None, "{args:?}");
    }
}
