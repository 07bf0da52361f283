//! Text from a report is text: it moves no cursor, rings no bell, sets no title and no clipboard.

use super::{Desk, contains};
use serde_json::{Value, json};

/// What a scanner could be made to repeat, each with the bytes that must never come out.
const PAYLOADS: &[(&str, &str)] = &[
    ("\u{1b}[31mred\u{1b}[0m colour", "\u{1b}[31mred"),
    ("\u{1b}]52;c;cHduZWQ=\u{7} clipboard", "\u{1b}]52"),
    ("\u{1b}]0;pwned\u{7} title", "\u{1b}]0"),
    (
        "\u{1b}]8;;http://evil.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
        "\u{1b}]8",
    ),
    ("bell\u{7}bell", "\u{7}"),
    ("\u{1b}[2J\u{1b}[Hcleared", "\u{1b}[Hcleared"),
    ("\u{9b}31mC1 colour \u{9d}0;pwned\u{9c}", "\u{9b}"),
    (
        "\u{202e}desrever\u{202c} \u{2066}isolated\u{2069}",
        "\u{202e}",
    ),
    ("back\u{8}\u{8}\u{8}\u{8}space\rreturn\nline\ttab", "\u{8}"),
    ("zero\u{200b}width\u{feff} joiner\u{200d}", "\u{200b}"),
];

/// Marks of the rest that must not come out either.
const NEVER: &[&str] = &[
    "\u{1b}]", "\u{1b}P", "\u{1b}_", "\u{1b}^", "\u{9d}", "\u{2066}", "\u{2069}", "\u{202c}",
    "\u{feff}",
];

fn report() -> String {
    let mut results: Vec<Value> = PAYLOADS
        .iter()
        .enumerate()
        .map(|(at, (text, _))| result(at, text))
        .collect();
    results.push(result(90, &"long ".repeat(200_000)));
    results.push(result(91, &"\u{1b}]0;pwned\u{7}".repeat(10_000)));
    let driver = json!({"name": "evil\u{1b}]0;pwned\u{7}", "rules": []});
    json!({"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]})
        .to_string()
}

fn result(number: usize, text: &str) -> Value {
    let short: String = text.chars().take(200).collect();
    json!({
        "ruleId": format!("rule{number}{short}"),
        "level": "error",
        "message": {"text": format!("{number:02} {text}"), "markdown": text},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": format!("src/{number}/{short}")},
            "region": {"startLine": 1, "snippet": {"text": format!("code {number} {short}")}},
        }}],
        "properties": {"remediation": short},
    })
}

#[test]
fn hostile_text_comes_out_as_plain_text_on_every_screen() {
    let desk = Desk::new();
    let report = desk.file("evil.sarif", &report());
    desk.sluice(&["import", &report.display().to_string(), "--app", "evil"]);
    let count = desk.ids("").len();
    assert_eq!(count, PAYLOADS.len() + 2);
    let mut console = desk.console_in((120, 40), &[]);
    console.shows(&format!("1 of {count}")).shows("pwned");
    for at in 1..=count {
        let here = format!("{at} of {count}");
        console.keys("\r").wait_for("the issue", |screen| {
            screen.contains(&here) && screen.contains(" sighting")
        });
        console.keys("G").hides("more lines");
        console.keys("\r").shows("open issues");
        if at < count {
            console.keys("j").shows(&format!("{} of {count}", at + 1));
        }
    }
    // Found, filtered, completed and asked about: titles and names stand in windows, too.
    console.keys("\x06pwned").shows("Find");
    console.keys("\r").hides("Find a title");
    console.keys("/app:").shows("Tab");
    console.keys("\t").shows("app:");
    console.keys("\r*").shows("/ app:");
    console.keys("f").shows("False positive");
    console.keys("t").shows("1 decided");
    console.look(|seen| assert_eq!(seen.terminal.callbacks().0, [""; 0]));
    console.keys("qq");
    let (code, raw) = console.finish();
    assert_eq!(code, 0);
    for bad in PAYLOADS.iter().map(|(_, bad)| bad).chain(NEVER) {
        assert!(!contains(&raw, bad), "{} came out", bad.escape_debug());
    }
}
