//! The CSV exports of Nessus, Tenable.io, Tenable.sc and Web App Scanning.

use super::item::{Item, NAMELESS};
use super::scan;
use crate::error::Problem;
use crate::formats::probe::Shape;
use crate::formats::read::csv::{self, Row};
use crate::formats::{Input, Probe, Sink};

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

fn item(row: &Row<'_>) -> Item {
    let protocol = row.get("Protocol");
    Item {
        plugin: row.first(&["Plugin ID", "Plugin", "definition.id"]),
        name: row.first(&["Name", "Plugin Name", "definition.name"]),
        family: row.first(&["Family", "Plugin Family", "definition.family"]),
        severity: row.first(&["Risk", "Severity", "definition.severity"]),
        host: row.first(&[
            "Host",
            "asset.host_name",
            "asset.display_fqdn",
            "asset.name",
            "DNS Name",
            "IP Address",
            "asset.display_ipv4_address",
        ]),
        port: row.get("Port"),
        web: protocol.eq_ignore_ascii_case("http") || protocol.eq_ignore_ascii_case("https"),
        protocol,
        service: String::new(),
        synopsis: row.first(&["Synopsis", "definition.synopsis"]),
        description: row.first(&["Description", "definition.description"]),
        solution: row.first(&["Solution", "Steps to Remediate", "definition.solution"]),
        output: row.first(&["Plugin Output", "output"]),
        see_also: vec![row.first(&["See Also", "definition.see_also"])],
        cves: vec![row.first(&["CVE", "definition.cve"])],
        cwes: vec![row.get("definition.cwe")],
        cvss: scores(row),
        facts: vec![
            ("exploit available", row.get("Exploit?")),
            (
                "VPR",
                row.first(&["VPR Score", "Vulnerability Priority Rating"]),
            ),
            ("cross references", row.first(&["XREF", "Cross References"])),
            ("accepted", row.get("Accept Risk Comment")),
            ("recast", row.get("Recast Risk Comment")),
            ("state", row.get("state")),
        ],
    }
}

fn scores(row: &Row<'_>) -> Vec<(String, String)> {
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
    vec![
        (row.get("CVSS v4.0 Vector"), row.get("CVSS v4.0 Base Score")),
        (
            row.first(&["CVSS V3 Vector", "definition.cvss3.base_vector"]),
            row.first(&v3),
        ),
        (
            row.first(&["CVSS V2 Vector", "definition.cvss2.base_vector"]),
            row.first(&v2),
        ),
    ]
}
