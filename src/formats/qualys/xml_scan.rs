//! The XML of one scan (`SCAN`), as the API and the web interface save it.

use super::item::{Item, scan};
use crate::error::Problem;
use crate::formats::read::xml::{self, Captured};
use crate::formats::{Input, Sink, normalise};

const WANTS: &[&str] = &["SCAN/IP/VULNS/CAT/VULN", "SCAN/IP/PRACTICES/CAT/PRACTICE"];

/// Reads all vulnerabilities, and what may be one (`PRACTICES`).
pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut head = scan();
    xml::walk(input, &["SCAN/HEADER/KEY"], &mut |it| {
        let text = it.node.text();
        match (it.node.attribute("value").unwrap_or_default(), text.trim()) {
            ("DATE", time) => head.scanned_at = normalise::timestamp(time),
            ("STATUS", "FINISHED" | "") => {}
            ("STATUS", state) => {
                head.incomplete = Some(format!("the scan has the status {state}"));
            }
            _ => {}
        }
        Ok(())
    })?;
    sink.scan(head)?;
    xml::walk(
        input,
        WANTS,
        &mut |it| match item(it).into_finding(it.place()) {
            Some(finding) => sink.finding(finding),
            None => sink.skipped(it.refuse("`number` does not name it")),
        },
    )
}

fn item(it: &Captured<'_>) -> Item {
    let of = |element: &str, name: &str| {
        it.attribute_of(element, name)
            .unwrap_or_default()
            .to_owned()
    };
    let said = |name: &str| it.node.attribute(name).unwrap_or_default().to_owned();
    let text = |name: &str| it.node.text_of(name).unwrap_or_default();
    Item {
        qid: said("number"),
        title: text("TITLE"),
        level: said("severity"),
        sort: if it.want == 0 {
            "confirmed"
        } else {
            "potential"
        }
        .to_owned(),
        host: Some(of("IP", "name"))
            .filter(|it| it != "No registered hostname")
            .unwrap_or_default(),
        address: of("IP", "value"),
        port: of("CAT", "port"),
        protocol: of("CAT", "protocol"),
        cves: said("cveid"),
        cvss: vec![
            ("CVSS:3.0/".to_owned(), text("CVSS3_BASE")),
            (String::new(), text("CVSS_BASE")),
        ],
        threat: text("DIAGNOSIS"),
        impact: text("CONSEQUENCE"),
        solution: text("SOLUTION"),
        result: text("RESULT"),
        facts: vec![("category", of("CAT", "value"))],
        ..Item::default()
    }
}
