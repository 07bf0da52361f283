//! The CSV reports: three sets of columns, with or without lines about the report before them.

use super::item::{Item, scan};
use crate::error::Problem;
use crate::formats::read::csv::{self, Row};
use crate::formats::{Input, Sink};
use crate::model::Claimed;
use std::collections::BTreeMap;

/// True where the first lines hold a header of Qualys.
pub(super) fn header(head: &str) -> bool {
    let mut lines = head.lines().take(40);
    lines.any(|line| {
        let names: Vec<&str> = line
            .split(',')
            .map(|it| it.trim().trim_matches('"'))
            .collect();
        let has = |name: &str| names.contains(&name);
        has("QID") && (has("VULN TITLE") || has("Title")) && (has("Severity") || has("SEVERITY"))
    })
}

/// A row with the columns of the header that came before it.
struct Named<'a> {
    columns: &'a BTreeMap<String, usize>,
    row: &'a Row<'a>,
}

impl Named<'_> {
    /// The first of several columns that says something; `'-` and `-` say nothing.
    fn get(&self, names: &[&str]) -> String {
        let texts = names.iter().filter_map(|it| {
            let idx = self.columns.get(*it)?;
            Some(self.row.nth(*idx))
        });
        let mut said = texts.filter(|it| !matches!(it.as_str(), "" | "-" | "'-"));
        said.next().unwrap_or_default()
    }
}

/// Reads all rows behind the header.
pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    sink.scan(scan())?;
    let mut columns: BTreeMap<String, usize> = BTreeMap::new();
    csv::walk_bare(input, &mut |row| {
        if columns.is_empty() {
            let names = (0..200).map(|idx| row.nth(idx).to_uppercase());
            let names = names.map(|it| {
                it.trim_start_matches('\u{feff}')
                    .trim_matches('"')
                    .to_owned()
            });
            let names: Vec<String> = names.collect();
            if names.iter().any(|it| it == "QID") {
                columns = names
                    .into_iter()
                    .zip(0..)
                    .filter(|it| !it.0.is_empty())
                    .collect();
            }
            return Ok(());
        }
        let named = Named {
            columns: &columns,
            row,
        };
        let status = named.get(&["VULN STATUS", "STATUS"]);
        if status.eq_ignore_ascii_case("fixed") {
            return Ok(());
        }
        match item(&named).into_finding(row.place()) {
            Some(finding) => sink.finding(finding),
            None => sink.skipped(row.refuse("`QID` does not name it")),
        }
    })
}

fn item(row: &Named<'_>) -> Item {
    let named = ["FQDN", "DNS", "HOSTNAME", "ASSET NAME", "NETBIOS"];
    let v3 = |name: &str| ("CVSS:3.0/".to_owned(), row.get(&[name]));
    let v2 = |name: &str| (String::new(), row.get(&[name]));
    // This report has a row for each CVE of a QID: else they were one finding several times.
    let cve = row.get(&["CVE"]);
    let per_cve = row.columns.contains_key("CVE-DESCRIPTION") && !cve.is_empty();
    Item {
        qid: row.get(&["QID"]),
        only: per_cve.then_some(cve),
        title: row.get(&["TITLE", "VULN TITLE"]),
        level: row.get(&["Q_SEVERITY", "SEVERITY"]),
        sort: row.get(&["TYPE", "TYPE DETECTED"]),
        host: row.get(&named),
        address: row.get(&["IP", "ASSET IPV4", "ASSET IPV6"]),
        port: row.get(&["PORT"]),
        protocol: row.get(&["PROTOCOL"]),
        cves: row.get(&["CVE ID", "CVEID", "CVE"]),
        cvss: vec![
            v3("CVSS3 BASE"),
            v3("CVSS3.1 BASE"),
            v3("CVSSV3.1 BASE (NVD)"),
            v2("CVSS BASE"),
            v2("CVSS_BASE"),
        ],
        threat: row.get(&["THREAT", "CVE-DESCRIPTION"]),
        impact: row.get(&["IMPACT"]),
        solution: row.get(&["SOLUTION"]),
        result: row.get(&["RESULTS", "RESULT"]),
        instance: row.get(&["INSTANCE"]),
        claim: claim(row),
        facts: vec![
            ("category", row.get(&["CATEGORY"])),
            ("operating system", row.get(&["OS", "OPERATING SYSTEM"])),
            ("vendor reference", row.get(&["VENDOR REFERENCE"])),
            ("first detected", row.get(&["FIRST DETECTED"])),
            ("last detected", row.get(&["LAST DETECTED", "LAST SCAN"])),
            ("tags", row.get(&["ASSOCIATED TAGS", "ASSET TAGS"])),
        ],
    }
}

fn claim(row: &Named<'_>) -> Option<Claimed> {
    let is = |name: &str, word: &str| row.get(&[name]).eq_ignore_ascii_case(word);
    let why = if is("IGNORED", "yes") {
        "ignored"
    } else if is("DISABLED", "yes") {
        "disabled"
    } else if is("FALSE POSITIVE STATUS", "approved") {
        "false positive"
    } else {
        return None;
    };
    Some(Claimed {
        kind: "external".to_owned(),
        status: "accepted".to_owned(),
        justification: why.to_owned(),
    })
}
