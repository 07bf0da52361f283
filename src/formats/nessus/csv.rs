//! The CSV exports of Nessus, Tenable.io, Tenable.sc and Web App Scanning.

use super::item::{Item, NAMELESS};
use super::scan;
use crate::error::Problem;
use crate::formats::probe::Shape;
use crate::formats::read::csv::{self, Row};
use crate::formats::{Input, Probe, Sink};
use std::borrow::Cow;

/// Columns of each of the exports that no other tool has together.
const MARKS: &[&[&str]] = &[
    &["plugin id", "risk", "host", "protocol", "plugin output"],
    &["plugin", "plugin name", "family", "severity", "ip address"],
    &["definition.id", "definition.name", "definition.severity"],
];

pub(super) fn is_ours(probe: &Probe) -> bool {
    let line = probe.head.lines().next().unwrap_or_default().to_lowercase();
    let sign = char::from(csv::delimiter_of(line.as_bytes()));
    let names: Vec<&str> = line
        .split(sign)
        .map(|it| it.trim_matches(['"', ' ', '\u{feff}', '\r']))
        .collect();
    let has = |marks: &&[&str]| marks.iter().all(|it| names.contains(it));
    probe.shape == Shape::Text && MARKS.iter().any(has)
}

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    sink.scan(scan())?;
    csv::walk(input, &mut |row| {
        let item = item(row);
        if item.plugin.is_empty() {
            return sink.skipped(row.refuse(NAMELESS));
        }
        let finding = item.into_finding(row.place(), &mut |it| sink.conceal(it));
        sink.finding(finding)
    })
}

fn item<'a>(row: &'a Row<'_>) -> Item<'a> {
    let get = |name: &str| Cow::Borrowed(row.text(name));
    let first = |names: &[&str]| Cow::Borrowed(row.first_text(names));
    let some = |text: Cow<'a, str>| if text.is_empty() { vec![] } else { vec![text] };
    let protocol = get("Protocol");
    Item {
        plugin: first(&["Plugin ID", "Plugin", "definition.id"]),
        name: first(&["Name", "Plugin Name", "definition.name"]),
        family: first(&["Family", "Plugin Family", "definition.family"]),
        severity: first(&["Risk", "Severity", "definition.severity"]),
        host: first(&[
            "Host",
            "asset.host_name",
            "asset.display_fqdn",
            "asset.name",
            "DNS Name",
            "IP Address",
            "asset.display_ipv4_address",
        ]),
        port: get("Port"),
        web: protocol.eq_ignore_ascii_case("http") || protocol.eq_ignore_ascii_case("https"),
        protocol,
        service: Cow::default(),
        synopsis: first(&["Synopsis", "definition.synopsis"]),
        description: first(&["Description", "definition.description"]),
        solution: first(&["Solution", "Steps to Remediate", "definition.solution"]),
        output: first(&["Plugin Output", "output"]),
        see_also: some(first(&["See Also", "definition.see_also"])),
        cves: some(first(&["CVE", "definition.cve"])),
        cwes: some(get("definition.cwe")),
        cvss: scores(row),
        facts: [
            ("exploit available", get("Exploit?")),
            (
                "VPR",
                first(&["VPR Score", "Vulnerability Priority Rating"]),
            ),
            ("cross references", first(&["XREF", "Cross References"])),
            ("accepted", get("Accept Risk Comment")),
            ("recast", get("Recast Risk Comment")),
            ("state", get("state")),
        ],
    }
}

/// Of CVSS 4, 3 and 2.
fn scores<'a>(row: &'a Row<'_>) -> [(Cow<'a, str>, Cow<'a, str>); 3] {
    let get = |name: &str| Cow::Borrowed(row.text(name));
    let first = |names: &[&str]| Cow::Borrowed(row.first_text(names));
    let v3 = [
        "CVSS v3.0 Base Score",
        "CVSS V3 Base Score",
        "CVSSv3",
        "definition.cvss3.base_score",
    ];
    let v2 = [
        "CVSS v2.0 Base Score",
        "CVSS V2 Base Score",
        "CVSS",
        "definition.cvss2.base_score",
    ];
    [
        (get("CVSS v4.0 Vector"), get("CVSS v4.0 Base Score")),
        (
            first(&["CVSS V3 Vector", "definition.cvss3.base_vector"]),
            first(&v3),
        ),
        (
            first(&["CVSS V2 Vector", "definition.cvss2.base_vector"]),
            first(&v2),
        ),
    ]
}
